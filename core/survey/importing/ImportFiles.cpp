// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/ImportFiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/Folder.h"

namespace maury::survey {

namespace {

namespace fs = std::filesystem;

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
  void addFolder(const fs::path& folder) {
    std::error_code failure;
    std::vector<fs::path> paths;
    for (const io::FolderEntry& entry : io::listFolder(folder, [this] { m_job.checkpoint(); })) {
      const bool isHidden = entry.path.filename().string().starts_with('.');
      const bool isLabels = !m_labels.empty() && fs::equivalent(entry.path, m_labels, failure);
      if (entry.isFile && !isHidden && !isLabels) paths.push_back(entry.path);
    }
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths)
      addFile(path, false);
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
      if (name.starts_with('.') || members[i].name.starts_with("__MACOSX/")) continue;
      m_files.push_back({path, archive, i, false, members[i].bytes});
    }
  }

  const fs::path& m_labels;
  ImportReport& m_report;
  Job& m_job;
  std::vector<ImportFile> m_files;
};

}  // namespace

SourceFile ImportFile::open() const {
  return archive ? SourceFile(archive, member) : SourceFile(path);
}

std::string ImportFile::source() const {
  return archive ? fmt::format("{}: {}", path.string(), archive->archive.members()[member].name) : path.string();
}

std::vector<ImportFile> gatherFiles(const std::vector<fs::path>& paths, const fs::path& labels, ImportReport& report,
                                    Job& job) {
  FileGatherer gatherer(labels, report, job);
  for (const fs::path& path : paths)
    gatherer.add(path);
  return gatherer.take();
}

}  // namespace maury::survey
