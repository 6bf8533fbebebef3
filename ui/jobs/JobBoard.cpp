// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobBoard.h"

#include <algorithm>

#include "ui/jobs/JobRunner.h"

namespace maury::ui {

void JobBoard::add(JobRunner* runner) {
  m_runners.emplace_back(runner);
  connect(runner, &JobRunner::started, this, [this, runner] {
    std::erase(m_order, runner);
    m_order.emplace_back(runner);
    Q_EMIT changed();
  });
  connect(runner, &JobRunner::runningChanged, this, [this, runner](bool running) {
    if (!running) std::erase(m_order, runner);
    Q_EMIT changed();
  });
  connect(runner, &JobRunner::progressed, this, &JobBoard::changed);
  connect(runner, &JobRunner::pausedChanged, this, &JobBoard::changed);
  connect(runner, &QObject::destroyed, this, [this] {
    std::erase_if(m_runners, [](const auto& known) { return known.isNull(); });
    std::erase_if(m_order, [](const auto& known) { return known.isNull(); });
    Q_EMIT changed();
  });
}

JobRunner* JobBoard::current() const {
  return m_order.empty() ? nullptr : m_order.back().data();
}

void JobBoard::stopAll() {
  for (const auto& runner : m_order) {
    if (runner) runner->requestStop();
  }
}

}  // namespace maury::ui
