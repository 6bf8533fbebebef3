// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/JoinCatalogueDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <initializer_list>
#include <utility>
#include <variant>

#include "ui/models/StarColumns.h"

namespace maury::ui {

namespace {

constexpr int kRadiusWidth = 140;

/// Creates a choice of the ids and every column, including real numbers, because spreadsheets convert Gaia's ids to
/// these.
QComboBox* columnChoice(const survey::Dataset& stars, const QString& objectName) {
  auto* choice = new QComboBox;
  choice->setObjectName(objectName);
  choice->addItem(QObject::tr("Ids"), QString());
  for (const io::Column& column : stars.columns) {
    const QString name = QString::fromStdString(column.name);
    choice->addItem(name, name);
  }
  choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  choice->setMinimumContentsLength(24);
  return choice;
}

}  // namespace

JoinCatalogueDialog::JoinCatalogueDialog(const Session& session, Session::DatasetPointer catalogue, const QString& name,
                                         QWidget* parent)
    : QDialog(parent), m_survey(session.survey()), m_catalogue(std::move(catalogue)) {
  setWindowTitle(tr("Join a catalogue"));
  auto* about = new QLabel(
      tr("Add the labels and columns of %1 (%2 rows) to the %3 of %4.")
          .arg(name, countText(m_catalogue->starCount()), starCountText(m_survey->starCount()), session.surveyName()));
  about->setWordWrap(true);
  QWidget* form = makeForm();
  m_matches = new QLabel;
  m_matches->setObjectName(QStringLiteral("joinMatches"));
  m_matches->setWordWrap(true);
  // Reserve two lines from the start, so that the window does not jump when the numbers arrive.
  m_matches->setMinimumHeight(2 * m_matches->fontMetrics().lineSpacing());
  m_matches->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  m_join = buttons->button(QDialogButtonBox::Ok);
  m_join->setText(tr("Join"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* layout = new QVBoxLayout(this);
  for (QWidget* widget :
       {static_cast<QWidget*>(about), form, static_cast<QWidget*>(m_matches), static_cast<QWidget*>(buttons)})
    layout->addWidget(widget);

  connect(&m_matching, &JobRunner::failed, this, [this](const QString& sentence) { m_matches->setText(sentence); });
  for (QComboBox* choice : {m_method, m_ownColumn, m_otherColumn})
    connect(choice, &QComboBox::currentIndexChanged, this, &JoinCatalogueDialog::showMatches);
  for (QDoubleSpinBox* box : {m_radius, m_ownEpoch, m_otherEpoch})
    connect(box, &QDoubleSpinBox::valueChanged, this, &JoinCatalogueDialog::showMatches);
  showMatches();
}

QWidget* JoinCatalogueDialog::makeForm() {
  m_method = new QComboBox;
  m_method->setObjectName(QStringLiteral("joinBy"));
  m_method->addItem(tr("Id"), static_cast<int>(survey::JoinBy::Id));
  m_method->addItem(tr("2MASS or APOGEE designation"), static_cast<int>(survey::JoinBy::Name));
  m_method->addItem(tr("Position on the sky (ra, dec)"), static_cast<int>(survey::JoinBy::Position));
  m_ownColumn = columnChoice(*m_survey, QStringLiteral("joinOwnColumn"));
  m_otherColumn = columnChoice(*m_catalogue, QStringLiteral("joinOtherColumn"));
  m_radius = qobject_cast<QDoubleSpinBox*>(m_options.add("radiusArcsec", QStringLiteral("joinRadius")));
  m_radius->setFixedWidth(kRadiusWidth);
  m_ownEpoch = makeEpoch("ownEpoch", QStringLiteral("joinOwnEpoch"));
  m_otherEpoch = makeEpoch("otherEpoch", QStringLiteral("joinOtherEpoch"));

  auto* form = new QWidget;
  auto* rows = new QFormLayout(form);
  rows->setContentsMargins(0, 8, 0, 8);
  for (const auto& [key, control] :
       std::initializer_list<std::pair<const char*, QWidget*>>{{"by", m_method},
                                                               {"ownColumn", m_ownColumn},
                                                               {"otherColumn", m_otherColumn},
                                                               {"radiusArcsec", m_radius},
                                                               {"ownEpoch", m_ownEpoch},
                                                               {"otherEpoch", m_otherEpoch}}) {
    rows->addRow(m_options.labelOf(key), control);
    control->setToolTip(m_options.helpOf(key));
  }
  rows->addRow(QString(), m_options.add("onlyMatched", QStringLiteral("joinOnlyMatched")));
  return form;
}

QDoubleSpinBox* JoinCatalogueDialog::makeEpoch(const std::string& key, const QString& objectName) {
  auto* epoch = qobject_cast<QDoubleSpinBox*>(m_options.add(key, objectName));
  epoch->setFixedWidth(kRadiusWidth);
  epoch->setSpecialValueText(tr("not stated"));
  return epoch;
}

survey::JoinOptions JoinCatalogueDialog::options() const {
  survey::JoinOptions options;
  m_options.applyTo(options);
  options.by = static_cast<survey::JoinBy>(m_method->currentData().toInt());
  options.ownColumn = m_ownColumn->currentData().toString().toStdString();
  options.otherColumn = m_otherColumn->currentData().toString().toStdString();
  return options;
}

void JoinCatalogueDialog::showMatches() {
  const survey::JoinOptions chosen = options();
  const bool byPosition = chosen.by == survey::JoinBy::Position;
  for (QDoubleSpinBox* box : {m_radius, m_ownEpoch, m_otherEpoch})
    box->setEnabled(byPosition);
  m_ownColumn->setEnabled(!byPosition);
  m_otherColumn->setEnabled(!byPosition);
  m_join->setEnabled(false);
  m_matching.run(
      tr("matching"),
      [survey = m_survey, catalogue = m_catalogue, chosen](Job&) {
        return survey::matchStars(*survey, *catalogue, chosen);
      },
      [this](const survey::Matches& matches) {
        QString text = QString::fromStdString(matches.summary()) + '.';
        for (const std::string& warning : matches.warnings)
          text += ' ' + QString::fromStdString(warning);
        if (matches.matched == 0) text += ' ' + QString::fromStdString(matches.noMatchReason);
        m_matches->setText(text);
        m_join->setEnabled(matches.matched > 0);
      });
}

}  // namespace maury::ui
