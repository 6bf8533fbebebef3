// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/TrainingLog.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace maury::workbench {

namespace {
/// Largest number of rows in a figure.
constexpr std::size_t kMaxSnapshots = 400;
}  // namespace

void TrainingLog::start(std::size_t labels, std::size_t pixels, bool onMock) {
  *this = {};
  m_onMock = onMock;
  m_labels = labels;
  m_pixels = pixels;
}

void TrainingLog::add(const training::EpochReport& report) {
  const bool hasMap = m_pixels > 0 && report.attribution.size() == m_labels * m_pixels;
  if (hasMap || !report.validationPrediction.empty()) {
    if (!m_snapshots.empty() && !onStride(m_snapshots.back())) m_snapshots.pop_back();
    m_snapshots.push_back(
        {report.epoch, hasMap ? report.attribution : std::vector<float>(), report.validationPrediction});
    thin();
  }
  m_reports.push_back(report);
  m_reports.back().attribution.clear();
  m_reports.back().validationPrediction.clear();
}

int TrainingLog::epochs() const {
  int last = 0;
  for (const auto& report : m_reports)
    last = std::max(last, report.epoch);
  return last;
}

int TrainingLog::members() const {
  return static_cast<int>(latest().size());
}

TrainingLog::Envelope TrainingLog::envelope(Curve curve) const {
  std::map<int, std::vector<double>> values;
  for (const auto& report : m_reports) {
    values[report.epoch].push_back(curve == Curve::TrainingLoss     ? report.trainingLoss
                                   : curve == Curve::ValidationLoss ? report.validationLoss
                                                                    : report.learningRate);
  }
  Envelope envelope;
  for (const auto& [epoch, members] : values) {
    double sum = 0.0;
    for (const double value : members)
      sum += value;
    envelope.epoch.push_back(epoch);
    envelope.mean.push_back(sum / static_cast<double>(members.size()));
    envelope.low.push_back(*std::min_element(members.begin(), members.end()));
    envelope.high.push_back(*std::max_element(members.begin(), members.end()));
  }
  return envelope;
}

double TrainingLog::lowestValidationLoss() const {
  double lowest = std::numeric_limits<double>::quiet_NaN();
  for (const auto& report : m_reports)
    lowest = std::fmin(lowest, report.validationLoss);
  return lowest;
}

std::vector<const training::EpochReport*> TrainingLog::latest() const {
  std::map<int, const training::EpochReport*> last;
  for (const auto& report : m_reports)
    last[report.member] = &report;
  std::vector<const training::EpochReport*> reports;
  for (const auto& [member, report] : last)
    reports.push_back(report);
  return reports;
}

std::vector<training::EpochReport> TrainingLog::best() const {
  std::map<int, const training::EpochReport*> lowest;
  for (const auto& report : m_reports) {
    const auto [known, isFirst] = lowest.try_emplace(report.member, &report);
    if (!isFirst && report.validationLoss < known->second->validationLoss) known->second = &report;
  }
  std::vector<training::EpochReport> reports;
  for (const auto& [member, report] : lowest)
    reports.push_back(*report);
  return reports;
}

double TrainingLog::scatter(std::size_t label) const {
  double sum = 0.0;
  std::size_t count = 0;
  for (const auto* report : latest()) {
    if (label >= report->scatter.size() || !std::isfinite(report->scatter[label])) continue;
    sum += report->scatter[label];
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
}

double TrainingLog::spectraPerSecond() const {
  double sum = 0.0;
  for (const auto* report : latest())
    sum += report->spectraPerSecond;
  return sum;
}

double TrainingLog::validationLoss(int epoch) const {
  double sum = 0.0;
  std::size_t count = 0;
  for (const auto& report : m_reports) {
    if (report.epoch != epoch) continue;
    sum += report.validationLoss;
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
}

void TrainingLog::limitSnapshots(std::size_t bytes) {
  m_snapshotBytes = bytes;
  thin();
}

void TrainingLog::thin() {
  const auto tooMany = [this] {
    std::size_t bytes = 0;
    for (const EpochSnapshot& snapshot : m_snapshots)
      bytes += sizeof(float) * (snapshot.map.size() + snapshot.prediction.size());
    return m_snapshots.size() > kMaxSnapshots || bytes > m_snapshotBytes;
  };
  while (m_snapshots.size() > 2 && tooMany()) {
    m_stride *= 2;
    const int newest = m_snapshots.back().epoch;
    std::erase_if(m_snapshots,
                  [&](const EpochSnapshot& snapshot) { return snapshot.epoch != newest && !onStride(snapshot); });
  }
}

}  // namespace maury::workbench
