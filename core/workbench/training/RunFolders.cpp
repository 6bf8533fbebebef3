// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/RunFolders.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <sstream>
#include <utility>

#include "base/Error.h"
#include "base/Log.h"

namespace maury::workbench {

namespace fs = std::filesystem;

/// Exclusive lock on the file "lock" in a folder, held from construction to destruction. The system releases it when
/// the process ends, even if it is killed.
class FolderLock {
public:
  enum class Outcome { Locked, HeldByAnother, Failed };

  explicit FolderLock(const fs::path& folder) : m_file(folder / "lock") { acquire(); }
  ~FolderLock() {
    if (outcome == Outcome::Locked) ::unlink(m_file.c_str());
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  Outcome outcome = Outcome::Failed;

private:
  void acquire() {
    for (;;) {
      m_descriptor = ::open(m_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
      if (m_descriptor < 0) return;
      if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        outcome = errno == EWOULDBLOCK ? Outcome::HeldByAnother : Outcome::Failed;
        return;
      }
      struct stat status {};
      if (::fstat(m_descriptor, &status) == 0 && status.st_nlink > 0) break;
      ::close(m_descriptor);  // the previous owner removed the file between open() and flock()
    }
    outcome = Outcome::Locked;
  }

  fs::path m_file;
  int m_descriptor = -1;
};

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
  std::error_code failure;
  fs::create_directories(m_path, failure);
  if (failure)
    throw Error(ErrorKind::File, m_path.string() + " cannot be created. Check the permissions of its parent folder.");
  auto lock = std::make_unique<FolderLock>(m_path);
  if (lock->outcome == FolderLock::Outcome::HeldByAnother)
    throw Error(ErrorKind::Usage,
                "Another window has already resumed this training. Continue there, or stop it first.");
  if (lock->outcome == FolderLock::Outcome::Failed)
    throw Error(ErrorKind::File, m_path.string() + " cannot be written. Check its permissions.");
  m_lock = std::move(lock);
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
  for (const fs::directory_entry& entry : fs::directory_iterator(trainings, ignored))
    if (entry.is_directory(ignored)) folders.push_back(entry.path());
  std::sort(folders.rbegin(), folders.rend());  // names are times, so this sorts the newest first
  std::vector<UnfinishedTraining> found;
  for (const fs::path& folder : folders) {
    const FolderLock lock(folder);
    if (lock.outcome != FolderLock::Outcome::Locked) continue;
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
