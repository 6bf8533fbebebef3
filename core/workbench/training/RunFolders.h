// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "training/RunFolder.h"

namespace maury::workbench {

class FolderLock;

/// Folder of one training, kept from other programs while it is held: a lock file that ends with its program, also when
/// that is killed. Blocks for a few files; one thread at a time.
class HeldRunFolder {
public:
  explicit HeldRunFolder(std::filesystem::path path);
  ~HeldRunFolder();
  HeldRunFolder(const HeldRunFolder&) = delete;
  HeldRunFolder& operator=(const HeldRunFolder&) = delete;

  const std::filesystem::path& path() const { return m_path; }
  /// Makes the folder if need be and holds it until destruction. Throws Error(Usage) when another window holds it,
  /// Error(File) when it cannot be made.
  void hold();
  /// Releases the folder and removes it with all its files; what cannot be removed stays.
  void discard();

private:
  std::filesystem::path m_path;
  std::unique_ptr<FolderLock> m_lock;
};

/// Returns the path of a new folder in `trainings`, named after the time (UTC): 20261129-140309-123. Makes nothing.
std::filesystem::path newRunFolder(const std::filesystem::path& trainings);

/// Training that its program left before its end.
struct UnfinishedTraining {
  std::filesystem::path folder;
  training::RunDescription run;
  int epoch = 0;  ///< the last that any network finished

  /// Returns a line in words, with the local time: "hybrid-rvs × 2 on mock.fits, of 5 Oct 14:02 (epoch 12 of 60)".
  std::string words() const;
};

/// Returns the unfinished trainings of a folder of run folders, newest first, without those that a program holds.
/// Leaves out folders that describe no training, and removes those without run.json.
std::vector<UnfinishedTraining> unfinishedTrainings(const std::filesystem::path& trainings);

}  // namespace maury::workbench
