// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bars/StatusBar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <algorithm>
#include <cmath>
#include <utility>

#include "network/Runtime.h"
#include "ui/jobs/ProgressText.h"
#include "ui/models/StarColumns.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {
constexpr int kProgressSteps = 1000;
}  // namespace

StatusBar::StatusBar(Session& session, QWidget* parent)
    : QFrame(parent),
      m_session(session),
      m_stars(new QLabel(this)),
      m_job(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_stop(new QToolButton(this)),
      m_runtime(new QLabel(this)),
      m_mock(new QLabel(tr("Mock survey"), this)) {
  setProperty("role", "statusbar");
  setFixedHeight(29);
  for (QLabel* label : {m_stars, m_job, m_runtime, m_mock})
    label->setProperty("role", "muted");
  m_job->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_progress->setObjectName("jobProgress");
  m_progress->setTextVisible(false);
  m_progress->setFixedSize(140, 8);
  m_progress->setRange(0, kProgressSteps);
  m_stop->setObjectName("stopJob");
  m_stop->setToolTip(tr("Stop"));
  m_stop->setAccessibleName(tr("Stop the running job"));
  m_stop->setFixedSize(22, 22);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 1, 14, 0);
  row->setSpacing(14);
  row->addWidget(m_stars);
  row->addWidget(m_job, 1);
  row->addWidget(m_progress);
  row->addWidget(m_stop);
  row->addWidget(m_runtime);
  row->addWidget(m_mock);

  connect(&m_session, &Session::filterChanged, this, &StatusBar::showStars);
  connect(&m_session, &Session::surveyChanged, this, &StatusBar::showStars);
  connect(&m_session.jobs(), &JobBoard::changed, this, &StatusBar::showJob);
  connect(m_stop, &QToolButton::clicked, this, [this] {
    if (JobRunner* runner = m_session.jobs().current()) runner->requestStop();
  });
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &StatusBar::restyle);
  restyle();
  showStars();
  showJob();
}

void StatusBar::showEvent(QShowEvent* event) {
  QFrame::showEvent(event);
  if (std::exchange(m_isRuntimeRequested, true)) return;
  connect(&m_runtimeLoader, &JobRunner::failed, this, [this](const QString& message) {
    m_runtime->setText(tr("LibTorch not available"));
    m_runtime->setToolTip(message);
  });
  // Deferred until the window has been painted.
  QTimer::singleShot(0, this, [this] {
    m_runtimeLoader.run(
        tr("loading LibTorch"), [](Job&) { return network::runtimeInfo(); },
        [this](const network::RuntimeInfo& info) { m_runtime->setText(QString::fromStdString(info.summary())); });
  });
}

void StatusBar::showStars() {
  const auto& stars = m_session.stars();
  m_stars->setText(
      stars ? tr("%1 of %2 stars in the filter").arg(countText(m_session.rows()->size()), countText(stars->starCount()))
            : tr("No survey open"));
  if (stars) {
    // Reserve the width of the longest text, so that the label next to it does not move with the count.
    const QString all = countText(stars->starCount());
    m_stars->setMinimumWidth(fontMetrics().horizontalAdvance(tr("%1 of %2 stars in the filter").arg(all, all)));
  }
  m_mock->setVisible(m_session.survey() && m_session.survey()->provenance.isMock);
}

void StatusBar::showJob() {
  const JobRunner* runner = m_session.jobs().current();
  m_progress->setVisible(runner != nullptr);
  m_stop->setVisible(runner != nullptr);
  if (!runner) {
    m_job->setText(tr("Idle"));
    m_job->setToolTip({});
    return;
  }
  const Progress& progress = runner->progress();
  QString text = progressText(runner->title(), progress);
  if (runner->paused()) text += tr(" · paused");
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  m_job->setText(m_job->fontMetrics().elidedText(text, Qt::ElideRight, m_job->width()));
  m_job->setToolTip(text);
  if (progress.total == 0) {
    m_progress->setRange(0, 0);  // moving bar, because the duration is unknown
    return;
  }
  m_progress->setRange(0, kProgressSteps);
  const double fraction = static_cast<double>(progress.done) / static_cast<double>(progress.total);
  m_progress->setValue(static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * kProgressSteps)));
}

void StatusBar::restyle() {
  const Theme& theme = Theme::current();
  m_stop->setIcon(icon("stop", 16));
  m_stop->setStyleSheet(
      QStringLiteral("QToolButton#stopJob { border: none; border-radius: 4px; background: transparent; }"
                     "QToolButton#stopJob:hover { background: %1; }")
          .arg(theme.hover.name()));
  m_progress->setStyleSheet(
      QStringLiteral("QProgressBar#jobProgress { border: none; border-radius: 4px; background: %1; }"
                     "QProgressBar#jobProgress::chunk { border-radius: 4px; background: %2; }")
          .arg(theme.border.name(), theme.accent.name()));
}

}  // namespace maury::ui
