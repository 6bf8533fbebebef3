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

/// Card that shows how many stars pass the filter and how the split divides them, and chooses the labels to learn.
class TrainingSetCard : public Card {
  Q_OBJECT

public:
  explicit TrainingSetCard(const Session& session, QWidget* parent = nullptr);

  /// Offers the labels of the session's survey, all checked.
  void showLabels();
  /// Counts the filtered stars and, on a worker thread, those in each part of the split.
  void showCounts(const survey::SplitRule& split);
  std::vector<std::string> labels() const;  ///< canonical names of the checked labels
  void setLabels(const std::vector<std::string>& labels);

Q_SIGNALS:
  void labelsChanged();

private:
  void showParts(const survey::SplitRule& split);

  const Session& m_session;
  QLabel *m_stars, *m_parts;
  QWidget* m_labelButtons;
  JobRunner m_partsRunner;  ///< not in the session's list of jobs, because it is quick
};

}  // namespace maury::ui
