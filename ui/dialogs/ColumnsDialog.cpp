// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/ColumnsDialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "ui/dialogs/LastFolder.h"
#include "ui/dialogs/RoleDelegate.h"
#include "ui/models/ColumnsModel.h"
#include "ui/models/StarColumns.h"
#include "ui/session/Paths.h"

namespace maury::ui {

namespace {

constexpr QSize kSize{980, 640};
constexpr int kMargin = 20;
constexpr int kStateLines = 3;
constexpr int kMaxLeftOut = 12;
constexpr int kMaxLines = 9;  // three of each group
constexpr int kRowHeight = 26;
constexpr int kMaskWidth = 220;
constexpr int kWidths[] = {170, 170, 90, 230};  // of the fields before the last

using Medium = survey::ImportOptions::Medium;

QLabel* makeLabel(const char* role, const QString& objectName) {
  auto* label = new QLabel;
  label->setProperty("role", role);
  label->setObjectName(objectName);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QComboBox* makeChoice(const QString& objectName, const QString& toolTip) {
  auto* choice = new QComboBox;
  choice->setObjectName(objectName);
  choice->setToolTip(toolTip);
  choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  choice->setMinimumContentsLength(18);
  return choice;
}

QString text(const std::string& utf8) {
  return QString::fromStdString(utf8);
}

/// Shows the entry with this data, which is added if the list lacks it.
void select(QComboBox& choice, const QString& data, const QString& name) {
  if (choice.findData(data) < 0) choice.addItem(name, data);
  choice.setCurrentIndex(choice.findData(data));
}

QString bitsText(const survey::ImportOptions& options) {
  return options.maskBits ? text(survey::maskBitsText(*options.maskBits)) : QString();
}

std::size_t starsIn(const workbench::OpenedFiles& opened) {
  if (opened.survey) return opened.survey->starCount();
  return opened.catalogue ? opened.catalogue->starCount() : 0;
}

}  // namespace

ColumnsDialog::ColumnsDialog(ReviewPointer review, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("How this file will be read"));
  setObjectName(QStringLiteral("columnsDialog"));
  resize(kSize);
  m_name = makeLabel("heading", QStringLiteral("columnsName"));
  m_state = makeLabel("", QStringLiteral("columnsState"));
  // Reserve the lines from the start, so that the table does not jump when the files are read again.
  m_state->setMinimumHeight(kStateLines * m_state->fontMetrics().lineSpacing());
  m_state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_lines = makeLabel("muted", QStringLiteral("columnsLines"));
  m_leftOut = makeLabel("muted", QStringLiteral("columnsLeftOut"));
  auto* kept = makeLabel("muted", QStringLiteral("columnsKept"));
  kept->setText(tr("What you state here is kept and offered for the next file of this form."));

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  layout->setSpacing(8);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_name, m_state, m_lines, makeChoices(), makeFurther()})
    layout->addWidget(widget);
  layout->addWidget(makeTable(), 1);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_leftOut, kept, makeButtons()})
    layout->addWidget(widget);

  connect(&m_reading, &JobRunner::failed, m_state, &QLabel::setText);
  showReview(std::move(review));
}

QWidget* ColumnsDialog::makeChoices() {
  m_hdu = makeChoice(QStringLiteral("columnsHdu"), tr("Part of the file from which spectra or stars are read"));
  m_medium = makeChoice(QStringLiteral("columnsMedium"), tr("Used if the file does not state it"));
  m_medium->addItem(tr("As the file states"), static_cast<int>(Medium::AsStated));
  m_medium->addItem(tr("Air"), static_cast<int>(Medium::Air));
  m_medium->addItem(tr("Vacuum"), static_cast<int>(Medium::Vacuum));
  m_unit = makeChoice(QStringLiteral("columnsUnit"), tr("Used if the file states none, or an impossible one"));
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  for (const auto& [name, choice] : std::initializer_list<std::pair<QString, QComboBox*>>{
           {tr("Read from"), m_hdu}, {tr("Wavelengths in"), m_medium}, {tr("in"), m_unit}}) {
    layout->addWidget(new QLabel(name));
    layout->addWidget(choice);
    connect(choice, &QComboBox::currentIndexChanged, this, &ColumnsDialog::stateChoices);
  }
  layout->addStretch(1);
  return row;
}

QWidget* ColumnsDialog::makeFurther() {
  m_maskBits = new QLineEdit;
  m_maskBits->setObjectName(QStringLiteral("columnsMaskBits"));
  m_maskBits->setPlaceholderText(tr("as the survey recommends, or all"));
  m_maskBits->setToolTip(tr("Bits of a mask that mean no data: numbers from 0 separated by commas, all or none"));
  m_maskBits->setFixedWidth(kMaskWidth);
  connect(m_maskBits, &QLineEdit::editingFinished, this, &ColumnsDialog::stateMaskBits);
  m_wavelengths = new QPushButton;
  m_wavelengths->setObjectName(QStringLiteral("columnsWavelengths"));
  m_wavelengths->setToolTip(tr("For a matrix or for vectors without wavelengths of their own"));
  m_wavelengths->setAutoDefault(false);
  connect(m_wavelengths, &QPushButton::clicked, this, &ColumnsDialog::chooseWavelengths);
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(new QLabel(tr("Bits of masks")));
  layout->addWidget(m_maskBits);
  layout->addWidget(m_wavelengths);
  layout->addStretch(1);
  return row;
}

QWidget* ColumnsDialog::makeTable() {
  m_columns = new ColumnsModel(this);
  connect(m_columns, &ColumnsModel::roleStated, this, &ColumnsDialog::stateRole);
  auto* table = new QTableView;
  table->setObjectName(QStringLiteral("columnsTable"));
  table->setModel(m_columns);
  table->setItemDelegate(new RoleDelegate(table));
  table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
  connect(table, &QTableView::clicked, table, [table](const QModelIndex& index) {
    if (index.flags() & Qt::ItemIsEditable) table->edit(index);
  });
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setShowGrid(false);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(kRowHeight);
  table->horizontalHeader()->setStretchLastSection(true);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  for (int field = 0; field < ColumnsModel::Why; ++field)
    table->setColumnWidth(field, kWidths[field]);
  return table;
}

QWidget* ColumnsDialog::makeButtons() {
  auto* copy = new QPushButton(tr("Copy the command"));
  copy->setObjectName(QStringLiteral("columnsCopy"));
  copy->setToolTip(tr("Copy the command that imports the file in the same way"));
  copy->setAutoDefault(false);
  connect(copy, &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(text(workbench::importCommand(*m_review))); });
  auto* cancel = new QPushButton(tr("Cancel"));
  cancel->setObjectName(QStringLiteral("columnsCancel"));
  cancel->setAutoDefault(false);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  m_import = new QPushButton;
  m_import->setObjectName(QStringLiteral("columnsImport"));
  m_import->setProperty("role", "primary");
  m_import->setDefault(true);
  connect(m_import, &QPushButton::clicked, this, &QDialog::accept);
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 8, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(copy);
  layout->addStretch(1);
  layout->addWidget(cancel);
  layout->addWidget(m_import);
  return row;
}

void ColumnsDialog::stateRole(const QString& column, const QString& word, const QString& unit) {
  workbench::stateRole(m_options, column.toStdString(), word.toStdString(), unit.toStdString());
  readAgain();
}

void ColumnsDialog::stateChoices() {
  m_options.hdu = m_hdu->currentData().toString().toStdString();
  m_options.medium = static_cast<Medium>(m_medium->currentData().toInt());
  m_options.unit = survey::parseWavelengthUnit(m_unit->currentData().toString().toStdString());
  readAgain();
}

void ColumnsDialog::stateMaskBits() {
  const QString bits = m_maskBits->text().trimmed();
  if (bits == bitsText(m_options)) return;
  try {
    m_options.maskBits.reset();
    if (!bits.isEmpty()) m_options.maskBits = survey::parseMaskBits(bits.toStdString());
  } catch (const Error&) {
    m_import->setEnabled(false);
    m_state->setText(tr("Bits of masks are numbers from 0 to 63, separated by commas, or all or none."));
    return;
  }
  readAgain();
}

void ColumnsDialog::chooseWavelengths() {
  const QString path = QFileDialog::getOpenFileName(this, tr("File with the wavelengths"), lastFolder());
  if (path.isEmpty()) return;
  saveLastFolder(path);
  useWavelengths(path);
}

void ColumnsDialog::useWavelengths(const QString& path) {
  m_options.wavelengths = toPath(path);
  readAgain();
}

void ColumnsDialog::readAgain() {
  m_import->setEnabled(false);
  m_state->setText(tr("Reading…"));
  m_reading.run(
      tr("reading"),
      [files = m_review->files, options = m_options](Job& job) {
        return std::make_shared<const workbench::FileReview>(workbench::reviewFiles(files, options, job));
      },
      [this](ReviewPointer review) { showReview(std::move(review)); });
}

void ColumnsDialog::showReview(ReviewPointer review) {
  m_review = std::move(review);
  m_options = m_review->options;
  m_name->setText(text(m_review->name));
  QStringList lines;
  for (const std::string& line : m_review->lines)
    if (lines.size() < kMaxLines) lines << text(line);
  m_lines->setText(lines.join('\n'));
  m_columns->setColumns(m_review->columns);
  QStringList leftOut;
  for (const std::string& part : m_review->leftOut)
    if (leftOut.size() < kMaxLeftOut) leftOut << text(part);
  const qsizetype more = static_cast<qsizetype>(m_review->leftOut.size()) - leftOut.size();
  if (more > 0) leftOut << tr("%1 more").arg(more);
  m_leftOut->setText(tr("Also in the file, left out: %1").arg(leftOut.join(QStringLiteral(", "))));
  m_leftOut->setVisible(!leftOut.isEmpty());
  showChoices();
  showState();
}

void ColumnsDialog::showChoices() {
  const QSignalBlocker blocked[] = {QSignalBlocker(m_hdu), QSignalBlocker(m_medium), QSignalBlocker(m_unit)};
  m_hdu->clear();
  m_hdu->addItem(tr("As found"), QString());
  for (const survey::SourcePlace& place : m_review->places)
    m_hdu->addItem(text(place.text), text(place.choice));
  select(*m_hdu, text(m_options.hdu), text(m_options.hdu));
  m_hdu->setEnabled(m_hdu->count() > 2);
  m_maskBits->setText(bitsText(m_options));
  m_wavelengths->setText(m_options.wavelengths.empty()
                             ? tr("Wavelengths from a file…")
                             : tr("Wavelengths from %1").arg(text(m_options.wavelengths.filename().string())));
  m_medium->setCurrentIndex(m_medium->findData(static_cast<int>(m_options.medium)));

  std::vector<survey::WavelengthUnit> units = m_review->units;  // the plausible ones come first
  for (const survey::WavelengthUnit& unit : {survey::kNanometre, survey::kAngstrom, survey::kMicron, survey::kMetre,
                                             survey::kLog10Angstrom, survey::kLnAngstrom, survey::kPerCentimetre})
    if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
  m_unit->clear();
  m_unit->addItem(tr("As the file states"), QString());
  for (const survey::WavelengthUnit& unit : units)
    m_unit->addItem(text(wavelengthUnitName(unit)), text(wavelengthUnitText(unit)));
  if (m_options.unit)
    select(*m_unit, text(wavelengthUnitText(*m_options.unit)), text(wavelengthUnitName(*m_options.unit)));
}

void ColumnsDialog::showState() {
  m_state->setText(stateText());
  m_import->setEnabled(m_review->opened != nullptr);
  const bool isTable = m_review->files.purpose == workbench::FilesToRead::Purpose::Table;
  const QString verb = isTable ? tr("Read") : tr("Import");
  m_import->setText(m_review->opened ? verb + ' ' + starCountText(starsIn(*m_review->opened)) : verb);
}

QString ColumnsDialog::stateText() const {
  if (!m_review->problem.empty()) return text(m_review->problem);
  QStringList sentences;
  if (m_review->isRemembered) sentences << tr("As last time: so you stated it about a file of the same form.");
  if (m_review->needsMedium) sentences << tr("State whether these wavelengths are in air or in vacuum.");
  if (m_review->needsUnit) sentences << tr("State the unit of these wavelengths.");
  if (!m_review->question.empty() && !m_review->needsMedium) sentences << text(m_review->question);
  const auto count = static_cast<int>(m_review->doubts.size());
  if (count > 0) sentences << (count == 1 ? tr("1 thing to look at.") : tr("%1 things to look at.").arg(count));
  for (const survey::Doubt& doubt : m_review->doubts)
    if (m_columns->rowOf(text(doubt.part)) < 0)
      sentences << text(doubt.part.empty() ? doubt.text : doubt.part + ": " + doubt.text);
  if (sentences.isEmpty()) sentences << tr("Nothing is doubtful.");
  return sentences.join('\n');
}

}  // namespace maury::ui
