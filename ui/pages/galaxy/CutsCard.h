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

/// Sliders for the filter: S/N, log g and the error of [M/H], each with the stars' distribution behind it, and a check
/// box that limits the stars to the training limits. They stay in step with the filter's text: moving a slider rewrites
/// its conditions in the text, and typing moves the slider. Hides the controls of columns that the stars lack.
class CutsCard : public Card {
  Q_OBJECT

public:
  explicit CutsCard(Session& session, QWidget* parent = nullptr);

  void setStars(std::shared_ptr<const survey::Dataset> stars);
  /// Sends the latest position of a slider that was dragged meanwhile, skipping those in between. Call when the figure
  /// of the last filter is displayed.
  void cutShown();

private:
  struct Column {
    std::string name;
    QString title;
  };
  struct Row {
    std::vector<Column> columns;  ///< columns that may hold this quantity, in order of preference
    std::string name;             ///< name of the first of these that the stars have; empty if they have none
    QLabel* title = nullptr;
    QWidget* box = nullptr;
    QLabel* value = nullptr;
    HistogramSlider* slider = nullptr;
  };
  void addRow(std::vector<Column> columns);
  void showFilter();
  void request(const std::string& text);

  Session& m_session;
  std::vector<Row> m_rows;
  QCheckBox* m_limits = nullptr;
  std::string m_requested;  ///< filter text that the sliders ask for
  std::string m_sent;       ///< filter text last sent to the session
  QTimer* m_waitTimer = nullptr;
  JobRunner m_runner;
};

}  // namespace maury::ui
