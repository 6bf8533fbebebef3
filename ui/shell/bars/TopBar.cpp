// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bars/TopBar.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "ui/models/StarColumns.h"
#include "ui/selection/SelectionBar.h"
#include "ui/session/Session.h"
#include "ui/shell/bars/Chip.h"
#include "ui/shell/bars/FilterField.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

TopBar::TopBar(Session& session, QWidget* parent)
    : QFrame(parent),
      m_session(session),
      m_menuButton(new QToolButton(this)),
      m_survey(new Chip(this)),
      m_model(new Chip(this)),
      m_filter(new FilterField(session, this)),
      m_selection(new SelectionBar(session, this)) {
  setProperty("role", "topbar");
  setFixedHeight(48);
  m_menuButton->setObjectName("programMenu");
  m_menuButton->setText(tr("Maury"));
  m_menuButton->setPopupMode(QToolButton::InstantPopup);
  m_menuButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_menuButton->setLayoutDirection(Qt::RightToLeft);  // puts the icon after the text
  m_menuButton->setToolTip(tr("Main menu: files, figures, view and help (F10)"));
  m_menuButton->setFixedSize(76, 28);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 0, 14, 1);
  row->setSpacing(8);
  row->addWidget(m_menuButton);
  row->addWidget(m_survey);
  row->addWidget(m_model);
  row->addWidget(m_filter, 1);
  row->addWidget(m_selection);

  connect(m_survey, &Chip::clicked, this, &TopBar::surveyClicked);
  connect(m_model, &Chip::clicked, this, &TopBar::modelClicked);
  connect(&m_session, &Session::surveyChanged, this, &TopBar::showSurvey);
  connect(&m_session, &Session::modelChanged, this, &TopBar::showModel);
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &TopBar::restyle);
  showSurvey();
  showModel();
  restyle();
}

void TopBar::setMenu(QMenu* menu) {
  menu->setLayoutDirection(Qt::LeftToRight);  // otherwise it inherits the button's direction
  for (QMenu* part : menu->findChildren<QMenu*>())
    part->setLayoutDirection(Qt::LeftToRight);
  m_menuButton->setMenu(menu);
}

void TopBar::openMenu() {
  m_menuButton->showMenu();
}

void TopBar::showSurvey() {
  const auto& survey = m_session.survey();
  m_filter->setEnabled(survey != nullptr);
  m_selection->setEnabled(survey != nullptr);
  if (!survey) {
    m_survey->setParts(tr("Open a survey…"), {}, {});
    m_survey->setToolTip(tr("Open spectra or a catalogue from a file or folder"));
    return;
  }
  const QString name =
      m_session.surveyName().isEmpty() ? QString::fromStdString(survey->provenance.origin) : m_session.surveyName();
  m_survey->setParts(tr("Survey"), name, starCountText(survey->starCount()));
  m_survey->setToolTip(m_session.surveyPath());
}

void TopBar::showModel() {
  if (!m_session.model()) {
    m_model->setParts(tr("No model"), {}, {});
    m_model->setToolTip(tr("Train a network, or open a model file"));
    return;
  }
  const int members = m_session.model()->info().members;
  const bool named = !m_session.modelPath().isEmpty();
  m_model->setParts(tr("Model"), m_session.modelName(), named && members > 1 ? tr("× %1").arg(members) : QString());
  m_model->setToolTip(named ? m_session.modelPath() : tr("Not saved yet"));
}

void TopBar::restyle() {
  const Theme& theme = Theme::current();
  m_menuButton->setIcon(icon("menu", 14));
  m_menuButton->setStyleSheet(
      QStringLiteral("QToolButton#programMenu { border: none; border-radius: 6px; font-weight: 600;"
                     " color: %1; background: transparent; padding: 2px 4px; }"
                     "QToolButton#programMenu:hover { background: %2; }"
                     "QToolButton#programMenu::menu-indicator { image: none; }")
          .arg(theme.text.name(), theme.hover.name()));
  m_survey->update();
  m_model->update();
}

}  // namespace maury::ui
