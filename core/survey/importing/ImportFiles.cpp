// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/ImportFiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/Folder.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

namespace fs = std::filesystem;

/// Returns true for the name of a file that describes data and holds none: LICENSE, README.md, COPYING.txt.
bool isDescription(const fs::path& path) {
  constexpr std::array<std::string_view, 6> kNames = {"LICENSE", "LICENCE", "COPYING", "README", "NOTICE", "CITATION"};
  const std::string name = upperCase(path.filename().string());
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view known) {
    return name.starts_with(known) && (name.size() == known.size() || name[known.size()] == '.');
  });
}

/// Returns the star in the name of one of GALAH's four files of a star, <15 digits>{1…4}.fits; empty for other names.
std::string starInName(const std::string& name) {
  constexpr std::size_t kDigits = 16;
  const std::string_view digits = std::string_view(name).substr(0, name.find_first_not_of("0123456789"));
  return digits.size() == kDigits && digits.back() >= '1' && digits.back() <= '4'
             ? std::string(digits.substr(0, kDigits - 1))
             : "";
}

/// Moves the files of a star, which may be in one folder for each CCD, next to the first of them.
std::vector<ImportFile> groupStars(std::vector<ImportFile>&& files) {
  std::unordered_map<std::string, std::size_t> groups;
  std::vector<std::pair<std::size_t, std::size_t>> order;  // group, then index
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string star = starInName(files[i].name());
    order.emplace_back(star.empty() ? i : groups.emplace(star, i).first->second, i);
  }
  if (groups.empty()) return std::move(files);
  std::sort(order.begin(), order.end());
  std::vector<ImportFile> grouped;
  for (const auto& [group, index] : order)
    grouped.push_back(std::move(files[index]));
  return grouped;
}

class FileGatherer {
public:
  FileGatherer(const fs::path& labels, ImportReport& report, Job& job)
      : m_labels(labels), m_report(report), m_job(job) {}

  void add(const fs::path& path) {
    std::error_code failure;
    if (!fs::exists(path, failure))
      throw Error(ErrorKind::File, fmt::format("{}: no such file or folder.", path.string()));
    fs::is_directory(path, failure) ? addFolder(path) : addFile(path, true);
  }

  std::vector<ImportFile> take() { return std::move(m_files); }

private:
  /// Adds the files of a folder, then those of the folders in it. A folder that a link leads back to is added once.
  void addFolder(const fs::path& folder) {
    std::error_code failure;
    if (!m_folders.insert(fs::canonical(folder, failure).string()).second && !failure) return;
    std::vector<fs::path> paths, folders;
    for (const io::FolderEntry& entry : io::listFolder(folder, [this] { m_job.checkpoint(); })) {
      const bool isHidden = entry.path.filename().string().starts_with('.');
      const bool isLabels = !m_labels.empty() && fs::equivalent(entry.path, m_labels, failure);
      if (entry.isFolder && !isHidden) folders.push_back(entry.path);
      if (entry.isFile && !isHidden && !isLabels && !isDescription(entry.path)) paths.push_back(entry.path);
    }
    std::sort(paths.begin(), paths.end());
    std::sort(folders.begin(), folders.end());
    for (const fs::path& path : paths)
      addFile(path, false);
    for (const fs::path& inner : folders)
      addInnerFolder(inner);
  }

  void addInnerFolder(const fs::path& folder) {
    try {
      addFolder(folder);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::Cancelled) throw;
      m_report.leftOut.push_back({folder.string(), error.what()});
    }
  }

  void addFile(const fs::path& path, bool isNamed) {
    m_job.checkpoint();
    try {
      if (io::kindOfFile(path) == io::FileKind::Zip) {
        addMembers(path);
        return;
      }
    } catch (const Error& error) {
      if (isNamed) throw;
      m_report.leftOut.push_back({path.string(), error.what()});
      return;
    }
    std::error_code failure;
    m_files.push_back({path, nullptr, 0, isNamed, fs::file_size(path, failure)});
  }

  void addMembers(const fs::path& path) {
    const auto archive = std::make_shared<SharedArchive>(path);
    const auto& members = archive->archive.members();
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::string name = fs::path(members[i].name).filename().string();
      // Metadata that macOS adds to every archive.
      if (name.starts_with('.') || members[i].name.starts_with("__MACOSX/") || isDescription(name)) continue;
      m_files.push_back({path, archive, i, false, members[i].bytes});
    }
  }

  const fs::path& m_labels;
  ImportReport& m_report;
  Job& m_job;
  std::vector<ImportFile> m_files;
  std::set<std::string> m_folders;  ///< canonical paths
};

}  // namespace

SourceFile ImportFile::open() const {
  return archive ? SourceFile(archive, member) : SourceFile(path);
}

std::string ImportFile::name() const {
  return archive ? fs::path(archive->archive.members()[member].name).filename().string() : path.filename().string();
}

std::string ImportFile::source() const {
  return archive ? fmt::format("{}: {}", path.string(), archive->archive.members()[member].name) : path.string();
}

std::vector<ImportFile> gatherFiles(const std::vector<fs::path>& paths, const fs::path& labels, ImportReport& report,
                                    Job& job) {
  FileGatherer gatherer(labels, report, job);
  for (const fs::path& path : paths)
    gatherer.add(path);
  return groupStars(gatherer.take());
}

}  // namespace maury::survey
