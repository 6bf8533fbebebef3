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
  double place = kNaN;  ///< 0–1 on the colour map; NaN: no colour
};

QString withError(double value, double error) {
  return QStringLiteral("%1 ± %2").arg(value, 0, 'f', 2).arg(error, 0, 'f', 2);
}

Cell shareCell(const galaxy::Panel& panel) {
  const QString toolTip =
      tr("%1 stars in this range").arg(countText(static_cast<std::size_t>(std::llround(panel.shareStars))));
  if (!std::isfinite(panel.highAlphaShare)) return {QStringLiteral("–"), toolTip, kNaN};
  return {withError(panel.highAlphaShare, panel.highAlphaShareError), toolTip, panel.highAlphaShare};
}

Cell humpCell(const galaxy::Bimodality& of, PanelMeasure measure) {
  const QString toolTip = tr("%1 stars in this range: %2; ΔBIC %3, p of the dip %4")
                              .arg(countText(of.stars), QString::fromStdString(galaxy::modalityText(of.modality)))
                              .arg(of.deltaBic, 0, 'f', 1)
                              .arg(of.dipPValue, 0, 'f', 3);
  if (of.modality == galaxy::Modality::TooFew) return {tr("too few"), tr("%1 stars in this range").arg(of.stars), kNaN};
  switch (measure) {
    case PanelMeasure::Verdict:
      return {QString::fromStdString(galaxy::modalityText(of.modality)), toolTip,
              0.5 * (static_cast<double>(of.modality) - static_cast<double>(galaxy::Modality::OneGaussian))};
    case PanelMeasure::DeltaBic:  // 10 is strong evidence; beyond 100 it does not matter how strong
      return {QString::number(of.deltaBic, 'f', 1), toolTip, std::clamp(of.deltaBic / 100.0, 0.0, 1.0)};
    case PanelMeasure::DipPValue:
      return {of.dipPValue <= 0.001 ? QStringLiteral("≤ 0.001") : QString::number(of.dipPValue, 'f', 3), toolTip,
              std::clamp(-std::log10(of.dipPValue) / 3.0, 0.0, 1.0)};
    case PanelMeasure::Separation:
      return {withError(of.separation, of.separationError), toolTip, std::clamp(of.separation / 6.0, 0.0, 1.0)};
    case PanelMeasure::ValleyDepth:
      return {withError(of.valleyDepth, of.valleyDepthError), toolTip, of.valleyDepth};
    case PanelMeasure::HighAlphaShare:
    case PanelMeasure::VerdictBySnr:  // has a table of its own
      break;
  }
  return {};
}

/// The window's style sheet paints a table's cells itself and passes over their background.
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
  return {tr("high-α share"),       tr("verdict"), tr("ΔBIC"), tr("p of the dip"), tr("separation"), tr("valley depth"),
          tr("verdicts by S/N cut")};
}

bool needsHumps(PanelMeasure measure) {
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
    const galaxy::SnrVerdicts& of = verdicts[i];
    const int row = static_cast<int>(i);
    rows << (of.minimumSnr > 0.0 ? tr("S/N > %1").arg(of.minimumSnr) : tr("all"));
    auto* stars = new QTableWidgetItem(countText(of.stars));
    stars->setTextAlignment(Qt::AlignCenter);
    table.setItem(row, 0, stars);
    int column = 1;
    for (const Modality modality : kModalities) {
      auto* item = new QTableWidgetItem(tr("%1 of %2 panels").arg(of.count(modality)).arg(of.panels.size()));
      item->setTextAlignment(Qt::AlignCenter);
      const double share = static_cast<double>(of.count(modality)) / static_cast<double>(of.panels.size());
      colour(*item, modality == Modality::TooFew || of.count(modality) == 0 ? kNaN : share);
      table.setItem(row, column++, item);
    }
  }
  table.setHorizontalHeaderLabels(columns);
  table.setVerticalHeaderLabels(rows);
}

void fillMeasureTable(QTableWidget& table, const galaxy::PanelGrid& grid, const std::vector<galaxy::Bimodality>& humps,
                      PanelMeasure measure) {
  const int columns = static_cast<int>(grid.columns), rows = static_cast<int>(grid.rows);
  if (dynamic_cast<ColouredCell*>(table.itemDelegate()) == nullptr) table.setItemDelegate(new ColouredCell(&table));
  table.setColumnCount(columns);
  table.setRowCount(rows);
  for (int row = 0; row < rows; ++row) {
    const std::size_t gridRow = grid.rows - 1 - static_cast<std::size_t>(row);
    for (int column = 0; column < columns; ++column) {
      const std::size_t place = gridRow * grid.columns + static_cast<std::size_t>(column);
      const galaxy::Panel& panel = grid.panels[place];
      const Cell cell = needsHumps(measure) ? humpCell(humps.at(place), measure) : shareCell(panel);
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
