// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/SpectrumView.h"

#include "ui/plot/ShowFigure.h"
#include "workbench/spectrum/SpectrumContent.h"
#include "workbench/spectrum/SpectrumParts.h"

namespace maury::ui {

namespace {

constexpr double kZoomNm = 1.5;
constexpr double kLineReachPixels = 10.0;  ///< largest distance of a line that the readout names
const QString kChanged = QStringLiteral("whatIf");

using View = workbench::SpectrumAppearance::View;

}  // namespace

SpectrumView::SpectrumView(QWidget* parent) : FigureView(parent) {
  setExportName(QStringLiteral("spectrum"));
  connect(this, &FigureView::hovered, this, &SpectrumView::readOut);
  connect(this, &FigureView::hoverEnded, this, [this] { Q_EMIT readout(QStringLiteral(" ")); });
}

bool SpectrumView::showsInputs() const {
  return m_content.map && m_appearance.view == View::Inputs;
}

void SpectrumView::showContent(const workbench::SpectrumContent& content,
                               const workbench::SpectrumAppearance& appearance,
                               const std::vector<network::ModelInput>& inputs, const spectra::LineList& allLines) {
  m_content = content;
  m_appearance = appearance;
  m_allLines = allLines;
  m_inputs = inputs;
  removeChanged();
  showFigure(*this, contents());
}

workbench::Figure SpectrumView::contents() const {
  if (m_content.grid.empty()) return {};
  return workbench::spectrumPageFigure(m_content, m_appearance, m_inputs);
}

void SpectrumView::showChanged(const std::vector<float>& flux) {
  if (showsInputs() || flux.size() != m_content.grid.size()) return;
  panel().setLayer(kChanged, Line{m_content.grid.nm(), {flux.begin(), flux.end()}, {.ink = Ink::Role::Accent}});
}

void SpectrumView::removeChanged() {
  panel().removeLayer(kChanged);
}

void SpectrumView::zoomAround(double wavelengthNm) {
  if (showsInputs()) return;
  const Axis& y = panel().yAxis();
  zoomTo(0, 0, wavelengthNm - kZoomNm, wavelengthNm + kZoomNm, y.low, y.high);
}

spectra::WavelengthRange SpectrumView::shownRange() const {
  return {panel().xAxis().low, panel().xAxis().high};
}

void SpectrumView::readOut(int row, int column, double wavelengthNm, double value) {
  if (m_content.flux.empty()) return;
  if (showsInputs()) {  // these axes have coefficients or XP wavelengths, not wavelengths of the spectrum
    const bool overWavelength = panel(0, column).xAxis().title.ends_with("(nm)");
    Q_EMIT readout((overWavelength ? tr("λ %1 nm · ").arg(wavelengthNm, 0, 'f', 1) : QString()) +
                   tr("pointer %1").arg(numberText(value, 3)));
    return;
  }
  const auto pixel = m_content.grid.nearest(wavelengthNm);
  QString words =
      tr("λ %1 nm · flux %2").arg(wavelengthNm, 0, 'f', 3).arg(static_cast<double>(m_content.flux[pixel]), 0, 'f', 3);
  const auto& map = m_content.map;
  if (m_appearance.view == View::Maps && map && row > 0) {
    const std::size_t label = static_cast<std::size_t>(row) - 1, pixels = map->grid.size();
    const QString title = QString::fromStdString(workbench::attributionTitle(*map, label));
    words += QStringLiteral(" · %1 ").arg(QString(title).remove(QStringLiteral(" (K)"))) +
             numberText(static_cast<double>(map->mean[label * pixels + pixel]), 3);
    if (map->members > 1)
      words += QStringLiteral(" ± ") + numberText(static_cast<double>(map->spread[label * pixels + pixel]), 2);
    if (map->labels[label].unit == "K") words += QStringLiteral(" K");
  }
  const double reach = kLineReachPixels * m_content.grid.meanStepNm();
  if (const auto* line = spectra::nearestLine(m_allLines, wavelengthNm, reach))
    words += tr(" · nearest line %1 %2 nm").arg(QString::fromStdString(line->species)).arg(line->vacuumNm, 0, 'f', 3);
  Q_EMIT readout(words);
}

}  // namespace maury::ui
