// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditStarsCard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <utility>

#include "attribution/audit/Audit.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/audit/AuditControls.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/session/Session.h"
#include "workbench/stars/FilterStars.h"

namespace maury::ui {

AuditStarsCard::AuditStarsCard(const Session& session, QWidget* parent)
    : Card(tr("Stars"), parent),
      m_session(session),
      m_stars(new SegmentedControl({tr("selection"), tr("filter"), tr("test part")})),
      m_count(mutedLabel()) {
  m_stars->setObjectName(QStringLiteral("auditStars"));
  m_stars->setCurrent(static_cast<int>(Stars::Filter));
  m_stars->setToolTip(
      tr("Selection: selected stars that pass the filter; filter: all stars that pass it; test part: all stars not "
         "used in training"));
  connect(m_stars, &SegmentedControl::chosen, this, &AuditStarsCard::count);
  auto* row = new QHBoxLayout;
  row->addWidget(m_stars);
  row->addStretch(1);
  body()->addLayout(row);
  m_count->setObjectName(QStringLiteral("auditCount"));
  body()->addWidget(m_count);
}

AuditStarsCard::Stars AuditStarsCard::stars() const {
  return static_cast<Stars>(m_stars->current());
}

AuditStarsCard::Rows AuditStarsCard::rows() const {
  if (stars() == Stars::TestPart) {
    return [survey = m_session.survey(), model = *m_session.model()] {
      return attribution::unseenRows(model, *survey, *workbench::allRows(survey->starCount()));
    };
  }
  return [rows = stars() == Stars::Selection ? m_session.chosenRows() : m_session.rows()] { return *rows; };
}

AuditStarsCard::Rows AuditStarsCard::rowsWithTrainingStars() const {
  if (stars() != Stars::TestPart) return rows();
  return [survey = m_session.survey()] { return *workbench::allRows(survey->starCount()); };
}

void AuditStarsCard::count() {
  const bool anySelected = !m_session.selection().isEmpty();
  m_stars->setWordEnabled(static_cast<int>(Stars::Selection), anySelected,
                          anySelected ? QString() : tr("No stars are selected"));
  if (!anySelected && stars() == Stars::Selection) m_stars->setCurrent(static_cast<int>(Stars::Filter));
  if (!m_session.survey() || !m_session.model()) return m_count->clear();
  m_runner.run(
      tr("counting"),
      [rows = rows(), survey = m_session.survey(), model = *m_session.model()](Job&) {
        const std::vector<std::size_t> chosen = rows();
        return std::pair(chosen.size(), attribution::unseenRows(model, *survey, chosen).size());
      },
      [this](std::pair<std::size_t, std::size_t> counts) {
        m_count->setText(
            tr("%1, %2 of them not used in training.").arg(starCountText(counts.first), countText(counts.second)));
      });
}

}  // namespace maury::ui
