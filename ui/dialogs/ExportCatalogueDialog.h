// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/session/Session.h"

class QCheckBox;
class QRadioButton;

namespace maury::ui {

/// Asks which stars of the session go out, and whether with their spectra; the file is asked for afterwards.
class ExportCatalogueDialog : public QDialog {
  Q_OBJECT

public:
  ExportCatalogueDialog(const Session& session, QWidget* parent);

  /// Rows of Session::stars(): all of them, or those that pass the filter.
  Session::RowsPointer rows() const;
  bool withSpectra() const;

  /// The formats of io::writeTable(), for a file dialog.
  static QString fileFilters();

private:
  const Session& m_session;
  QRadioButton* m_all;
  QRadioButton* m_filtered;
  QCheckBox* m_spectra;
};

}  // namespace maury::ui
