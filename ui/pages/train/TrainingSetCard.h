// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/Split.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/parts/Card.h"

class QLabel;

namespace maury::ui {

class Session;

/// The stars that a training would use: how many pass the filter, how the split divides them, and which labels are to
/// be learned.
class TrainingSetCard : public Card {
  Q_OBJECT

public:
  explicit TrainingSetCard(const Session& session, QWidget* parent = nullptr);

  /// Offers the labels of the session's survey, all of them checked.
  void showLabels();
  /// Counts the stars of the filter and of each part of the split.
  void showCounts(const survey::SplitRule& split);
  std::vector<std::string> labels() const;  ///< the checked ones
  void setLabels(const std::vector<std::string>& labels);

Q_SIGNALS:
  void labelsChanged();

private:
  void showParts(const survey::SplitRule& split);

  const Session& m_session;
  QLabel *m_stars, *m_parts;
  QWidget* m_labelButtons;
  JobRunner m_partsRunner;  ///< quick; not on the board
};

}  // namespace maury::ui
