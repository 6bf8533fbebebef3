// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "training/runs/FolderLock.h"
#include "training/runs/RunFolder.h"

namespace maury::workbench {

/// Run folder of one training, locked against other programs while held. The lock ends with this program, even if it is
/// killed. Blocks for access to a few files; use on one thread at a time.
class HeldRunFolder {
public:
  explicit HeldRunFolder(std::filesystem::path path);
  ~HeldRunFolder();
  HeldRunFolder(const HeldRunFolder&) = delete;
  HeldRunFolder& operator=(const HeldRunFolder&) = delete;

  const std::filesystem::path& path() const { return m_path; }
  /// Creates the folder if necessary and locks it until destruction. Does nothing if it is held already. Throws the
  /// errors of training::FolderLock.
  void hold();
  /// Releases the folder and removes it with all its files, ignoring errors.
  void discard();

private:
  std::filesystem::path m_path;
  std::unique_ptr<training::FolderLock> m_lock;
};

/// Returns the path of a new folder in `trainings`, named after the current time (UTC): 20261129-140309-123. Does not
/// create it.
std::filesystem::path newRunFolder(const std::filesystem::path& trainings);

/// Training whose program ended before it was complete.
struct UnfinishedTraining {
  std::filesystem::path folder;
  training::RunDescription run;
  int epoch = 0;  ///< last epoch that any network has finished

  /// Returns one line with the local time: "hybrid-rvs × 2 on mock.fits, started 5 Oct 14:02 (epoch 12 of 60)".
  std::string words() const;
};

/// Returns the unfinished trainings of a folder of run folders, newest first, without those that a program holds.
/// Leaves out folders that describe no training, and removes those without run.json.
std::vector<UnfinishedTraining> unfinishedTrainings(const std::filesystem::path& trainings);

}  // namespace maury::workbench
