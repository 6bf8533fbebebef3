// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/session/Session.h"

class QCheckBox;
class QRadioButton;

namespace maury::ui {

/// Dialog that asks which stars of the session to export, with or without spectra. The file is chosen afterwards.
class ExportCatalogueDialog : public QDialog {
  Q_OBJECT

public:
  ExportCatalogueDialog(const Session& session, QWidget* parent);

  /// Returns the chosen rows of Session::stars(): all, or those that pass the filter.
  Session::RowsPointer rows() const;
  bool withSpectra() const;

  /// Returns the formats of io::writeTable() as filters of a file dialog.
  static QString fileFilters();

private:
  const Session& m_session;
  QRadioButton* m_all;
  QRadioButton* m_filtered;
  QCheckBox* m_spectra;
};

}  // namespace maury::ui
