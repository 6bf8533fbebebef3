// SPDX-License-Identifier: GPL-3.0-or-later
// Shows how files are read, so that the user can check and change it before they are opened or joined.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/importing/Import.h"
#include "survey/importing/source/SourceColumns.h"
#include "workbench/opening/OpenFiles.h"

namespace maury::workbench {

/// Role that the user can give to a column.
struct RoleChoice {
  std::string word = {};  ///< as in survey::ColumnRole; empty: as the program finds it
  std::string text = {};  ///< for the user: "label Teff"
  bool operator==(const RoleChoice&) const = default;
};

/// Column or other part of a file, as it was read.
struct ColumnRow {
  std::string file = {};  ///< name without its folder
  std::string name = {};
  std::string unit = {};                  ///< as it was understood; empty: none
  std::vector<std::string> samples = {};  ///< up to three of its first values; empty text: missing
  std::string role = {};                  ///< for the user: "label Teff", "relative error"
  std::string word = {};                  ///< the role as in survey::ColumnRole; empty: no such word exists
  bool isStated = false;                  ///< true if the user stated the role
  bool takesUnit = false;                 ///< true if the user can state the unit as well
  std::string why = {};                   ///< "by name; 2 values of -9999 taken as missing"; may be empty
  std::string doubt = {};                 ///< clause that says what is odd; empty if nothing is
  std::vector<RoleChoice> choices = {};   ///< first the role as the program finds it; empty if it cannot be changed
};

/// Files to read, and what for.
struct FilesToRead {
  enum class Purpose {
    Open,  ///< everything in them, as openFiles() does
    Table  ///< one table of stars, for a join or an overlay
  };
  std::vector<std::filesystem::path> paths = {};
  Purpose purpose = Purpose::Open;
};

/// How files are read with some options.
struct FileReview {
  FilesToRead files;
  survey::ImportOptions options;   ///< the options
  bool isRemembered = false;       ///< true if `options` were stated about an earlier file of the same form
  std::string form;                ///< form of the first file (survey::formOf()); empty for files of this program
  std::string name;                ///< name of the first file, and the number of further ones
  std::vector<std::string> lines;  ///< essentials of the reading report
  std::vector<ColumnRow> columns;  ///< at most 2000
  std::vector<survey::SourcePlace> places;  ///< HDUs of the first file that can be chosen
  std::vector<std::string> leftOut;         ///< HDUs that were not used: "HDU 3 (SKY)"
  std::vector<survey::Doubt> doubts;
  bool needsMedium = false;  ///< neither file nor options say whether the wavelengths are in air; shown as in vacuum
  bool needsUnit = false;    ///< nor in which unit they are; shown as in the first of `units`
  std::vector<survey::WavelengthUnit> units;  ///< the plausible ones, if needsUnit
  std::string question;                       ///< the importer's sentence about either
  std::string problem;                        ///< sentence that says why the files cannot be read; empty if they can
  bool columnsMayHelp = false;                ///< true if stating roles of columns may solve the problem
  std::shared_ptr<const OpenedFiles> opened;  ///< result; nullptr if something must be stated first

  /// Returns true if the user should look at it before it is used.
  bool needsAttention() const { return needsMedium || needsUnit || isRemembered || columnsMayHelp || !doubts.empty(); }
};

/// Reads files and describes how, from the reading report of the import. If `options` are the defaults and `formsFile`
/// knows the form of the first file (KnownForms.h), the options stated for that form are used, unless the files cannot
/// be read with them. A table for a join or an overlay is returned as `opened->survey`. Blocks; thread-safe. Errors
/// other than Error(Cancelled) become FileReview::problem.
FileReview reviewFiles(const FilesToRead& files, const survey::ImportOptions& options, Job& job,
                       const std::filesystem::path& formsFile = {});

/// Gives a column a role and a unit; an empty `word` removes both.
void stateRole(survey::ImportOptions& options, const std::string& column, const std::string& word,
               const std::string& unit = {});

/// Returns true if the options differ from the defaults in what they say about files.
bool statesAnything(const survey::ImportOptions& options);

/// Returns the `maury-cli import` command that reads the files with the same options.
std::string importCommand(const FileReview& review);

}  // namespace maury::workbench
