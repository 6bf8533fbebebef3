// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/MeasureTable.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/models/StarColumns.h"
#include "ui/plot/Axis.h"
#include "ui/plot/ColourMap.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kLightestForBlack = 128;

QString tr(const char* text) {
  return QCoreApplication::translate("MeasureTable", text);
}

struct Cell {
  QString text, toolTip;
  double place = kNaN;  ///< position on the colour map, 0–1; NaN for no colour
};

QString formatWithError(double value, double error) {
  return QStringLiteral("%1 ± %2").arg(value, 0, 'f', 2).arg(error, 0, 'f', 2);
}

Cell shareCell(const galaxy::Panel& panel) {
  const QString toolTip =
      tr("%1 in this range").arg(starCountText(static_cast<std::size_t>(std::llround(panel.shareStars))));
  if (!std::isfinite(panel.highAlphaShare)) return {QStringLiteral("–"), toolTip, kNaN};
  return {formatWithError(panel.highAlphaShare, panel.highAlphaShareError), toolTip, panel.highAlphaShare};
}

Cell bimodalityCell(const galaxy::Bimodality& result, PanelMeasure measure) {
  const QString toolTip =
      tr("%1 in this range: %2; ΔBIC %3, p of the dip test %4")
          .arg(starCountText(result.stars), QString::fromStdString(galaxy::modalityText(result.modality)))
          .arg(result.deltaBic, 0, 'f', 1)
          .arg(result.dipPValue, 0, 'f', 3);
  if (result.modality == galaxy::Modality::TooFew)
    return {tr("too few"), tr("%1 in this range").arg(starCountText(result.stars)), kNaN};
  switch (measure) {
    case PanelMeasure::Verdict:
      return {QString::fromStdString(galaxy::modalityText(result.modality)), toolTip,
              0.5 * (static_cast<double>(result.modality) - static_cast<double>(galaxy::Modality::OneGaussian))};
    case PanelMeasure::DeltaBic:  // above 10 the evidence is strong; the colours need not distinguish beyond 100
      return {QString::number(result.deltaBic, 'f', 1), toolTip, std::clamp(result.deltaBic / 100.0, 0.0, 1.0)};
    case PanelMeasure::DipPValue:
      return {result.dipPValue <= 0.001 ? QStringLiteral("≤ 0.001") : QString::number(result.dipPValue, 'f', 3),
              toolTip, std::clamp(-std::log10(result.dipPValue) / 3.0, 0.0, 1.0)};
    case PanelMeasure::Separation:
      return {formatWithError(result.separation, result.separationError), toolTip,
              std::clamp(result.separation / 6.0, 0.0, 1.0)};
    case PanelMeasure::ValleyDepth:
      return {formatWithError(result.valleyDepth, result.valleyDepthError), toolTip, result.valleyDepth};
    case PanelMeasure::HighAlphaShare:
    case PanelMeasure::VerdictBySnr:  // fillSnrTable()
      break;
  }
  return {};
}

/// Delegate that paints the background of cells, which the window's style sheet would ignore.
class ColouredCell : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const QVariant ground = index.data(Qt::BackgroundRole);
    if (!ground.isValid()) {
      QStyledItemDelegate::paint(painter, option, index);
      return;
    }
    painter->save();
    painter->fillRect(option.rect.adjusted(1, 1, -1, -1), ground.value<QBrush>());
    painter->setPen(index.data(Qt::ForegroundRole).value<QBrush>().color());
    painter->setFont(option.font);
    painter->drawText(option.rect, Qt::AlignCenter, index.data().toString());
    painter->restore();
  }
};

void colour(QTableWidgetItem& item, double place) {
  if (!std::isfinite(place)) {
    item.setForeground(Theme::current().muted);
    return;
  }
  const QColor ground(ColourMap(ColourMapName::Cividis, Theme::current().isDark()).at(place));
  item.setBackground(ground);
  item.setForeground(qGray(ground.rgb()) > kLightestForBlack ? QColor(Qt::black) : QColor(Qt::white));
}

}  // namespace

QStringList measureNames() {
  return {tr("high-α share"),       tr("verdict"),    tr("ΔBIC"),
          tr("p of the dip test"),  tr("separation"), tr("valley depth"),
          tr("verdicts by S/N cut")};
}

bool needsBimodality(PanelMeasure measure) {
  return measure != PanelMeasure::HighAlphaShare;
}

void fillSnrTable(QTableWidget& table, const std::vector<galaxy::SnrVerdicts>& verdicts) {
  using galaxy::Modality;
  constexpr Modality kModalities[] = {Modality::Bimodal, Modality::TwoGaussians, Modality::OneGaussian,
                                      Modality::TooFew};
  if (dynamic_cast<ColouredCell*>(table.itemDelegate()) == nullptr) table.setItemDelegate(new ColouredCell(&table));
  table.setRowCount(static_cast<int>(verdicts.size()));
  QStringList columns{tr("stars")}, rows;
  for (const Modality modality : kModalities)
    columns << (modality == Modality::TooFew ? tr("too few") : QString::fromStdString(galaxy::modalityText(modality)));
  table.setColumnCount(static_cast<int>(columns.size()));
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const galaxy::SnrVerdicts& result = verdicts[i];
    const int row = static_cast<int>(i);
    rows << (result.minimumSnr > 0.0 ? tr("S/N > %1").arg(result.minimumSnr) : tr("all"));
    auto* stars = new QTableWidgetItem(countText(result.stars));
    stars->setTextAlignment(Qt::AlignCenter);
    table.setItem(row, 0, stars);
    int column = 1;
    for (const Modality modality : kModalities) {
      auto* item = new QTableWidgetItem(tr("%1 of %2 panels").arg(result.count(modality)).arg(result.panels.size()));
      item->setTextAlignment(Qt::AlignCenter);
      const double share = static_cast<double>(result.count(modality)) / static_cast<double>(result.panels.size());
      colour(*item, modality == Modality::TooFew || result.count(modality) == 0 ? kNaN : share);
      table.setItem(row, column++, item);
    }
  }
  table.setHorizontalHeaderLabels(columns);
  table.setVerticalHeaderLabels(rows);
}

void fillMeasureTable(QTableWidget& table, const galaxy::PanelGrid& grid,
                      const std::vector<galaxy::Bimodality>& bimodality, PanelMeasure measure) {
  const int columns = static_cast<int>(grid.columns), rows = static_cast<int>(grid.rows);
  if (dynamic_cast<ColouredCell*>(table.itemDelegate()) == nullptr) table.setItemDelegate(new ColouredCell(&table));
  table.setColumnCount(columns);
  table.setRowCount(rows);
  for (int row = 0; row < rows; ++row) {
    const std::size_t gridRow = grid.rows - 1 - static_cast<std::size_t>(row);
    for (int column = 0; column < columns; ++column) {
      const std::size_t place = gridRow * grid.columns + static_cast<std::size_t>(column);
      const galaxy::Panel& panel = grid.panels[place];
      const Cell cell = needsBimodality(measure) ? bimodalityCell(bimodality.at(place), measure) : shareCell(panel);
      auto* item = new QTableWidgetItem(cell.text);
      item->setTextAlignment(Qt::AlignCenter);
      item->setToolTip(cell.toolTip);
      colour(*item, cell.place);
      table.setItem(row, column, item);
      if (row == 0) {
        table.setHorizontalHeaderItem(
            column, new QTableWidgetItem(QStringLiteral("R %1–%2").arg(panel.radiusLowKpc).arg(panel.radiusHighKpc)));
      }
      if (column == 0) {
        table.setVerticalHeaderItem(
            row, new QTableWidgetItem(QStringLiteral("%1 %2 – %3")
                                          .arg(QString::fromUtf8(grid.options.heightSymbol()))
                                          .arg(numberText(panel.heightLowKpc), numberText(panel.heightHighKpc))));
      }
    }
  }
}

}  // namespace maury::ui
