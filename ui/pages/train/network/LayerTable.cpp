// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/network/LayerTable.h"

#include <QDoubleValidator>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSpinBox>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/models/StarColumns.h"
#include "ui/pages/parts/CardTable.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

/// As descriptionFromJson() takes them.
constexpr int kLargestLayer = 1 << 16;
constexpr double kLargestL2 = 1e5;
constexpr double kLargestDropout = 0.99;

/// Fields for numbers whose value is in the table while it is typed, and back to what it was with Esc.
class NumberDelegate : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const override {
    if (index.column() == LayerTable::L2 || index.column() == LayerTable::Dropout) {
      auto* edit = new QLineEdit(parent);
      edit->setAlignment(Qt::AlignRight);
      auto* validator =
          new QDoubleValidator(0.0, index.column() == LayerTable::L2 ? kLargestL2 : kLargestDropout, 12, edit);
      QLocale locale = QLocale::c();
      locale.setNumberOptions(QLocale::RejectGroupSeparator);
      validator->setLocale(locale);
      edit->setValidator(validator);
      connect(edit, &QLineEdit::textEdited, this, [this, edit] { commit(edit); });
      return dressed(edit, index);
    }
    auto* box = new QSpinBox(parent);
    box->setAlignment(Qt::AlignRight);
    box->setRange(1, kLargestLayer);
    connect(box, &QSpinBox::valueChanged, this, [this, box] { commit(box); });
    return dressed(box, index);
  }

  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const override {
    editor->setGeometry(option.rect);
  }

  void setEditorData(QWidget* editor, const QModelIndex& index) const override {
    // What is being typed stays as it is: the model has it from there.
    if (editor->property("filled").toBool()) return;
    editor->setProperty("filled", true);
    put(editor, index.data().toString());
  }

  void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override {
    if (const auto* edit = qobject_cast<QLineEdit*>(editor)) {
      if (edit->hasAcceptableInput()) model->setData(index, edit->text());
    } else {
      model->setData(index, QString::number(qobject_cast<QSpinBox*>(editor)->value()));
    }
  }

  bool eventFilter(QObject* object, QEvent* event) override {
    auto* editor = qobject_cast<QWidget*>(object);
    if (editor && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
      put(editor, editor->property("before").toString());
      Q_EMIT commitData(editor);
    }
    return QStyledItemDelegate::eventFilter(object, event);
  }

private:
  /// No frame of its own: the row is no higher than its text.
  static QWidget* dressed(QWidget* editor, const QModelIndex& index) {
    editor->setStyleSheet(QStringLiteral("border-radius: 0; padding: 0 2px; min-height: 0;"));
    editor->setProperty("before", index.data().toString());
    return editor;
  }
  static void put(QWidget* editor, const QString& text) {
    const QSignalBlocker quiet(editor);
    if (auto* edit = qobject_cast<QLineEdit*>(editor)) {
      edit->setText(text);
      edit->selectAll();
    } else {
      auto* box = qobject_cast<QSpinBox*>(editor);
      box->setValue(text.toInt());
      box->selectAll();
    }
  }
  void commit(QWidget* editor) const { Q_EMIT const_cast<NumberDelegate*>(this)->commitData(editor); }
};

QString numberText(double value) {
  return QString::number(value, 'g', 6);
}

}  // namespace

LayerTable::LayerTable(QWidget* parent) : QTableWidget(parent) {
  dressAsCardTable(*this, {tr("layer"), tr("filters / units"), tr("kernel (px)"), tr("pool"), tr("L2"), tr("padded"),
                           tr("dropout"), tr("shape"), tr("parameters")});
  horizontalHeaderItem(Layer)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  horizontalHeaderItem(Padded)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeaderItem(Pool)->setToolTip(tr("Width and step of the max-pool after the layer; 1: none"));
  horizontalHeaderItem(L2)->setToolTip(tr("Added to the loss as L2 × Σ weight², on the kernel only"));
  horizontalHeaderItem(Padded)->setToolTip(tr("Zeros at both ends keep the number of positions"));
  horizontalHeaderItem(Dropout)->setToolTip(
      tr("Share of the outputs left out in training; of convolutions after the "
         "last one"));
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  horizontalHeader()->setSectionResizeMode(Layer, QHeaderView::ResizeToContents);
  horizontalHeader()->setSectionResizeMode(Width, QHeaderView::ResizeToContents);
  setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                  QAbstractItemView::AnyKeyPressed);
  setItemDelegate(new NumberDelegate(this));
  connect(this, &QTableWidget::itemChanged, this, &LayerTable::readCell);
}

std::vector<network::DenseLayer>& LayerTable::denseOf(int branch) {
  if (branch == 0) return m_description.spectrumDense;
  if (branch == joinedBranch()) return m_description.joinedDense;
  return m_description.auxiliary[static_cast<std::size_t>(branch - 1)].layers;
}

void LayerTable::setDescription(const network::NetworkDescription& description) {
  const int row = currentRow(), column = currentColumn();
  m_description = description;
  rebuild();
  setCurrentCell(std::min(row, rowCount() - 1), column);
}

void LayerTable::rebuild() {
  m_filling = true;
  setRowCount(0);
  clearSpans();
  m_rows.clear();
  for (int branch = 0; branch <= joinedBranch(); ++branch) {
    addHeading(branch);
    if (branch == 0)
      for (int layer = 0; layer < static_cast<int>(m_description.convolutions.size()); ++layer)
        addLayer({Kind::Convolution, branch, layer});
    for (int layer = 0; layer < static_cast<int>(denseOf(branch).size()); ++layer)
      addLayer({Kind::Dense, branch, layer});
  }
  addLayer({Kind::Output, joinedBranch(), 0});
  m_filling = false;
}

void LayerTable::addHeading(int branch) {
  const int row = rowCount();
  insertRow(row);
  QString text = branch == 0 ? tr("spectrum") : tr("joined");
  if (branch > 0 && branch < joinedBranch()) {
    const auto& auxiliary = m_description.auxiliary[static_cast<std::size_t>(branch - 1)];
    QStringList inputs;
    for (const std::string& name : auxiliary.inputs)
      inputs << QString::fromStdString(name);
    text = QStringLiteral("%1: %2").arg(QString::fromStdString(auxiliary.name), inputs.join(QStringLiteral(", ")));
  }
  auto* item = cell(text, Qt::AlignLeft);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  item->setForeground(Theme::current().muted);
  item->setToolTip(text);
  QFont font = item->font();
  font.setBold(true);
  item->setFont(font);
  setItem(row, Layer, item);
  setSpan(row, Layer, 1, ColumnCount);
  m_rows.push_back({Kind::Heading, branch, 0});
}

void LayerTable::addLayer(const Row& what) {
  const int row = rowCount();
  insertRow(row);
  m_rows.push_back(what);
  const QString name = what.kind == Kind::Convolution ? tr("convolution")
                       : what.kind == Kind::Dense     ? tr("dense")
                                                      : tr("output");
  for (int column = 0; column < ColumnCount; ++column) {
    auto* item = cell(column == Layer ? name : QString(), column == Layer ? Qt::AlignLeft : Qt::AlignRight);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    if (column == Shape || column == Parameters) item->setForeground(Theme::current().muted);
    setItem(row, column, item);
  }
  const bool lastConvolution =
      what.kind == Kind::Convolution && what.layer + 1 == static_cast<int>(m_description.convolutions.size());
  const auto editable = [&](Column column) {
    item(row, column)->setFlags(item(row, column)->flags() | Qt::ItemIsEditable);
  };
  if (what.kind != Kind::Output) editable(Width);
  if (what.kind == Kind::Dense || lastConvolution) editable(Dropout);
  if (what.kind == Kind::Convolution) {
    for (const Column column : {Kernel, Pool, L2})
      editable(column);
    item(row, Padded)->setFlags(item(row, Padded)->flags() | Qt::ItemIsUserCheckable);
  }
  fillValues(row);
}

void LayerTable::fillValues(int row) {
  const Row& what = m_rows[static_cast<std::size_t>(row)];
  const auto layer = static_cast<std::size_t>(what.layer);
  if (what.kind == Kind::Dense) {
    const network::DenseLayer& dense = denseOf(what.branch)[layer];
    item(row, Width)->setText(QString::number(dense.units));
    item(row, Dropout)->setText(numberText(dense.dropout));
  } else if (what.kind == Kind::Convolution) {
    const network::ConvolutionLayer& convolution = m_description.convolutions[layer];
    item(row, Width)->setText(QString::number(convolution.filters));
    item(row, Kernel)->setText(QString::number(convolution.kernel));
    item(row, Pool)->setText(QString::number(convolution.pool));
    item(row, L2)->setText(numberText(convolution.l2));
    item(row, Padded)->setCheckState(convolution.padded ? Qt::Checked : Qt::Unchecked);
    if (layer + 1 == m_description.convolutions.size())
      item(row, Dropout)->setText(numberText(m_description.convolutionDropout));
  }
}

void LayerTable::setSize(const NetworkSize* size) {
  m_filling = true;
  // A row of the list that has weights is a layer of its own; a pool or a dropout changes the shape of the one before.
  std::vector<network::LayerRow> layers;
  for (const network::LayerRow& row : size ? size->rows : std::vector<network::LayerRow>()) {
    if (row.parameters > 0)
      layers.push_back(row);
    else if (!layers.empty())
      layers.back().shape = row.shape;
  }
  std::size_t layer = 0;
  for (int row = 0; row < rowCount(); ++row) {
    if (m_rows[static_cast<std::size_t>(row)].kind == Kind::Heading) continue;
    const bool known = layer < layers.size();
    item(row, Shape)->setText(known ? QString::fromStdString(layers[layer].shape) : QString());
    item(row, Parameters)->setText(known ? countText(layers[layer].parameters) : QString());
    ++layer;
  }
  m_filling = false;
}

void LayerTable::readCell(QTableWidgetItem* item) {
  if (m_filling) return;
  const Row& what = m_rows[static_cast<std::size_t>(item->row())];
  const auto layer = static_cast<std::size_t>(what.layer);
  const int whole = item->text().toInt();
  const double real = item->text().toDouble();
  if (what.kind == Kind::Dense) {
    network::DenseLayer& dense = denseOf(what.branch)[layer];
    if (item->column() == Width) dense.units = whole;
    if (item->column() == Dropout) dense.dropout = real;
  } else if (what.kind == Kind::Convolution) {
    network::ConvolutionLayer& convolution = m_description.convolutions[layer];
    switch (item->column()) {
      case Width:
        convolution.filters = whole;
        break;
      case Kernel:
        convolution.kernel = whole;
        break;
      case Pool:
        convolution.pool = whole;
        break;
      case L2:
        convolution.l2 = real;
        break;
      case Padded:
        convolution.padded = item->checkState() == Qt::Checked;
        break;
      case Dropout:
        m_description.convolutionDropout = real;
        break;
      default:
        break;
    }
  }
  Q_EMIT edited();
}

LayerTable::Row LayerTable::chosen() const {
  if (currentRow() < 0) return {Kind::Heading, joinedBranch(), 0};
  return m_rows[static_cast<std::size_t>(currentRow())];
}

int LayerTable::rowOf(Kind kind, int branch, int layer) const {
  const auto place = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) {
    return row.kind == kind && row.branch == branch && row.layer == layer;
  });
  return place == m_rows.end() ? -1 : static_cast<int>(place - m_rows.begin());
}

void LayerTable::change(Kind kind, int branch, int layer) {
  const int column = std::max(currentColumn(), 0);
  rebuild();
  setCurrentCell(rowOf(kind, branch, layer), column);
  Q_EMIT edited();
}

void LayerTable::addConvolution() {
  auto& layers = m_description.convolutions;
  const Row row = chosen();
  int place = static_cast<int>(layers.size());
  if (row.kind == Kind::Convolution) place = row.layer + 1;
  if (row.kind == Kind::Heading && row.branch == 0) place = 0;
  layers.insert(layers.begin() + place, network::ConvolutionLayer{});
  change(Kind::Convolution, 0, place);
}

void LayerTable::addDense() {
  const Row row = chosen();
  auto& layers = denseOf(row.branch);
  int place = 0;
  if (row.kind == Kind::Dense) place = row.layer + 1;
  if (row.kind == Kind::Output) place = static_cast<int>(layers.size());
  layers.insert(layers.begin() + place, network::DenseLayer{});
  change(Kind::Dense, row.branch, place);
}

bool LayerTable::canRemove() const {
  const Row row = chosen();
  if (row.kind == Kind::Heading) return row.branch > 0 && row.branch < joinedBranch();
  return row.kind != Kind::Output;
}

void LayerTable::removeChosen() {
  if (!canRemove()) return;
  const Row row = chosen();
  if (row.kind == Kind::Heading) {
    m_description.auxiliary.erase(m_description.auxiliary.begin() + row.branch - 1);
    change(Kind::Heading, row.branch, 0);
    return;
  }
  if (row.kind == Kind::Convolution)
    m_description.convolutions.erase(m_description.convolutions.begin() + row.layer);
  else
    denseOf(row.branch).erase(denseOf(row.branch).begin() + row.layer);
  const int left = layersLike(row) - 1;  // the rows are those before
  if (left > 0)
    change(row.kind, row.branch, std::min(row.layer, left - 1));
  else
    change(Kind::Heading, row.branch, 0);
}

int LayerTable::layersLike(const Row& row) const {
  return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [&](const Row& each) {
    return each.kind == row.kind && each.branch == row.branch;
  }));
}

bool LayerTable::canMove(int step) const {
  const Row row = chosen();
  if (row.kind != Kind::Convolution && row.kind != Kind::Dense) return false;
  return row.layer + step >= 0 && row.layer + step < layersLike(row);
}

void LayerTable::moveChosen(int step) {
  if (!canMove(step)) return;
  const Row row = chosen();
  if (row.kind == Kind::Convolution)
    std::iter_swap(m_description.convolutions.begin() + row.layer,
                   m_description.convolutions.begin() + row.layer + step);
  else
    std::iter_swap(denseOf(row.branch).begin() + row.layer, denseOf(row.branch).begin() + row.layer + step);
  change(row.kind, row.branch, row.layer + step);
}

}  // namespace maury::ui
