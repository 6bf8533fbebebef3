// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "training/Trainer.h"

namespace maury::workbench {

/// Map and predictions of network 1 at the end of an epoch.
struct EpochSnapshot {
  int epoch = 0;
  std::vector<float> map;         ///< d(label)/d(flux), labels × pixels; empty without maps
  std::vector<float> prediction;  ///< for the watched stars, stars × labels
};

/// Reports of a training so far, in the form that figures need. A plain value. Keeps the losses of all epochs; drops
/// every second snapshot, again and again, when they become too many, but never the newest.
class TrainingLog {
public:
  /// Starts anew for L labels and P pixels (0: no maps); `onMock` for simulated stars, which figures mention.
  void start(std::size_t labels, std::size_t pixels, bool onMock);
  void add(const training::EpochReport& report);

  bool empty() const { return m_reports.empty(); }
  bool onMock() const { return m_onMock; }
  int epochs() const;   ///< the last epoch any member has finished
  int members() const;  ///< that have reported
  std::size_t labels() const { return m_labels; }
  std::size_t pixels() const { return m_pixels; }

  /// Mean, least and greatest value over the members that finished an epoch; epochs ascending.
  struct Envelope {
    std::vector<double> epoch, mean, low, high;
  };
  enum class Curve { TrainingLoss, ValidationLoss, LearningRate };
  Envelope envelope(Curve curve) const;
  double lowestValidationLoss() const;     ///< of any member; NaN when empty
  double validationLoss(int epoch) const;  ///< mean over the members that finished it; NaN without one
  /// Returns the epoch of the lowest validation loss of each member.
  std::vector<training::EpochReport> best() const;
  /// Returns the last reported scatter of a label, mean over the members.
  double scatter(std::size_t label) const;
  /// Returns the last reported rate, summed over the members.
  double spectraPerSecond() const;

  /// Epochs ascending: 1, 1 + stride, 1 + 2 stride …, and the newest. A resumed training has those since then.
  const std::vector<EpochSnapshot>& snapshots() const { return m_snapshots; }
  int snapshotStride() const { return m_stride; }
  bool hasMaps() const { return !m_snapshots.empty() && !m_snapshots.back().map.empty(); }
  /// Keeps at most so many bytes of snapshots from now on.
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
