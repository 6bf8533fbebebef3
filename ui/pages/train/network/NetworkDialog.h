// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/pages/train/network/NetworkSize.h"

class QLabel;
class QMenu;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace maury::ui {

class LayerTable;
class NetworkSettings;
class SegmentedControl;

/// Dialog that edits a network as a table of layers or as JSON text, which stay in step, and shows its shapes and
/// numbers of parameters on a survey. OK is disabled while the network cannot be trained, and a sentence states why.
class NetworkDialog : public QDialog {
  Q_OBJECT

public:
  /// "Reset to preset" restores the network named `preset`.
  NetworkDialog(const network::NetworkDescription& description, const QString& preset, NetworkSurvey survey,
                QWidget* parent);

  /// Returns the edited network; its `preset` is set only if it equals that preset exactly.
  network::NetworkDescription description() const;

  /// Reads a description from a JSON file. Reports an invalid one in the dialog and changes nothing.
  void openFile(const QString& path);
  /// Writes the description to a JSON file; reports a failure in the dialog.
  void saveFile(const QString& path);

protected:
  /// Ignores Enter, which ends the editing of a cell and must not close the dialog.
  void keyPressEvent(QKeyEvent* event) override;

private:
  QWidget* buildHeader();
  QWidget* buildLayers();
  QMenu* buildKindMenu(QWidget* parent);
  QWidget* buildFooter();
  QPushButton* addButton(const char* name, const QString& text, const QString& toolTip);
  void show(const network::NetworkDescription& description);
  void showText();
  void showWindows();
  void readText();
  void readWindows();
  void edited();
  /// Applies make(description) to the description of the table.
  template <typename Change>
  void change(const Change& make);
  void check();
  void updateButtons();
  void chooseFileToOpen();
  void chooseFileToSave();
  void showProblem(const QString& problem);

  QString m_preset;
  NetworkSurvey m_survey;
  QString m_textProblem, m_windowsProblem;
  bool m_showing = false;
  SegmentedControl* m_form = nullptr;
  QStackedWidget* m_pages = nullptr;
  LayerTable* m_table = nullptr;
  NetworkSettings* m_settings = nullptr;
  QPlainTextEdit *m_text = nullptr, *m_windows = nullptr;
  QLabel *m_totals = nullptr, *m_problem = nullptr;
  QPushButton *m_save = nullptr, *m_ok = nullptr;
  QPushButton *m_remove = nullptr, *m_up = nullptr, *m_down = nullptr;
  QWidget* m_layerButtons = nullptr;
};

}  // namespace maury::ui
