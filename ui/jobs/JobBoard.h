// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <vector>

namespace maury::ui {

class JobRunner;

/// Runners whose progress the status bar shows. Quick recomputations (after a cut or at a hover) are not added. UI
/// thread only.
class JobBoard : public QObject {
  Q_OBJECT

public:
  using QObject::QObject;

  void add(JobRunner* runner);
  /// Returns the running runner that started last; nullptr if none is running.
  JobRunner* current() const;
  void stopAll();

Q_SIGNALS:
  /// The current runner or its progress has changed.
  void changed();

private:
  std::vector<QPointer<JobRunner>> m_runners;
  std::vector<QPointer<JobRunner>> m_order;  ///< running ones, in order of their start
};

}  // namespace maury::ui
