// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace maury::ui {

class Session;

/// One entry of the rail. A page reads the session and listens to its signals; it knows no other page. It paints its
/// own cards on the window's ground, with margins of its own (12 px).
class Page : public QWidget {
  Q_OBJECT

public:
  explicit Page(Session& session, QWidget* parent = nullptr) : QWidget(parent), m_session(session) {}

  /// The word in the rail, e.g. "Train".
  virtual QString title() const = 0;
  /// An icon of resources/icons, without folder and suffix, e.g. "train".
  virtual QString iconName() const = 0;
  /// True if Export figure… can draw something now; exportFigureAvailableChanged() when that changes.
  virtual bool canExportFigure() const { return false; }
  /// Draws the page's figure into a PDF, SVG or PNG, told by the suffix. Throws maury::Error when it cannot be written.
  virtual void exportFigure(const QString& path) { static_cast<void>(path); }
  /// Whether a command of maury-cli repeats the page's figure in numbers; exportFigureAvailableChanged() tells that
  /// too.
  virtual bool hasCommandLine() const { return false; }
  /// That command. Throws maury::Error with what to do first when what is shown is in no file.
  virtual QString commandLine() const { return {}; }
  /// The page has been brought to the front: what is out of date is made anew.
  virtual void activated();

Q_SIGNALS:
  void exportFigureAvailableChanged();
  /// The user asked for this page by what they did elsewhere: the window brings it to the front.
  void frontRequested();

protected:
  Session& session() { return m_session; }
  const Session& session() const { return m_session; }
  /// What the page shows is out of date: it is made anew now if the page is seen, else once it comes to the front.
  void outdate();
  virtual void refresh() {}

private:
  Session& m_session;
  bool m_isOutdated = true;
};

}  // namespace maury::ui
