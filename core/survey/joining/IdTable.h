// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

/// Table that translates ids of one release or survey into those of another, such as Gaia's dr3_neighbourhood with the
/// columns source_id and dr3_source_id.
namespace maury::survey {

/// Two columns of ids, spelled by plainId(), row by row. Empty ids are missing.
struct IdTable {
  std::string source;                 ///< name of the file, for messages
  std::string firstName, secondName;  ///< names of the columns
  std::vector<std::string> first, second;
  std::vector<double> separation;  ///< column angular_distance; empty if there is none
};

/// Reads a table of ids (CSV, ECSV, FITS or VOTable). `columns` names its two columns; if it is empty, they are the two
/// id columns with known names, or the only two columns. Blocks. Throws Error(File | Format) naming the file and its
/// columns, Error(Usage) unless `columns` has no or two names.
IdTable readIdTable(const std::filesystem::path& path, const std::vector<std::string>& columns);

/// Translated ids, and how many of them there are.
struct TranslatedIds {
  std::vector<std::string> ids;  ///< N; empty where the table has no row
  std::size_t found = 0;         ///< ids that the table has
  std::size_t ambiguous = 0;     ///< ids with several rows, of which the nearest or else the first was taken
};

/// Translates ids from the first column to the second, or back if `isReversed`. Thread-safe.
TranslatedIds translateIds(const std::vector<std::string>& ids, const IdTable& table, bool isReversed);

}  // namespace maury::survey
