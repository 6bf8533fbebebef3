// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/Error.h"
#include "base/Parallel.h"
#include "base/Statistics.h"
#include "base/text/Printable.h"
#include "io/AtomicFile.h"
#include "network/Runtime.h"
#include "training/DoubtfulData.h"
#include "training/FitScaling.h"
#include "training/MemberTrainer.torch.h"
#include "training/TrainingData.torch.h"
#include "training/TrainingModule.h"
#include "training/runs/Checkpoint.h"
#include "training/runs/History.h"

namespace maury::training {

namespace {

/// Returns the labels to learn with their scatter and error on the validation part.
std::vector<LearnedLabel> validationLabels(const survey::Dataset& dataset, const network::ModelInfo& info,
                                           std::span<const std::size_t> rows) {
  std::vector<LearnedLabel> labels;
  for (const network::ModelLabel& each : info.labels) {
    const survey::Label& label = *dataset.findLabel(each.name);
    std::vector<double> values, errors;
    for (const std::size_t star : rows) {
      if (!std::isfinite(label.values[star])) continue;
      values.push_back(label.values[star]);
      if (!label.errors.empty() && std::isfinite(label.errors[star])) errors.push_back(label.errors[star]);
    }
    labels.push_back({each.name, 0.0, values.size() < 2 ? 0.0 : meanScatter(values).scatter,
                      errors.empty() ? 0.0 : upperMedian(errors)});
  }
  return labels;
}

TrainingData prepare(const survey::Dataset& dataset, const TrainingOptions& options, const TrainingEvents& events) {
  const auto rows = trainingRows(dataset, options);
  TrainingData data;
  data.info = fitScaling(dataset, options, rows[0]);
  const network::RuntimeInfo runtime = network::runtimeInfo();
  data.info.program = fmt::format("Maury {}, LibTorch {}", MAURY_VERSION, runtime.libTorch);
  data.kernels = runtime.kernels;
  if (rows[1].empty()) {
    throw Error(
        ErrorKind::Mismatch,
        fmt::format("The validation part is empty ({} stars are in the training part). Training needs it to choose the "
                    "best weights; raise the validation fraction above {:g}.",
                    rows[0].size(), options.split.validationFraction));
  }
  data.pixels = data.info.pixels();
  const network::ModelInfo& info = data.info;
  network::requireTrainableSize(
      network::parameterCount(info.network, info.pixels().size(), info.auxiliaryWidths(), info.labels.size()));
  network::emptyNetwork(data.info);  // throws if the network does not fit the survey
  if (events.warned)
    if (const std::vector<std::string> doubts = doubtfulData(dataset, data.info, rows[0]); !doubts.empty())
      events.warned(fmt::format("{}", fmt::join(doubts, " ")));
  data.training = prepareStars(dataset, data.info, rows[0], options.noiseSnrLow > 0.0);
  fitLabelUnits(data, options);
  if (!options.balanceLabel.empty()) balanceStars(data, options.balanceLabel);
  data.validation = prepareStars(dataset, data.info, rows[1], false);
  data.validationLabels = validationLabels(dataset, data.info, rows[1]);
  if (!options.checkpointFolder.empty()) data.fingerprint = fingerprintOf(data, options);
  moveToNetworkDevice(data);
  return data;
}

/// Counts a member as running for as long as the object lives.
class RunningMember {
public:
  explicit RunningMember(std::atomic<unsigned>& count) : m_count(count) { ++m_count; }
  ~RunningMember() { --m_count; }
  RunningMember(const RunningMember&) = delete;
  RunningMember& operator=(const RunningMember&) = delete;

private:
  std::atomic<unsigned>& m_count;
};

/// Trains the members and assembles the ensemble.
class EnsembleTrainer {
public:
  EnsembleTrainer(const TrainingData& data, const TrainingOptions& options, const TrainingEvents& events, Job& job)
      : m_data(data),
        m_options(options),
        m_events(events),
        m_job(job),
        m_cores(threadCount(options.threads)),
        m_threads(std::min(m_cores, static_cast<unsigned>(options.members))),
        m_meter(job, "training", "epochs",
                static_cast<std::uint64_t>(options.members) * static_cast<std::uint64_t>(options.maxEpochs)),
        m_networks(static_cast<std::size_t>(options.members)),
        m_ends(static_cast<std::size_t>(options.members)) {}

  TrainingResult run() {
    const auto start = MemberTrainer::Clock::now();
    parallelChunks(m_networks.size(), 1, m_threads, [&](std::size_t member, std::size_t, unsigned) {
      // If the user asks to finish, members that have not started are left out of the ensemble.
      const bool beginsLate = member >= m_threads && m_events.finishNow && m_events.finishNow();
      if (beginsLate) return;
      try {
        network::convertTorchErrors([&] { train(static_cast<int>(member), start); });
      } catch (...) {
        m_failed = true;
        throw;
      }
    });
    sortHistory();
    writeHistory(0.0);
    network::ModelInfo info = m_data.info;
    info.history = historyCsv(m_history, m_data.info.labels);
    std::erase(m_networks, nullptr);
    std::erase_if(m_ends, [](const MemberEnd& end) { return end.bestEpoch == 0; });
    dropWorst();
    warnOfLabelsNotLearned();
    info.members = static_cast<int>(m_networks.size());
    std::vector<network::MemberWeights> members;
    for (const auto& network : m_networks)
      members.push_back(network->tensors());
    return {network::Model(std::move(info), std::move(members)), std::move(m_history), std::move(m_ends)};
  }

private:
  void train(int member, MemberTrainer::Clock::time_point start) {
    network::useOneThread();
    const RunningMember running(m_running);
    // The last members to run share the cores that the finished ones have released.
    MemberTrainer trainer(m_data, m_options, member, m_job, m_failed,
                          [this] { return std::max(1U, m_cores / m_running); });
    int epochs = restore(trainer, member);
    const MemberEnd end = trainer.run(
        m_threads, start,
        [&](EpochReport&& report) {
          epochs = report.epoch;
          {
            std::lock_guard lock(m_mutex);
            if (m_events.epochDone) m_events.epochDone(report);
            report.attribution.clear();
            report.validationPrediction.clear();
            m_history.push_back(std::move(report));
            writeHistory(1.0);
          }
          m_meter.advance();
        },
        m_events.finishNow);
    const auto index = static_cast<std::size_t>(member);
    m_networks[index] = trainer.takeBest();
    m_ends[index] = end;
    {
      std::lock_guard lock(m_mutex);
      if (m_events.memberDone) m_events.memberDone(end);
    }
    m_meter.advance(static_cast<std::uint64_t>(m_options.maxEpochs - epochs));
  }

  /// Restores the member from its checkpoint, if any. Returns the number of epochs it had completed, 0 without one.
  int restore(MemberTrainer& trainer, int member) {
    const auto path = checkpointPath(m_options.checkpointFolder, member);
    if (!m_options.resume || !std::filesystem::exists(path)) return 0;
    const MemberCheckpoint state = readCheckpoint(path);
    try {
      trainer.restore(state);
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("{}: {}", path.string(), error.what()));
    } catch (const c10::Error&) {
      throw Error(ErrorKind::Format,
                  fmt::format("{}: its state of the optimiser or of the random numbers is damaged; start a new run",
                              path.string()));
    }
    warnOfOtherKernels(state.kernels);
    const std::vector<EpochReport> before = historyFromCsv(state.history);
    {
      std::lock_guard lock(m_mutex);
      m_history.insert(m_history.end(), before.begin(), before.end());
      for (const EpochReport& report : before)
        if (m_events.epochDone) m_events.epochDone(report);
    }
    m_meter.advance(before.size());
    return static_cast<int>(before.size());
  }

  void warnOfOtherKernels(const std::string& kernels) {
    if (kernels.empty() || kernels == m_data.kernels) return;
    const std::lock_guard lock(m_mutex);
    if (!m_events.warned || std::exchange(m_warnedOfKernels, true)) return;
    m_events.warned(
        fmt::format("This training began on a processor with other kernels ({}; here {}), which round in another "
                    "order. Its weights will not be the same, bit for bit, as without the interruption.",
                    printable(kernels), m_data.kernels));
  }

  /// Writes history.csv to the folder for observers, unless the last write was less than `seconds` ago.
  void writeHistory(double seconds) {
    if (m_options.checkpointFolder.empty()) return;
    const auto now = MemberTrainer::Clock::now();
    if (std::chrono::duration<double>(now - m_historyWritten).count() < seconds) return;
    m_historyWritten = now;
    sortHistory();
    io::writeTextFile(m_options.checkpointFolder / "history.csv", historyCsv(m_history, m_data.info.labels));
  }

  /// Removes the members with the largest validation loss from m_networks.
  void dropWorst() {
    const auto count = static_cast<double>(m_ends.size());
    const auto keptCount =
        std::max<std::size_t>(1, static_cast<std::size_t>(count * (1.0 - m_options.dropWorstShare) + 1e-9));
    std::vector<std::size_t> byLoss(m_ends.size());
    std::iota(byLoss.begin(), byLoss.end(), std::size_t{0});
    std::stable_sort(byLoss.begin(), byLoss.end(), [&](std::size_t a, std::size_t b) {
      return m_ends[a].bestValidationLoss < m_ends[b].bestValidationLoss;
    });
    for (std::size_t i = std::min(keptCount, byLoss.size()); i < byLoss.size(); ++i) {
      m_ends[byLoss[i]].dropped = true;
      m_networks[byLoss[i]] = nullptr;
    }
    std::erase(m_networks, nullptr);
  }

  void warnOfLabelsNotLearned() {
    if (!m_events.warned) return;
    std::vector<LearnedLabel> labels = m_data.validationLabels;
    std::size_t members = 0;
    bool endedAtLimit = false;
    for (const MemberEnd& end : m_ends) {
      if (end.dropped) continue;
      const auto best = std::find_if(m_history.begin(), m_history.end(), [&end](const EpochReport& report) {
        return report.member == end.member && report.epoch == end.bestEpoch;
      });
      if (best == m_history.end()) continue;
      for (std::size_t l = 0; l < labels.size(); ++l)
        labels[l].rms += best->scatter.at(l);
      ++members;
      endedAtLimit = endedAtLimit || end.bestEpoch == m_options.maxEpochs;
    }
    if (members == 0) return;
    for (LearnedLabel& label : labels)
      label.rms /= static_cast<double>(members);
    const std::string sentence = notLearned(labels, m_data.info.trainingStars, endedAtLimit);
    if (!sentence.empty()) m_events.warned(sentence);
  }

  void sortHistory() {
    std::sort(m_history.begin(), m_history.end(), [](const EpochReport& a, const EpochReport& b) {
      return std::tie(a.member, a.epoch) < std::tie(b.member, b.epoch);
    });
  }

  const TrainingData& m_data;
  const TrainingOptions& m_options;
  const TrainingEvents& m_events;
  Job& m_job;
  unsigned m_cores;
  unsigned m_threads;                  ///< number of members trained at the same time
  std::atomic<unsigned> m_running{0};  ///< number of members in training now
  ProgressMeter m_meter;
  std::mutex m_mutex;  ///< protects the events and the history
  std::atomic<bool> m_failed{false};
  bool m_warnedOfKernels = false;
  std::vector<EpochReport> m_history;
  MemberTrainer::Clock::time_point m_historyWritten;
  std::vector<std::shared_ptr<const network::HybridCnn>> m_networks;
  std::vector<MemberEnd> m_ends;
};

class TorchTraining final : public TrainingModule {
public:
  TrainingResult train(const survey::Dataset& dataset, const TrainingOptions& options, const TrainingEvents& events,
                       Job& job) const override {
    network::useOneThread();
    return network::convertTorchErrors([&] {
      const TrainingData data = prepare(dataset, options, events);
      return EnsembleTrainer(data, options, events, job).run();
    });
  }
};

const network::PartRegistration<TorchTraining> kProvided(trainingModule());

}  // namespace

}  // namespace maury::training
