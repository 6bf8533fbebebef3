// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLockFile>
#include <QString>
#include <memory>
#include <vector>

#include "training/RunFolder.h"

namespace maury::ui {

/// Where the window keeps the state of its trainings, a folder each: in the user's data folder.
QString trainingsFolder();

/// A folder of trainingsFolder() that one training of one window uses. It keeps others from taking it up at the same
/// time; a program that was killed holds nothing any more. Blocks for a few files; any one thread at a time.
class HeldRunFolder {
public:
  /// A new one, named after the time; nothing is made yet.
  HeldRunFolder();
  explicit HeldRunFolder(QString path) : m_path(std::move(path)) {}

  const QString& path() const { return m_path; }
  /// Makes the folder if need be, and holds it until destruction. Throws Error(Usage) when another window holds it,
  /// Error(File) when it cannot be made.
  void hold();
  /// Removes it with all it holds.
  void discard();

private:
  QString m_path;
  std::unique_ptr<QLockFile> m_lock;
};

/// A training that ended with its program, before its own end.
struct UnfinishedTraining {
  QString folder;
  training::RunDescription run;
  int epoch = 0;  ///< the last that any network finished

  /// "hybrid-rvs × 2 on mock.fits, of 5 Oct 14:02 (epoch 12 of 60)".
  QString words() const;
};

/// Newest first, without those that a window holds. Folders that describe no training are left out.
std::vector<UnfinishedTraining> unfinishedTrainings();

}  // namespace maury::ui
