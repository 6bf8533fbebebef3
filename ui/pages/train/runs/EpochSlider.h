// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

class QLabel;
class QSlider;

namespace maury::ui {

/// Slider for the displayed epoch. Follows the latest epoch until it is dragged away from the end, and again once it is
/// dragged back there.
class EpochSlider : public QWidget {
  Q_OBJECT

public:
  explicit EpochSlider(QWidget* parent = nullptr);

  /// Sets the available epochs in ascending order. If the chosen epoch is no longer among them, shows the one before
  /// it.
  void setEpochs(std::vector<int> epochs);
  /// Returns the index of the displayed epoch among the available ones; 0 if there are none.
  std::size_t index() const;
  void followLatest();
  void setCaption(const QString& caption);

Q_SIGNALS:
  /// The user moved the slider.
  void moved();

private:
  QSlider* m_slider;
  QLabel* m_caption;
  std::vector<int> m_epochs;
  int m_chosenEpoch = 0;  ///< epoch that the user chose; 0 to follow the latest
};

}  // namespace maury::ui
