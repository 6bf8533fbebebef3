// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/RunFolders.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <memory>
#include <sstream>
#include <utility>

#include "base/Error.h"
#include "base/process/Log.h"
#include "io/Folder.h"

namespace maury::workbench {

namespace fs = std::filesystem;

namespace {

/// Returns "5 Oct 14:02", local time, for "2026-10-05T13:02:09Z"; empty for any other string.
std::string localTimeText(const std::string& utc) {
  std::tm time{};
  std::istringstream stream(utc);
  stream.imbue(std::locale::classic());
  stream >> std::get_time(&time, "%Y-%m-%dT%H:%M:%S");
  if (!stream) return {};
  const std::tm local = fmt::localtime(::timegm(&time));
  return fmt::format("{} {:%b %H:%M}", local.tm_mday, local);
}

/// Reads the training that a folder describes. Throws Error(File) or Error(Format).
UnfinishedTraining readUnfinished(const fs::path& folder) {
  UnfinishedTraining training{folder, training::readRun(folder), 0};
  for (const training::EpochReport& report : training::readRunHistory(folder))
    training.epoch = std::max(training.epoch, report.epoch);
  return training;
}

}  // namespace

HeldRunFolder::HeldRunFolder(fs::path path) : m_path(std::move(path)) {}

HeldRunFolder::~HeldRunFolder() = default;

void HeldRunFolder::hold() {
  if (!m_lock) m_lock = std::make_unique<training::FolderLock>(m_path);
}

void HeldRunFolder::discard() {
  m_lock.reset();
  std::error_code ignored;  // an incompletely removed training is merely offered again
  fs::remove_all(m_path, ignored);
}

fs::path newRunFolder(const fs::path& trainings) {
  using namespace std::chrono;
  const auto now = system_clock::now();
  const auto milliseconds = duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  return trainings / fmt::format("{:%Y%m%d-%H%M%S}-{:03d}", fmt::gmtime(system_clock::to_time_t(now)), milliseconds);
}

std::string UnfinishedTraining::words() const {
  const std::string& preset = run.options.network.preset;
  const std::string stars = run.survey.empty() ? std::string() : " on " + fs::path(run.survey).filename().string();
  return fmt::format("{} × {}{}, started {} (epoch {} of {})", preset.empty() ? "edited network" : preset,
                     run.options.members, stars, localTimeText(run.started), epoch, run.options.maxEpochs);
}

std::vector<UnfinishedTraining> unfinishedTrainings(const fs::path& trainings) {
  std::vector<fs::path> folders;
  std::error_code ignored;
  for (const io::FolderEntry& entry : io::listReadablePart(trainings))
    if (entry.isFolder) folders.push_back(entry.path);
  std::sort(folders.rbegin(), folders.rend());  // names are times, so this sorts the newest first
  std::vector<UnfinishedTraining> found;
  for (const fs::path& folder : folders) {
    const std::unique_ptr<training::FolderLock> lock = training::FolderLock::tryLock(folder);
    if (!lock) continue;
    try {
      found.push_back(readUnfinished(folder));
    } catch (const Error& error) {  // cannot be resumed
      log::warning(fmt::format("A folder of unfinished trainings is left out: {}", error.what()));
      if (!fs::exists(folder / "run.json", ignored)) fs::remove_all(folder, ignored);
    }
  }
  return found;
}

}  // namespace maury::workbench
