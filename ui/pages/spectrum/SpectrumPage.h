// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/pages/spectrum/SpectrumComputation.h"

class QDoubleSpinBox;
class QLabel;
class QToolButton;

namespace maury::ui {

class Card;
class FigureView;
class LearnedCard;
class MethodCard;
class SegmentedControl;
class StarCard;
class WhatIfCard;

/// A star's spectrum, or the mean of the filter's or the selected ones, over where the network reads each label.
class SpectrumPage : public Page {
  Q_OBJECT

public:
  explicit SpectrumPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Spectrum"); }
  QString iconName() const override { return QStringLiteral("spectrum"); }
  bool canExportFigure() const override { return !m_content.flux.empty(); }
  void exportFigure(const QString& path) override;

Q_SIGNALS:
  /// The map of what was asked for last is in the figure, so far of `stars` of the `wanted`.
  void mapShown(std::size_t stars, std::size_t wanted);
  /// What if's labels are those of its sliders.
  void whatIfShown();

private:
  Card* buildFigureCard();
  Card* buildLinesCard();
  void surveyChanged();
  void refresh() override;
  SpectrumRequest requestFor(const std::vector<std::size_t>& rows) const;
  void computeStars();
  void tryWhatIf();
  void show(SpectrumResult computed);
  QString remarkOf(const SpectrumResult& computed) const;
  /// Inputs of coefficients over wavelength; none where their functions are not known.
  std::vector<attribution::FoldedInput> foldedInputs() const;
  void offerFolding();
  void showReason(const QString& reason);
  void showReadout(int row, int column, double wavelengthNm, double value);
  void rebuildElementButtons();
  void chooseLines();
  void draw();
  void zoomTo(double wavelengthNm);
  bool meanMode() const;
  /// Rows that are averaged: the current star, or the filter's.
  std::vector<std::size_t> chosenRows() const;

  SpectrumContent m_content;
  std::shared_ptr<const survey::Dataset> m_subject;  ///< the star (or mean star) of What if, as the model takes it
  spectra::LineList m_allLines;                      ///< on the survey's grid
  bool m_starsStale = true;                          ///< the heat map is not of what is shown

  Card* m_figureCard = nullptr;
  SegmentedControl* m_mode = nullptr;
  FigureView* m_view = nullptr;
  QLabel* m_reason = nullptr;
  QLabel* m_readout = nullptr;
  StarCard* m_star = nullptr;
  MethodCard* m_method = nullptr;
  LearnedCard* m_learned = nullptr;
  WhatIfCard* m_whatIf = nullptr;
  Card* m_lines = nullptr;
  QWidget* m_elementButtons = nullptr;
  std::vector<QToolButton*> m_elements;
  QDoubleSpinBox* m_depth = nullptr;
  JobRunner m_runner;
  JobRunner m_starsRunner;  ///< the heat map
  JobRunner m_whatIfRunner;
};

}  // namespace maury::ui
