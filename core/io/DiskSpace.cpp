// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/DiskSpace.h"

#include <fmt/core.h>
#include <sys/statvfs.h>

#include <array>
#include <system_error>

#include "base/Error.h"

namespace maury::io {

namespace {

namespace fs = std::filesystem;

/// Returns the folder in which the file, or the file that a symbolic link points to, is written. The links may be
/// broken: their targets are then created.
fs::path folderOf(const fs::path& target) {
  constexpr int kMaxLinks = 40;  // as in Linux
  std::error_code ignored;
  fs::path file = target;
  for (int links = 0; links < kMaxLinks && fs::is_symlink(file, ignored); ++links)
    file = file.parent_path() / fs::read_symlink(file, ignored);  // an absolute path replaces the folder
  const fs::path folder = file.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

}  // namespace

std::optional<std::uint64_t> freeSpace(const fs::path& target) {
  struct statvfs status {};
  // A virtual file system reports no blocks at all, which does not mean that it is full.
  if (::statvfs(folderOf(target).c_str(), &status) != 0 || status.f_blocks == 0) return std::nullopt;
  return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

void requireSpace(const fs::path& target, std::uint64_t bytes) {
  const std::optional<std::uint64_t> free = freeSpace(target);
  if (!free || (bytes <= *free && bytes / 20 <= *free - bytes)) return;
  throw Error(ErrorKind::File,
              fmt::format("{}: no space left on device: the file needs {}, but only {} are free in {}. Free some disk "
                          "space, or choose another folder.",
                          target.string(), sizeText(bytes), sizeText(*free), folderOf(target).string()));
}

void writePart(std::uint64_t bytes, const std::function<void()>& write) {
  try {
    write();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::File) throw;
    const std::string message = error.what();
    throw Error(ErrorKind::File, fmt::format("{}{} The whole file needs {}.", message,
                                             message.ends_with('.') ? "" : ".", sizeText(bytes)));
  }
}

std::string sizeText(std::uint64_t bytes) {
  constexpr std::array kUnits{"kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  double size = static_cast<double>(bytes) / 1000.0;
  std::size_t unit = 0;
  for (; size >= 999.5 && unit + 1 < kUnits.size(); ++unit)
    size /= 1000.0;
  const int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", size, decimals, kUnits[unit]);
}

}  // namespace maury::io
