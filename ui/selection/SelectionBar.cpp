// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/SelectionBar.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <algorithm>

#include "ui/models/StarColumns.h"
#include "ui/selection/SelectionActions.h"
#include "ui/session/Session.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

constexpr std::size_t kMaxChips = 3;  ///< leaves space for the filter in a window of 1280 px
constexpr int kMaxNameWidth = 96;     ///< px

/// Button with the text "● name 9 412". It paints itself, because a style sheet allows only one font weight in a
/// button.
class SubsetChip : public QToolButton {
public:
  SubsetChip(QString name, const QColor& colour, std::size_t count)
      : m_name(std::move(name)), m_count(countText(count)), m_colour(colour) {
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(QStringLiteral("%1 %2").arg(m_name, m_count));
  }
  QSize sizeHint() const override {
    const int name = std::min(strongMetrics().horizontalAdvance(m_name) + 2, kMaxNameWidth);
    return {kDot + name + 6 + fontMetrics().horizontalAdvance(m_count) + 10, 28};
  }

protected:
  void paintEvent(QPaintEvent*) override {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? theme.accent : theme.border);
    painter.setBrush(underMouse() ? theme.hover : theme.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colour);
    painter.drawEllipse(QRectF(9, height() / 2.0 - 4.5, 9, 9));
    const int nameWidth = width() - kDot - fontMetrics().horizontalAdvance(m_count) - 16;
    painter.setFont(strong());
    painter.setPen(theme.text);
    painter.drawText(QRect(kDot, 0, nameWidth + 2, height()), Qt::AlignVCenter,
                     strongMetrics().elidedText(m_name, Qt::ElideRight, nameWidth + 2));
    painter.setFont(font());
    painter.drawText(rect().adjusted(0, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight, m_count);
  }

private:
  static constexpr int kDot = 24;
  QFont strong() const {
    QFont result = font();
    result.setWeight(QFont::DemiBold);
    return result;
  }
  QFontMetrics strongMetrics() const { return QFontMetrics(strong()); }

  QString m_name, m_count;
  QColor m_colour;
};

}  // namespace

SelectionBar::SelectionBar(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_row(new QHBoxLayout(this)), m_selected(new QToolButton(this)) {
  m_row->setContentsMargins(0, 0, 0, 0);
  m_row->setSpacing(6);
  m_selected->setObjectName(QStringLiteral("selectionMode"));
  m_selected->setPopupMode(QToolButton::InstantPopup);
  m_selected->setFixedHeight(28);
  m_row->addWidget(m_selected);
  Selection& selection = m_session.selection();
  connect(&selection, &Selection::subsetsChanged, this, &SelectionBar::rebuild);
  connect(&selection, &Selection::changed, this, &SelectionBar::showSelected);
  connect(&selection, &Selection::modeChanged, this, &SelectionBar::showSelected);
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &SelectionBar::showSelected);
  rebuild();
  showSelected();
}

void SelectionBar::setMenu(QMenu* menu) {
  m_selected->setMenu(menu);
}

void SelectionBar::rebuild() {
  for (QToolButton* chip : m_subsets)
    chip->deleteLater();
  m_subsets.clear();
  const auto& subsets = m_session.selection().subsets();
  for (std::size_t i = 0; i < std::min(subsets.size(), kMaxChips); ++i) {
    const NamedSubset& subset = subsets[i];
    auto* chip = new SubsetChip(subset.name, subset.colour, subset.rows->size());
    chip->setToolTip(tr("Click to select the %1 of '%2'; right-click to remove the subset")
                         .arg(starCountText(subset.rows->size()), subset.name));
    chip->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(chip, &QToolButton::clicked, this,
            [this, subset] { m_session.selection().combine(*subset.rows, subset.name); });
    connect(chip, &QWidget::customContextMenuRequested, this, [this, chip, name = subset.name](const QPoint& position) {
      QMenu menu(chip);
      menu.addAction(tr("Remove '%1'").arg(name), this, [this, name] { m_session.selection().removeSubset(name); });
      menu.exec(chip->mapToGlobal(position));
    });
    m_row->insertWidget(static_cast<int>(i), chip);
    m_subsets.push_back(chip);
  }
}

void SelectionBar::showSelected() {
  const Selection& selection = m_session.selection();
  const Theme& theme = Theme::current();
  const bool hasSelection = !selection.isEmpty();
  m_selected->setText(hasSelection
                          ? tr("%1 selected · %2  ▾").arg(countText(selection.count()), modeText(selection.mode()))
                          : tr("%1  ▾").arg(modeText(selection.mode())));
  m_selected->setToolTip(tr("Number of selected stars, and how newly selected stars are combined with them"));
  m_selected->setStyleSheet(
      QStringLiteral("QToolButton#selectionMode { border: 1px solid %1; border-radius: 6px; background: %2; color: %3;"
                     " padding: 0 9px; }"
                     "QToolButton#selectionMode:hover { background: %4; }"
                     "QToolButton#selectionMode::menu-indicator { image: none; }")
          .arg((hasSelection ? Selection::colour() : theme.border).name(), theme.card.name(), theme.text.name(),
               theme.hover.name()));
}

}  // namespace maury::ui
