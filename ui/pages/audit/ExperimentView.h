// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include "ui/pages/parts/Card.h"
#include "workbench/audit/ExperimentFigure.h"

namespace maury::ui {

class FigureView;

/// Latest result of each kind of experiment, and the figure of one of them.
class ExperimentView : public Card {
  Q_OBJECT

public:
  explicit ExperimentView(QWidget* parent = nullptr);

  void setContent(workbench::ExperimentContent content);
  /// Drops all results.
  void clearResults();
  /// Returns the result of an experiment; nullptr before it has run.
  const workbench::ExperimentContent* content(attribution::ExperimentKind kind) const;
  /// Draws the result of an experiment, which must have run.
  void draw(attribution::ExperimentKind kind);
  /// Returns a title, which includes the window's width once a masking experiment has run.
  QString title(attribution::ExperimentKind kind) const;
  FigureView& figure() { return *m_figure; }

private:
  std::array<std::optional<workbench::ExperimentContent>, 3> m_contents;  ///< indexed by ExperimentKind
  std::optional<attribution::ExperimentKind> m_drawn;
  FigureView* m_figure;
};

}  // namespace maury::ui
