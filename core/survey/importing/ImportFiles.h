// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "survey/importing/Import.h"
#include "survey/importing/readers/SourceFile.h"

namespace maury::survey {

/// A file to open: on disk or in an archive. One that the user named must be what was asked for; one that lay in a
/// folder or archive may be something else.
struct ImportFile {
  std::filesystem::path path;
  std::shared_ptr<SharedArchive> archive;  ///< the zip whose member it is; nullptr for a file of its own
  std::size_t member = 0;
  bool isNamed = true;
  std::uint64_t bytes = 0;

  SourceFile open() const;
  std::string source() const;  ///< for messages
};

/// Every file in `paths`, in order: of a folder the regular files by name (hidden ones and the label table left out),
/// of a zip archive its members in the archive's order. An archive in a folder that cannot be opened goes to
/// report.leftOut. Throws Error(File | Format) for a path that cannot be read.
std::vector<ImportFile> gatherFiles(const std::vector<std::filesystem::path>& paths,
                                    const std::filesystem::path& labels, ImportReport& report, Job& job);

}  // namespace maury::survey
