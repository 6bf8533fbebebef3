// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace maury::ui {

class Session;

/// One entry of the rail. A page reads the session and listens to its signals, and depends on no other page. Its cards
/// lie on the window's background with margins of 12 px.
class Page : public QWidget {
  Q_OBJECT

public:
  explicit Page(Session& session, QWidget* parent = nullptr) : QWidget(parent), m_session(session) {}

  /// Returns the text of the page's entry in the rail, e.g. "Train".
  virtual QString title() const = 0;
  /// Returns the name of an icon in resources/icons without folder and suffix, e.g. "train".
  virtual QString iconName() const = 0;
  /// Returns true if "Export figure…" has something to draw; exportFigureAvailableChanged() announces a change.
  virtual bool canExportFigure() const { return false; }
  /// Writes the page's figure as PDF, SVG or PNG, depending on the suffix. Throws maury::Error if it cannot be written.
  virtual void exportFigure(const QString& path) { static_cast<void>(path); }
  /// Returns true if a command line repeats the page's figure or training; exportFigureAvailableChanged() announces a
  /// change of this as well.
  virtual bool hasCommandLine() const { return false; }
  /// Returns that command. Throws maury::Error, which says what to save first, if the displayed data are in no file.
  virtual QString commandLine() const { return {}; }
  /// Refreshes the page if it is out of date. Called when it comes to the front.
  virtual void activated();

Q_SIGNALS:
  void exportFigureAvailableChanged();
  /// An action elsewhere in the window concerns this page: the window brings it to the front.
  void frontRequested();

protected:
  Session& session() { return m_session; }
  const Session& session() const { return m_session; }
  /// Marks the page as out of date: refreshes it now if it is visible, otherwise when it next comes to the front.
  void invalidate();
  /// Recomputes and redraws the page's contents. Does nothing by default.
  virtual void refresh() {}

private:
  Session& m_session;
  bool m_isOutOfDate = true;
};

}  // namespace maury::ui
