// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <vector>

namespace maury::ui {

class JobRunner;

/// The runners whose work the status bar shows. Quick recomputations (a cut, a hover) stay off it. UI thread only.
class JobBoard : public QObject {
  Q_OBJECT

public:
  using QObject::QObject;

  void add(JobRunner* runner);
  /// The runner that began last and still runs; nullptr when idle.
  JobRunner* current() const;
  void stopAll();

Q_SIGNALS:
  /// Another job is current, or its progress changed.
  void changed();

private:
  std::vector<QPointer<JobRunner>> m_runners;
  std::vector<QPointer<JobRunner>> m_order;  ///< running ones, latest last
};

}  // namespace maury::ui
