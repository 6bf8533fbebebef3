// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

namespace maury::io {

/// Entry of a folder; both flags are false for a broken link and for anything that is neither file nor folder.
struct FolderEntry {
  std::filesystem::path path;  ///< the folder's path and the name
  bool isFile = false;         ///< true for a regular file and for a link to one
  bool isFolder = false;       ///< true for a folder and for a link to one
};

/// Returns the entries of a folder, in the system's order. Calls `eachEntry`, if given, after each one; it may throw to
/// stop. Throws Error(File) with the folder and the system's reason if the folder cannot be read to its end, so that no
/// list is incomplete. Thread-safe.
std::vector<FolderEntry> listFolder(const std::filesystem::path& folder, const std::function<void()>& eachEntry = {});

/// Returns the entries of a folder like listFolder(), but only those before the first error; none if the folder cannot
/// be read or does not exist. Thread-safe.
std::vector<FolderEntry> listReadablePart(const std::filesystem::path& folder);

}  // namespace maury::io
