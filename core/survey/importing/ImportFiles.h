// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "survey/importing/Import.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// File to import, on disk or in an archive.
struct ImportFile {
  std::filesystem::path path;
  std::shared_ptr<SharedArchive> archive;  ///< zip that contains the file; nullptr for a file on disk
  std::size_t member = 0;                  ///< index in the archive
  bool isNamed = true;  ///< named by the user, so that it must be readable; false: found in a folder or archive
  std::uint64_t bytes = 0;

  SourceFile open() const;
  std::string name() const;    ///< without its folder
  std::string source() const;  ///< name of the file, for messages
};

/// Returns the files of all `paths`, in order, but those of a star of GALAH next to each other. Folders contribute
/// their regular files sorted by name, then those of the folders in them, except hidden ones, the label table, and
/// files that describe data (LICENSE, README …); zip archives contribute their members in the archive's order. An
/// archive in a folder that cannot be opened is added to report.leftOut. Throws Error(File | Format) for a path that
/// cannot be read.
std::vector<ImportFile> gatherFiles(const std::vector<std::filesystem::path>& paths,
                                    const std::filesystem::path& labels, ImportReport& report, Job& job);

}  // namespace maury::survey
