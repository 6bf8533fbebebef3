// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "training/Trainer.h"

namespace maury::workbench {

/// Attribution map and predictions of the first member at the end of an epoch.
struct EpochSnapshot {
  int epoch = 0;
  std::vector<float> map;         ///< d(label)/d(flux), labels × pixels; empty without maps
  std::vector<float> prediction;  ///< for the watched stars (TrainingRun), stars × labels
};

/// Reports of a training so far, in a form suitable for figures. A plain value. Keeps the losses of all epochs.
/// Whenever there are too many snapshots, drops every second one, except the newest.
class TrainingLog {
public:
  /// Clears the log. `pixels`: size of the maps; 0: no maps. `onMock`: true for simulated stars, which figures point
  /// out.
  void start(std::size_t labels, std::size_t pixels, bool onMock);
  void add(const training::EpochReport& report);

  bool empty() const { return m_reports.empty(); }
  bool onMock() const { return m_onMock; }
  int epochs() const;   ///< last epoch that any member has finished
  int members() const;  ///< number of members that have reported
  std::size_t labels() const { return m_labels; }
  std::size_t pixels() const { return m_pixels; }

  /// Mean, minimum and maximum over the members that finished an epoch; epochs ascending.
  struct Envelope {
    std::vector<double> epoch, mean, low, high;
  };
  enum class Curve { TrainingLoss, ValidationLoss, LearningRate };
  /// Returns one quantity against epoch.
  Envelope envelope(Curve curve) const;
  double lowestValidationLoss() const;     ///< lowest of all members; NaN when empty
  double validationLoss(int epoch) const;  ///< mean over the members that finished this epoch; NaN if none did
  /// Returns for each member the report of the epoch with its lowest validation loss.
  std::vector<training::EpochReport> best() const;
  /// Returns the latest scatter of a label, averaged over the members.
  double scatter(std::size_t label) const;
  /// Returns the latest training rate, summed over the members.
  double spectraPerSecond() const;

  /// Returns the snapshots of epochs 1, 1 + stride, 1 + 2 stride …, and of the newest. In a resumed training they begin
  /// with the first epoch after it was resumed.
  const std::vector<EpochSnapshot>& snapshots() const { return m_snapshots; }
  int snapshotStride() const { return m_stride; }
  bool hasMaps() const { return !m_snapshots.empty() && !m_snapshots.back().map.empty(); }
  /// Limits the size of the snapshots, in bytes, from now on.
  void limitSnapshots(std::size_t bytes);

private:
  std::vector<const training::EpochReport*> latest() const;
  bool onStride(const EpochSnapshot& snapshot) const { return (snapshot.epoch - 1) % m_stride == 0; }
  void thin();

  std::size_t m_labels = 0, m_pixels = 0;
  bool m_onMock = false;
  std::vector<training::EpochReport> m_reports;  ///< without maps and predictions
  std::vector<EpochSnapshot> m_snapshots;
  int m_stride = 1;
  std::size_t m_snapshotBytes = 64U << 20U;
};

}  // namespace maury::workbench
