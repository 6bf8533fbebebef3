// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include "ui/pages/parts/Card.h"
#include "workbench/audit/ExperimentFigure.h"

namespace maury::ui {

class FigureView;

/// The results of the experiments, one a kind, and the figure of one of them.
class ExperimentView : public Card {
  Q_OBJECT

public:
  explicit ExperimentView(QWidget* parent = nullptr);

  void setContent(workbench::ExperimentContent content);
  /// Drops all results.
  void forget();
  /// The result of an experiment; nullptr before it has run.
  const workbench::ExperimentContent* content(attribution::ExperimentKind kind) const;
  /// Draws a result that is there.
  void draw(attribution::ExperimentKind kind);
  /// Returns a title, which says the window's width once that is known.
  QString title(attribution::ExperimentKind kind) const;
  FigureView& figure() { return *m_figure; }

private:
  std::array<std::optional<workbench::ExperimentContent>, 3> m_contents;  ///< by kind
  std::optional<attribution::ExperimentKind> m_drawn;
  FigureView* m_figure;
};

}  // namespace maury::ui
