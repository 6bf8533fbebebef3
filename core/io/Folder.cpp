// SPDX-License-Identifier: GPL-3.0-or-later
// Lists folders by readdir(). The directory_iterator of libstdc++ 12 throws an error in the middle of a folder where a
// loop cannot catch it, and allocates in functions that may not throw, so that a lack of memory ends the program.
#include "io/Folder.h"

#include <dirent.h>
#include <fmt/core.h>

#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>

#include "base/Error.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

FolderEntry entryOf(const fs::path& folder, const dirent& found) {
  FolderEntry entry{folder / found.d_name, found.d_type == DT_REG, found.d_type == DT_DIR};
  if (found.d_type != DT_LNK && found.d_type != DT_UNKNOWN) return entry;
  std::error_code ignored;
  const fs::file_type type = fs::status(entry.path, ignored).type();
  entry.isFile = type == fs::file_type::regular;
  entry.isFolder = type == fs::file_type::directory;
  return entry;
}

/// Adds the entries to `entries` until the end or the first error. Returns the system's number of the error, or 0.
int list(const fs::path& folder, const std::function<void()>& eachEntry, std::vector<FolderEntry>& entries) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), &::closedir);
  if (!stream) return errno;
  while (true) {
    errno = 0;
    const dirent* found = ::readdir(stream.get());
    if (found == nullptr) return errno;
    const std::string_view name = found->d_name;
    if (name == "." || name == "..") continue;
    entries.push_back(entryOf(folder, *found));
    if (eachEntry) eachEntry();
  }
}

}  // namespace

std::vector<FolderEntry> listFolder(const fs::path& folder, const std::function<void()>& eachEntry) {
  std::vector<FolderEntry> entries;
  if (const int code = list(folder, eachEntry, entries); code != 0)
    throw Error(ErrorKind::File, fmt::format("{}: the folder cannot be read ({}).", folder.string(),
                                             std::generic_category().message(code)));
  return entries;
}

std::vector<FolderEntry> listReadablePart(const fs::path& folder) {
  std::vector<FolderEntry> entries;
  list(folder, {}, entries);
  return entries;
}

}  // namespace maury::io
