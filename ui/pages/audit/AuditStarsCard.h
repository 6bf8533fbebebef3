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

/// The stars that audit and experiments use, and how many of them training has not used.
class AuditStarsCard : public Card {
  Q_OBJECT

public:
  enum class Stars { Selection, Filter, TestPart };
  /// Returns rows of the survey; for a worker thread.
  using Rows = std::function<std::vector<std::size_t>()>;

  explicit AuditStarsCard(const Session& session, QWidget* parent = nullptr);

  Stars stars() const;
  /// Returns the rows that the choice of stars stands for now. The session must have a survey and a model.
  Rows rows() const;
  /// The same, but every star where the choice is those that training has not used.
  Rows rowsWithTrainingStars() const;
  /// Counts the stars anew.
  void count();

private:
  const Session& m_session;
  SegmentedControl* m_stars;
  QLabel* m_count;
  JobRunner m_runner;  ///< quick; not on the board
};

}  // namespace maury::ui
