// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/SameFile.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <optional>
#include <utility>

#include "base/Error.h"
#include "io/AtomicFile.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

using Identity = std::pair<dev_t, ino_t>;

std::optional<Identity> identityOf(const fs::path& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return Identity{status.st_dev, status.st_ino};
}

/// Returns the file that a path leads to, with the links of its last component followed.
fs::path endOf(const fs::path& path) {
  try {
    return followLinks(path);
  } catch (const Error&) {
    return path;
  }
}

fs::path folderOf(const fs::path& file) {
  const fs::path folder = file.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

}  // namespace

bool isSameFile(const fs::path& one, const fs::path& other) {
  const std::optional<Identity> first = identityOf(one);
  const std::optional<Identity> second = identityOf(other);
  if (first || second) return first == second;
  const fs::path firstEnd = endOf(one);
  const fs::path secondEnd = endOf(other);
  const std::optional<Identity> folder = identityOf(folderOf(firstEnd));
  return folder && folder == identityOf(folderOf(secondEnd)) && firstEnd.filename() == secondEnd.filename();
}

void requireOtherFile(const fs::path& output, const fs::path& input) {
  if (!isSameFile(output, input)) return;
  throw Error(ErrorKind::Usage,
              fmt::format("{}: is read, and the output would replace it; choose another file name", output.string()));
}

}  // namespace maury::io
