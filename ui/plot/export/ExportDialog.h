// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/plot/export/FigureExport.h"

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace maury::ui {

/// Dialog for format, width and file of an exported figure.
class ExportDialog : public QDialog {
  Q_OBJECT
public:
  explicit ExportDialog(const QString& name, QWidget* parent = nullptr);
  std::filesystem::path target() const { return m_target; }
  ExportOptions options() const;

private:
  void chooseFile();

  QString m_name;
  std::filesystem::path m_target;
  QComboBox* m_format = nullptr;
  QComboBox* m_preset = nullptr;
  QDoubleSpinBox* m_width = nullptr;
  QSpinBox* m_dpi = nullptr;
};

}  // namespace maury::ui
