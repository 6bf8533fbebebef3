// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;

namespace maury::ui {

/// Row of words of which exactly one is chosen.
class SegmentedControl : public QWidget {
  Q_OBJECT

public:
  explicit SegmentedControl(const QStringList& words, QWidget* parent = nullptr);

  int current() const;
  void setCurrent(int index);
  void setWordEnabled(int index, bool enabled, const QString& reason = {});

Q_SIGNALS:
  /// The user chose a word; not emitted by setCurrent().
  void chosen(int index);

private:
  QButtonGroup* m_group;
};

}  // namespace maury::ui
