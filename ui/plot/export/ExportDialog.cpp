// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/export/ExportDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>

namespace maury::ui {

ExportDialog::ExportDialog(const QString& name, QWidget* parent) : QDialog(parent), m_name(name) {
  setWindowTitle(tr("Export figure"));
  auto* form = new QFormLayout(this);
  form->setSpacing(8);
  form->setContentsMargins(16, 16, 16, 16);
  m_format = new QComboBox;
  m_format->addItem(tr("PDF (lines and text as vectors)"), QStringLiteral("pdf"));
  m_format->addItem(tr("SVG (lines and text as vectors)"), QStringLiteral("svg"));
  m_format->addItem(tr("PNG"), QStringLiteral("png"));
  // The page and column widths of A&A, MNRAS and ApJ differ from these by a few millimetres.
  m_preset = new QComboBox;
  m_preset->addItem(tr("Full page, 180 mm"), 180.0);
  m_preset->addItem(tr("One column, 88 mm"), 88.0);
  m_preset->addItem(tr("Slide, 300 mm"), 300.0);
  m_width = new QDoubleSpinBox;
  m_width->setRange(40.0, 1000.0);
  m_width->setDecimals(0);
  m_width->setSuffix(tr(" mm"));
  m_width->setValue(180.0);
  m_dpi = new QSpinBox;
  m_dpi->setRange(72, 1200);
  m_dpi->setValue(300);
  m_dpi->setSuffix(tr(" dpi"));
  m_dpi->setEnabled(false);
  form->addRow(tr("Format"), m_format);
  form->addRow(tr("Size"), m_preset);
  form->addRow(tr("Width"), m_width);
  form->addRow(tr("Resolution"), m_dpi);
  connect(m_preset, &QComboBox::currentIndexChanged, this,
          [this] { m_width->setValue(m_preset->currentData().toDouble()); });
  connect(m_format, &QComboBox::currentIndexChanged, this,
          [this] { m_dpi->setEnabled(m_format->currentData().toString() == u"png"); });
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
  connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::chooseFile);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  form->addRow(buttons);
}

ExportOptions ExportDialog::options() const {
  ExportOptions options;
  options.widthMm = m_width->value();
  options.dpi = m_dpi->value();
  return options;
}

void ExportDialog::chooseFile() {
  const QString suffix = m_format->currentData().toString();
  QSettings settings;
  const QString folder = settings.value(QStringLiteral("exportFolder")).toString();
  const QString proposal =
      (folder.isEmpty() ? QString() : folder + QLatin1Char('/')) + m_name + QLatin1Char('.') + suffix;
  QString path = QFileDialog::getSaveFileName(this, windowTitle(), proposal,
                                              QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().compare(suffix, Qt::CaseInsensitive) != 0) path += QLatin1Char('.') + suffix;
  settings.setValue(QStringLiteral("exportFolder"), QFileInfo(path).absolutePath());
  m_target = std::filesystem::path(path.toStdU16String());
  accept();
}

}  // namespace maury::ui
