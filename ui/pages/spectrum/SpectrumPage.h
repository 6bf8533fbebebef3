// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "workbench/spectrum/SpectrumComputation.h"

class QLabel;

namespace maury::ui {

class Card;
class LearnedCard;
class LinesCard;
class MethodCard;
class SegmentedControl;
class SpectrumView;
class StarCard;
class WhatIfCard;

/// Spectrum of a star, or mean spectrum of the filtered or selected stars, above the attribution of each label.
class SpectrumPage : public Page {
  Q_OBJECT

public:
  explicit SpectrumPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Spectrum"); }
  QString iconName() const override { return QStringLiteral("spectrum"); }
  bool canExportFigure() const override { return !m_content.flux.empty(); }
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override { return canExportFigure(); }
  /// Returns the `maury --render spectrum` command. Also throws Error(Usage) if the figure depends on a selection, or
  /// on one of several spectra of a star.
  QString commandLine() const override;

Q_SIGNALS:
  /// The figure shows the latest map, so far of `stars` out of `requested`.
  void mapShown(std::size_t stars, std::size_t requested);
  /// The What if card shows the labels for its sliders' positions.
  void whatIfShown();

private:
  Card* buildFigureCard();
  QWidget* buildSide();
  void connectCards();
  void connectSession();
  void surveyChanged();
  void refresh() override;
  workbench::SpectrumRequest requestFor(const std::vector<std::size_t>& rows) const;
  void computeStars();
  void tryWhatIf();
  void show(workbench::SpectrumResult computed);
  void showStars(std::size_t count);
  void showMap(workbench::SpectrumResult& computed);
  QString remarkOf(const workbench::SpectrumResult& computed) const;
  void offerFolding();
  void showReason(const QString& reason);
  void draw();
  bool showsMean() const;
  /// Returns the rows to average: the current star, or all chosen stars.
  std::vector<std::size_t> chosenRows() const;

  workbench::SpectrumContent m_content;  ///< draw() sets its lines
  bool m_starsStale = true;              ///< true if the heat map does not belong to the displayed stars

  Card* m_figureCard = nullptr;
  SegmentedControl* m_mode = nullptr;
  SpectrumView* m_view = nullptr;
  QLabel* m_reason = nullptr;
  QLabel* m_readout = nullptr;
  StarCard* m_star = nullptr;
  MethodCard* m_method = nullptr;
  LearnedCard* m_learned = nullptr;
  WhatIfCard* m_whatIf = nullptr;
  LinesCard* m_lines = nullptr;
  JobRunner m_runner;
  JobRunner m_starsRunner;  ///< computes the heat map
};

}  // namespace maury::ui
