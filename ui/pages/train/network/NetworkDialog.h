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

/// Edits a network as a list of layers or as JSON text, always in step, with its shapes and parameters on a survey. OK
/// waits until the network can be trained; until then one sentence says why not.
class NetworkDialog : public QDialog {
  Q_OBJECT

public:
  /// `preset` is the one that "Reset to preset" goes back to.
  NetworkDialog(const network::NetworkDescription& description, const QString& preset, NetworkSurvey survey,
                QWidget* parent);

  /// With the name of a preset where it is exactly that one, with none where it is not.
  network::NetworkDescription description() const;

  /// Reads a description as JSON; one that cannot be meant changes nothing and is told.
  void openFile(const QString& path);
  void saveFile(const QString& path);

protected:
  /// Enter is for the cells; the buttons take it when they have the focus.
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
  /// Changes the description of the table by make(description).
  template <typename Change>
  void change(const Change& make);
  void check();
  void updateButtons();
  void chooseFileToOpen();
  void chooseFileToSave();
  void tell(const QString& problem);

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
