// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

class QLabel;
class QSlider;

namespace maury::ui {

/// Which epoch is looked at. It follows the newest until it is dragged back, and again once it is dragged to the end.
class EpochSlider : public QWidget {
  Q_OBJECT

public:
  explicit EpochSlider(QWidget* parent = nullptr);

  /// The epochs that can be looked at, ascending. Where the one held is no longer among them, the one before it is
  /// taken.
  void setEpochs(std::vector<int> epochs);
  /// Place of the epoch among them; 0 while there is none.
  std::size_t index() const;
  void followNewest();
  void setCaption(const QString& caption);

Q_SIGNALS:
  /// Moved by the user.
  void moved();

private:
  QSlider* m_slider;
  QLabel* m_caption;
  std::vector<int> m_epochs;
  int m_held = 0;  ///< epoch; 0: the newest
};

}  // namespace maury::ui
