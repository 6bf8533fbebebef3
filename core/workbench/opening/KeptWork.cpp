// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/opening/KeptWork.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <sstream>
#include <system_error>
#include <utility>

#include "io/Folder.h"

namespace maury::workbench {

namespace fs = std::filesystem;

namespace {

/// Returns "5 Oct 14:02", local time, for the folder "20261005-130209-123"; empty for any other name.
std::string localTimeText(const std::string& name) {
  std::tm time{};
  std::istringstream stream(name);
  stream.imbue(std::locale::classic());
  stream >> std::get_time(&time, "%Y%m%d-%H%M%S");
  if (!stream) return {};
  const std::tm local = fmt::localtime(::timegm(&time));
  return fmt::format("{} {:%b %H:%M}", local.tm_mday, local);
}

/// Adds the files of a folder by name, without temporary files, whose names begin with a point, and broken links.
void addFiles(const fs::path& folder, KeptWork& kept) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const io::FolderEntry& entry : io::listReadablePart(folder))
    if (entry.isFile && !entry.path.filename().string().starts_with('.')) files.push_back(entry.path);
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const bool isLink = fs::is_symlink(file, ignored);
    kept.files.push_back(isLink ? fs::read_symlink(file, ignored) : file);
    if (!isLink) kept.names.push_back(file.filename().string());
  }
}

}  // namespace

std::string KeptWork::words() const {
  constexpr std::size_t kMaxNames = 4;
  const auto shown = static_cast<std::ptrdiff_t>(std::min(names.size(), kMaxNames));
  std::string text = fmt::format("{}", fmt::join(names.begin(), names.begin() + shown, ", "));
  if (names.size() > kMaxNames) text += fmt::format(" and {} more", names.size() - kMaxNames);
  const std::string time = localTimeText(folder.filename().string());
  return time.empty() ? text : fmt::format("{}, kept {}", text, time);
}

std::vector<KeptWork> keptWork(const fs::path& folders) {
  std::vector<KeptWork> found;
  for (const io::FolderEntry& entry : io::listReadablePart(folders)) {
    if (!entry.isFolder) continue;
    KeptWork kept{entry.path, {}, {}};
    addFiles(entry.path / kEarlierModels, kept);
    addFiles(entry.path, kept);
    if (!kept.names.empty()) found.push_back(std::move(kept));
  }
  std::sort(found.begin(), found.end(), [](const KeptWork& a, const KeptWork& b) { return a.folder > b.folder; });
  return found;
}

}  // namespace maury::workbench
