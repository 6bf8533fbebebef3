// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "training/Trainer.h"

namespace maury::ui {

/// What a running training has reported so far, in the form the figures draw. A plain value of the UI thread.
class TrainingLog {
public:
  /// Starts anew for L labels and P pixels (0: no maps).
  /// `onMock` says that the stars are simulated; figures then say so too.
  void start(std::size_t labels, std::size_t pixels, bool onMock);
  void add(const training::EpochReport& report);

  bool empty() const { return m_reports.empty(); }
  bool onMock() const { return m_onMock; }
  int epochs() const;   ///< the last epoch any member has finished
  int members() const;  ///< that have reported
  std::size_t labels() const { return m_labels; }
  std::size_t pixels() const { return m_pixels; }

  /// Over the members that finished an epoch: mean, least and greatest; epochs ascending.
  struct Envelope {
    std::vector<double> epoch, mean, low, high;
  };
  enum class Curve { TrainingLoss, ValidationLoss, LearningRate };
  Envelope envelope(Curve curve) const;
  double lowestValidationLoss() const;  ///< of any member; NaN when empty
  /// Mean over the members of the last reported scatter of a label.
  double scatter(std::size_t label) const;
  /// Σ over the members of the last reported rate.
  double spectraPerSecond() const;

  /// Maps of member 0 for one label, P values an epoch, epochs ascending from 1.
  std::size_t mapCount() const { return m_maps.size(); }
  std::vector<float> map(std::size_t index, std::size_t label) const;
  /// Of member 0's latest epoch; stars × labels.
  const std::vector<float>& validationPrediction() const { return m_prediction; }

private:
  std::vector<const training::EpochReport*> latest() const;

  std::size_t m_labels = 0, m_pixels = 0;
  bool m_onMock = false;
  std::vector<training::EpochReport> m_reports;  ///< without maps and predictions
  std::vector<std::vector<float>> m_maps;        ///< labels × pixels an epoch of member 0
  std::vector<float> m_prediction;
};

}  // namespace maury::ui
