// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/parts/Card.h"

class QLabel;

namespace maury::ui {

class SegmentedControl;
class Session;

/// Card that chooses the stars for audit and experiments, and counts those of them that were not used in training.
class AuditStarsCard : public Card {
  Q_OBJECT

public:
  enum class Stars { Selection, Filter, TestPart };
  /// Function that returns row indices of the survey. Can be slow: call it on a worker thread.
  using Rows = std::function<std::vector<std::size_t>()>;

  explicit AuditStarsCard(const Session& session, QWidget* parent = nullptr);

  Stars stars() const;
  /// Returns a function for the rows of the current choice, fixed at this call. The session must have a survey and a
  /// model.
  Rows rows() const;
  /// The same, but all stars if the choice is Stars::TestPart.
  Rows rowsWithTrainingStars() const;
  /// Recounts the stars on a worker thread.
  void count();

private:
  const Session& m_session;
  SegmentedControl* m_stars;
  QLabel* m_count;
  JobRunner m_runner;  ///< not in the session's list of jobs, because it is quick
};

}  // namespace maury::ui
