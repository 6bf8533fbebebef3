// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/ExperimentView.h"

#include <QVBoxLayout>
#include <utility>

#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"

namespace maury::ui {

using attribution::ExperimentKind;

ExperimentView::ExperimentView(QWidget* parent) : Card({}, parent), m_figure(new FigureView) {
  body()->addWidget(m_figure, 1);
}

void ExperimentView::setContent(workbench::ExperimentContent content) {
  m_contents[static_cast<std::size_t>(content.kind)] = std::move(content);
}

void ExperimentView::clearResults() {
  for (auto& content : m_contents)
    content.reset();
}

const workbench::ExperimentContent* ExperimentView::content(ExperimentKind kind) const {
  const auto& content = m_contents[static_cast<std::size_t>(kind)];
  return content ? &*content : nullptr;
}

QString ExperimentView::title(ExperimentKind kind) const {
  switch (kind) {
    case ExperimentKind::Velocity:
      return tr("Change of the labels when spectra are shifted");
    case ExperimentKind::Noise:
      return tr("Scatter of the labels when noise is added");
    case ExperimentKind::Mask:
      break;
  }
  const workbench::ExperimentContent* masked = content(ExperimentKind::Mask);
  return masked ? tr("Change of the labels when a window of %1 nm is masked").arg(masked->windowNm)
                : tr("Change of the labels when a window is masked");
}

void ExperimentView::draw(ExperimentKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  setTitle(title(kind));
  setRemark(kind == ExperimentKind::Noise ? tr("Band: error of the scatter") : tr("Band: scatter over the stars"));
  m_figure->setExportName(QStringLiteral("audit-") + QString::fromStdString(attribution::experimentNames()[index]));
  showFigure(*m_figure, workbench::experimentFigure(*content(kind)));
  if (m_drawn != kind) m_figure->resetZoom();
  m_drawn = kind;
}

}  // namespace maury::ui
