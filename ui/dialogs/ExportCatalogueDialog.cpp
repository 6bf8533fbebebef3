// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/ExportCatalogueDialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>
#include <numeric>

#include "ui/models/StarColumns.h"

namespace maury::ui {

ExportCatalogueDialog::ExportCatalogueDialog(const Session& session, QWidget* parent)
    : QDialog(parent), m_session(session) {
  setWindowTitle(tr("Export catalogue"));
  const std::size_t stars = session.stars() ? session.stars()->starCount() : 0;
  m_filtered = new QRadioButton(tr("The %1 in the &filter").arg(starCountText(session.rows()->size())));
  m_filtered->setObjectName(QStringLiteral("exportFiltered"));
  m_all = new QRadioButton(tr("&All %1").arg(starCountText(stars)));
  m_all->setObjectName(QStringLiteral("exportAll"));
  const bool isFiltered = session.rows()->size() < stars;
  m_filtered->setEnabled(isFiltered);
  (isFiltered ? m_filtered : m_all)->setChecked(true);
  m_spectra = new QCheckBox(tr("Include &spectra, as arrays"));
  m_spectra->setObjectName(QStringLiteral("exportSpectra"));
  m_spectra->setEnabled(session.stars() && session.stars()->pixelCount() > 0);

  auto* about =
      new QLabel(tr("Exports ids, labels with errors, inputs and columns, with units, descriptions and UCDs."));
  about->setWordWrap(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  buttons->button(QDialogButtonBox::Ok)->setText(tr("Choose a file…"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* layout = new QVBoxLayout(this);
  for (QWidget* widget : {static_cast<QWidget*>(about), static_cast<QWidget*>(m_filtered), static_cast<QWidget*>(m_all),
                          static_cast<QWidget*>(m_spectra), static_cast<QWidget*>(buttons)})
    layout->addWidget(widget);
}

Session::RowsPointer ExportCatalogueDialog::rows() const {
  if (m_filtered->isChecked()) return m_session.rows();
  auto rows = std::make_shared<std::vector<std::size_t>>(m_session.stars() ? m_session.stars()->starCount() : 0);
  std::iota(rows->begin(), rows->end(), std::size_t{0});
  return rows;
}

bool ExportCatalogueDialog::withSpectra() const {
  return m_spectra->isChecked();
}

QString ExportCatalogueDialog::fileFilters() {
  return tr("FITS table (*.fits);;VOTable (*.vot);;CSV (*.csv);;ECSV (*.ecsv)");
}

}  // namespace maury::ui
