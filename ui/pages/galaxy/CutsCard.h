// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/galaxy/HistogramSlider.h"
#include "ui/pages/parts/Card.h"

class QCheckBox;
class QTimer;

namespace maury::survey {
struct Dataset;
}

namespace maury::ui {

class Session;

/// The filter as sliders: S/N, log g, the error of [M/H], each with the stars' distribution behind it, and whether
/// stars outside the training limits stay. The sliders and the filter's text always say the same: moving one rewrites
/// its conditions in the text, typing moves it. What the stars do not have is not shown.
class CutsCard : public Card {
  Q_OBJECT

public:
  explicit CutsCard(Session& session, QWidget* parent = nullptr);

  void setStars(std::shared_ptr<const survey::Dataset> stars);
  /// The figure of the last cut is on the screen: the next may come. Steps of a drag that is faster are left out.
  void cutShown();

private:
  struct Column {
    std::string name;
    QString title;
  };
  struct Row {
    std::vector<Column> columns;  ///< that hold this, the likeliest first
    std::string name;             ///< of the one that the stars have; empty where they have none
    QLabel* title = nullptr;
    QWidget* box = nullptr;
    QLabel* value = nullptr;
    HistogramSlider* slider = nullptr;
  };
  void addRow(std::vector<Column> columns);
  void showFilter();
  void wish(const std::string& text);

  Session& m_session;
  std::vector<Row> m_rows;
  QCheckBox* m_limits = nullptr;
  std::string m_wished;  ///< the filter's text that the sliders ask for
  std::string m_sent;    ///< the last that was sent
  QTimer* m_waiting = nullptr;
  JobRunner m_runner;
};

}  // namespace maury::ui
