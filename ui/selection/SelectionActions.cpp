// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/SelectionActions.h"

#include <QAction>
#include <QActionGroup>
#include <QInputDialog>
#include <QMenu>
#include <QPainter>
#include <QPixmap>

#include "ui/models/StarColumns.h"
#include "ui/session/Session.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

using Mode = Selection::Mode;
constexpr Mode kModes[] = {Mode::Replace, Mode::And, Mode::Or, Mode::Xor, Mode::AndNot};

QString modeHint(Mode mode) {
  switch (mode) {
    case Mode::Replace:
      return SelectionActions::tr("Replace the selection");
    case Mode::And:
      return SelectionActions::tr("Intersect with the selection (hold Shift and Ctrl while drawing or clicking)");
    case Mode::Or:
      return SelectionActions::tr("Add to the selection (hold Shift while drawing or clicking)");
    case Mode::Xor:
      return SelectionActions::tr("Add stars that are not selected, remove those that are");
    case Mode::AndNot:
      return SelectionActions::tr("Remove from the selection (hold Ctrl while drawing or clicking)");
  }
  return {};
}

QIcon dot(const QColor& colour) {
  QPixmap pixmap(16, 16);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawEllipse(3, 3, 10, 10);
  return pixmap;
}

}  // namespace

QString modeText(Mode mode) {
  switch (mode) {
    case Mode::Replace:
      return SelectionActions::tr("Replace");
    case Mode::And:
      return SelectionActions::tr("And");
    case Mode::Or:
      return SelectionActions::tr("Or");
    case Mode::Xor:
      return SelectionActions::tr("Xor");
    case Mode::AndNot:
      return SelectionActions::tr("And not");
  }
  return {};
}

SelectionActions::SelectionActions(Session& session, QWidget* window)
    : QObject(window),
      m_session(session),
      m_selection(session.selection()),
      m_window(window),
      m_menu(new QMenu(tr("Se&lection"), window)) {
  m_menu->setToolTipsVisible(true);
  addModes();
  m_menu->addSeparator();
  addSteps();
  m_menu->addSeparator();
  addSubsets();
  for (auto signal :
       {&Selection::changed, &Selection::modeChanged, &Selection::subsetsChanged, &Selection::canContrastChanged}) {
    connect(&m_selection, signal, this, &SelectionActions::showState);
  }
  showState();
}

void SelectionActions::add(QAction* action) {
  m_menu->addAction(action);
  m_window->addAction(action);
  m_actions.push_back(action);
}

void SelectionActions::addModes() {
  m_modes = new QActionGroup(this);
  for (const Mode mode : kModes) {
    auto* action = new QAction(modeText(mode), m_modes);
    action->setCheckable(true);
    action->setToolTip(modeHint(mode));
    action->setData(static_cast<int>(mode));
    connect(action, &QAction::triggered, this, [this, mode] { m_selection.setMode(mode); });
    m_menu->addAction(action);
  }
}

void SelectionActions::addSteps() {
  QAction* undo = m_selection.undoStack().createUndoAction(this, tr("&Undo"));
  undo->setShortcut(QKeySequence::Undo);
  add(undo);
  QAction* redo = m_selection.undoStack().createRedoAction(this, tr("&Redo"));
  redo->setShortcut(QKeySequence::Redo);
  add(redo);
  m_selectNone = new QAction(tr("Select &none"), this);
  m_selectNone->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_A);
  connect(m_selectNone, &QAction::triggered, this, [this] { m_selection.clear(); });
  add(m_selectNone);
  m_invert = new QAction(tr("&Invert within the filter"), this);
  m_invert->setShortcut(Qt::CTRL | Qt::Key_I);
  connect(m_invert, &QAction::triggered, this, [this] { m_selection.invert(*m_session.rows()); });
  add(m_invert);
}

void SelectionActions::addSubsets() {
  m_name = new QAction(tr("Save &as a subset…"), this);
  m_name->setShortcut(Qt::CTRL | Qt::Key_D);
  connect(m_name, &QAction::triggered, this, &SelectionActions::askName);
  add(m_name);
  m_contrast = m_menu->addMenu(tr("&Contrast with…"));
  connect(m_contrast, &QMenu::aboutToShow, this, &SelectionActions::fillContrast);
}

void SelectionActions::showState() {
  for (QAction* action : m_modes->actions())
    action->setChecked(action->data().toInt() == static_cast<int>(m_selection.mode()));
  const bool hasSelection = !m_selection.isEmpty();
  m_selectNone->setEnabled(hasSelection);
  m_invert->setEnabled(m_selection.starCount() > 0);
  m_name->setEnabled(hasSelection);
  m_contrast->setEnabled(hasSelection);
  m_contrast->menuAction()->setVisible(m_selection.canContrast());
}

/// Offers a contrast of the selection with each named subset and with the other stars in the filter.
void SelectionActions::fillContrast() {
  m_contrast->clear();
  for (const NamedSubset& subset : m_selection.subsets()) {
    QAction* action = m_contrast->addAction(
        dot(subset.colour),
        QStringLiteral("%1\t%2").arg(QString(subset.name).replace('&', "&&"), countText(subset.rows->size())));
    connect(action, &QAction::triggered, this,
            [this, subset] { m_selection.contrast(m_selection.selected(), subset); });
  }
  auto otherRows = std::make_shared<std::vector<std::size_t>>();
  for (const std::size_t row : *m_session.rows())
    if (!m_selection.set()->contains(row)) otherRows->push_back(row);
  const NamedSubset others{tr("other stars in the filter"), subsetColour(1), otherRows};
  QAction* action = m_contrast->addAction(QStringLiteral("%1\t%2").arg(others.name, countText(otherRows->size())));
  action->setEnabled(!otherRows->empty());
  connect(action, &QAction::triggered, this, [this, others] { m_selection.contrast(m_selection.selected(), others); });
}

void SelectionActions::askName() {
  bool isAccepted = false;
  const QString name = QInputDialog::getText(
      m_window, tr("Save as a subset"), tr("Name for the selection of %1:").arg(starCountText(m_selection.count())),
      QLineEdit::Normal, m_selection.suggestName(), &isAccepted);
  if (isAccepted) m_selection.saveSubset(name);
}

}  // namespace maury::ui
