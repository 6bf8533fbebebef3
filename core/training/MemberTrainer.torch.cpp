// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/Error.h"
#include "base/Parallel.h"
#include "network/Device.torch.h"
#include "training/Augmentation.torch.h"
#include "training/MemberTrainer.torch.h"
#include "training/Optimiser.torch.h"
#include "training/runs/History.h"

namespace maury::training {

namespace {

/// Returns the number of stars per forward pass without gradients.
std::int64_t validationBatch() {
  return 2 * static_cast<std::int64_t>(network::batchSpectra());
}

/// Returns the options of tensors of row numbers, which select stars on the device.
torch::TensorOptions rowNumbers() {
  return torch::TensorOptions(torch::kInt64).device(network::networkDevice());
}

/// Number of stars whose gradients EpochReport::attribution averages.
constexpr std::int64_t kAttributionStars = 64;

std::uint64_t memberSeed(std::uint64_t seed, int member) {
  return splitMix64(splitMix64(seed) + static_cast<std::uint64_t>(member));
}

std::unique_ptr<network::HybridCnn> randomNetwork(const TrainingData& data, torch::Generator& generator) {
  auto result = network::emptyNetwork(data.info);
  result->initialise(generator);
  return result;
}

/// Restores the hooks from the states in a checkpoint. Throws Error(Format) naming `file`, the checkpoint.
void restoreHooks(const std::vector<std::unique_ptr<EpochHook>>& hooks, const std::vector<std::vector<double>>& states,
                  const std::filesystem::path& file) {
  if (states.size() > hooks.size()) {
    throw Error(ErrorKind::Format,
                fmt::format("{}: has the states of {} hooks, but this training has {}; start a new run", file.string(),
                            states.size(), hooks.size()));
  }
  try {
    for (std::size_t i = 0; i < states.size(); ++i)
      if (!states[i].empty()) hooks[i]->restore(states[i]);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace

MemberTrainer::MemberTrainer(const TrainingData& data, const TrainingOptions& options, int member, Job& job,
                             const std::atomic<bool>& abandoned, AvailableThreads availableThreads)
    : m_data(data),
      m_options(options),
      m_member(member),
      m_job(job),
      m_abandoned(abandoned),
      m_shuffle(memberSeed(options.seed, member), 1),
      m_generator(at::make_generator<at::CPUGeneratorImpl>(memberSeed(options.seed, member))),
      m_network(randomNetwork(data, m_generator)),
      m_availableThreads(std::move(availableThreads)),
      m_parameters(m_network->parameters()),
      m_optimiser(makeOptimiser(m_parameters, options)) {
  m_state.fingerprint = data.fingerprint;
  m_state.kernels = data.kernels;
  m_state.learningRate = options.learningRate;
  m_state.end.member = member;
}

MemberEnd MemberTrainer::run(unsigned concurrentMembers, Clock::time_point start, const EpochDone& epochDone,
                             const std::function<bool()>& finishNow) {
  m_hooks = makeHooks(m_options, m_member, concurrentMembers);
  restoreHooks(m_hooks, m_state.hooks, checkpointPath(m_options.checkpointFolder, m_member));
  m_start = start;
  m_lastCheckpoint = Clock::now();
  while (!m_state.end.reason) {
    EpochReport report;
    report.member = m_member;
    report.epoch = m_state.epoch;
    report.learningRate = m_state.learningRate;
    if (!trainEpoch(report, finishNow)) {
      // Write no checkpoint: the last one still describes a member in training, so the run can be resumed.
      m_state.end.reason = EndReason::Request;
      break;
    }
    endEpoch(std::move(report), epochDone);
  }
  requireConverged();
  return m_state.end;
}

void MemberTrainer::endEpoch(EpochReport&& report, const EpochDone& epochDone) {
  validate(report);
  EpochState state{
      m_member, m_state.epoch, report.trainingLoss, report.validationLoss, secondsUsed(), m_state.learningRate, false,
      {}};
  for (const auto& hook : m_hooks)
    hook->epochEnded(state);
  report.best = state.best;
  if (state.best) {
    m_best = m_network->clone();
    m_best->rescaleOutput(m_data.labelScale, m_data.labelOffset);
    m_state.end.bestEpoch = m_state.epoch;
    m_state.end.bestValidationLoss = report.validationLoss;
  }
  if (state.learningRate != m_state.learningRate) {
    m_state.learningRate = state.learningRate;
    setLearningRate(*m_optimiser, state.learningRate);
  }
  if (m_options.keepAttribution && m_member == 0) report.attribution = attribution();
  m_state.end.reason = state.stopReason;
  ++m_state.epoch;
  m_state.position = 0;
  m_state.lossSum = m_state.lossCount = 0.0;
  m_history.push_back(report);
  m_history.back().attribution.clear();
  m_history.back().validationPrediction.clear();
  constexpr double kMinimumSeconds = 1.0;      // networks of toy size train many epochs per second
  if (m_state.end.reason) requireConverged();  // a run that diverged is not marked as finished
  if (m_state.end.reason || checkpointIsDue(kMinimumSeconds)) saveCheckpoint();
  epochDone(std::move(report));
}

double MemberTrainer::secondsUsed() const {
  return m_secondsBefore + std::chrono::duration<double>(Clock::now() - m_start).count();
}

bool MemberTrainer::checkpointIsDue(double afterSeconds) const {
  return !m_options.checkpointFolder.empty() &&
         std::chrono::duration<double>(Clock::now() - m_lastCheckpoint).count() >= afterSeconds;
}

void MemberTrainer::saveCheckpoint() {
  if (m_options.checkpointFolder.empty()) return;
  MemberCheckpoint out = m_state;
  out.secondsUsed = secondsUsed();
  out.hooks.clear();
  for (const auto& hook : m_hooks)
    out.hooks.push_back(hook->state());
  const torch::Tensor random = m_generator.get_state();
  out.generator.assign(random.data_ptr<std::uint8_t>(), random.data_ptr<std::uint8_t>() + random.numel());
  out.history = historyCsv(m_history, m_data.info.labels);
  for (auto& [name, tensor] : m_network->tensors())
    out.tensors["network." + name] = std::move(tensor);
  if (m_best) {
    for (auto& [name, tensor] : m_best->tensors())
      out.tensors["best." + name] = std::move(tensor);
  }
  saveOptimiser(*m_optimiser, m_parameters, out);
  writeCheckpoint(checkpointPath(m_options.checkpointFolder, m_member), out);
  m_lastCheckpoint = Clock::now();
}

void MemberTrainer::restore(const MemberCheckpoint& state) {
  if (state.fingerprint != m_data.fingerprint || state.end.member != m_member) {
    throw Error(
        ErrorKind::Mismatch,
        "it belongs to a training with another survey, other options or another version; use the original ones, "
        "or start a new run");
  }
  const std::int64_t stars = m_data.training.size();
  if (state.epoch < 1 || state.epoch > m_options.maxEpochs + 1 || state.position < 0 || state.position > stars ||
      (state.end.bestEpoch == 0) != (state.epoch == 1))
    throw Error(ErrorKind::Format, "its epoch or position is out of range");
  m_network->setTensors(state.tensors, "network.");
  if (state.end.bestEpoch > 0) {
    m_best = m_network->clone();
    m_best->setTensors(state.tensors, "best.");
  }
  restoreOptimiser(*m_optimiser, m_parameters, state);
  m_generator.set_state(torch::tensor(state.generator, torch::kUInt8));
  for (int epoch = 1; epoch < state.epoch; ++epoch)
    shuffle();
  m_history = historyFromCsv(state.history);
  m_secondsBefore = state.secondsUsed;
  m_state = state;
  m_state.kernels = m_data.kernels;
  m_state.tensors.clear();
  m_state.generator.clear();
}

std::shared_ptr<const network::HybridCnn> MemberTrainer::takeBest() {
  m_best->freeze();
  return std::move(m_best);
}

void MemberTrainer::checkpoint() const {
  m_job.checkpoint();
  if (m_abandoned.load(std::memory_order_relaxed)) throw Error(ErrorKind::Cancelled, "another member failed");
}

void MemberTrainer::shuffle() {
  m_order.resize(static_cast<std::size_t>(m_data.training.size()));
  std::iota(m_order.begin(), m_order.end(), 0);
  for (std::size_t i = m_order.size(); i > 1; --i)
    std::swap(m_order[i - 1], m_order[m_shuffle.below(i)]);
}

bool MemberTrainer::trainEpoch(EpochReport& report, const std::function<bool()>& finishNow) {
  const auto start = Clock::now();
  const std::int64_t stars = m_data.training.size(), startPosition = m_state.position;
  shuffle();
  while (m_state.position < stars) {
    checkpoint();
    if (m_state.epoch > 1 && finishNow && finishNow()) return false;
    const std::int64_t size = std::min<std::int64_t>(m_options.batch, stars - m_state.position);
    step(torch::from_blob(m_order.data() + m_state.position, {size}, torch::kInt64).to(network::networkDevice()));
    m_state.position += size;
    if (checkpointIsDue(m_options.checkpointSeconds)) saveCheckpoint();
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  report.spectraPerSecond = seconds > 0.0 ? static_cast<double>(stars - startPosition) / seconds : 0.0;
  report.trainingLoss = m_state.lossSum / std::max(m_state.lossCount, 1.0);
  return true;
}

void MemberTrainer::step(const torch::Tensor& rows) {
  network::Batch batch = m_data.training.gather(rows);
  auto generator = network::deviceGenerator(m_generator);
  if (m_options.velocityScatterKmS > 0.0) shiftAtRandom(batch, m_data, m_options.velocityScatterKmS, generator);
  if (m_data.training.level.defined()) addNoise(batch, rows, generator);
  if (m_options.maskedShare > 0.0) maskAtRandom(batch, m_data, m_options.maskedShare, generator);
  const double known = m_data.training.present.index_select(0, rows).sum().item<double>();
  if (known == 0.0) return;

  const double sum = computeGradients(batch, rows, known);
  NanGuard::check(sum, m_member, m_state.epoch, m_state.learningRate);
  if (m_options.gradientClip > 0.0) torch::nn::utils::clip_grad_norm_(m_parameters, m_options.gradientClip);
  m_optimiser->step();
  m_state.lossSum += sum;
  m_state.lossCount += known;
}

double MemberTrainer::computeGradients(const network::Batch& batch, const torch::Tensor& rows, double known) {
  const std::int64_t stars = rows.size(0);
  const bool whole = network::networkDevice().is_cuda();  // a GPU has enough cores for all stars at the same time
  const std::size_t parts = whole ? 1 : static_cast<std::size_t>((stars + kPartStars - 1) / kPartStars);
  while (m_replicas.size() + 1 < parts)
    m_replicas.push_back(m_network->cloneSharingWeights());
  auto* random = at::check_generator<at::CPUGeneratorImpl>(m_generator);
  std::vector<std::uint64_t> seeds(parts);
  for (std::uint64_t& seed : seeds)
    seed = random->random64();

  std::vector<double> sums(parts, 0.0);
  std::vector<network::BatchStatistics> statistics(parts);
  parallelChunks(parts, 1, m_availableThreads(), [&](std::size_t part, std::size_t, unsigned) {
    network::useOneThread();
    const auto from = static_cast<std::int64_t>(part) * stars / static_cast<std::int64_t>(parts);
    const auto to = static_cast<std::int64_t>(part + 1) * stars / static_cast<std::int64_t>(parts);
    const network::HybridCnn& network = part == 0 ? *m_network : *m_replicas[part - 1];
    // Reset rather than zero the gradients: a step then depends on weights and moments only, as after a restart.
    for (torch::Tensor& parameter : network.parameters())
      parameter.mutable_grad() = torch::Tensor();
    auto generator = network::deviceGenerator(seeds[part]);
    const torch::Tensor output = network.forwardTraining(batch.slice(from, to - from), generator, &statistics[part]);
    const torch::Tensor sum = elementLoss(m_data, output, m_data.training, rows.narrow(0, from, to - from)).sum();
    sums[part] = sum.item<double>();
    torch::Tensor loss = sum / known;
    if (const torch::Tensor penalty = network.l2Penalty(); part == 0 && penalty.defined()) loss = loss + penalty;
    loss.backward();
  });

  m_network->updateStatistics(statistics);
  torch::NoGradGuard noGrad;
  for (std::size_t part = 1; part < parts; ++part) {
    const std::vector<torch::Tensor> parameters = m_replicas[part - 1]->parameters();
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
      m_parameters[i].mutable_grad().add_(parameters[i].grad());
  }
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

void MemberTrainer::addNoise(network::Batch& batch, const torch::Tensor& rows, torch::Generator& generator) {
  // Draw the S/N uniformly in its logarithm: as many spectra fall in 20–40 as in 40–80.
  const std::int64_t stars = rows.size(0);
  const double low = std::log(m_options.noiseSnrLow), high = std::log(m_options.noiseSnrHigh);
  const torch::Tensor target = torch::empty({stars}, network::deviceOptions()).uniform_(-high, -low, generator).exp_();
  const torch::Tensor own = m_data.training.ownNoise.index_select(0, rows);
  const torch::Tensor added = (target.square() - own.square()).clamp_min(0.0).sqrt();
  const torch::Tensor sigma = added * m_data.training.level.index_select(0, rows);
  torch::Tensor flux = batch.flux.view({stars, -1});
  flux.add_(torch::empty_like(flux).normal_(0.0, 1.0, generator).mul_(sigma.unsqueeze(1)));
}

void MemberTrainer::validate(EpochReport& report) const {
  torch::NoGradGuard noGrad;
  const PreparedStars& stars = m_data.validation;
  const std::size_t labelCount = m_data.info.labels.size();
  std::vector<double> squares(labelCount, 0.0), count(labelCount, 0.0);
  std::vector<float> watched;
  double loss = 0.0;
  for (std::int64_t first = 0; first < stars.size(); first += validationBatch()) {
    checkpoint();
    const std::int64_t size = std::min(validationBatch(), stars.size() - first);
    const torch::Tensor head = m_network->forwardAll(stars.inputs.slice(first, size));
    const torch::Tensor means = head.narrow(1, 0, static_cast<std::int64_t>(labelCount));
    const torch::Tensor output = (means * m_data.labelScale + m_data.labelOffset).contiguous().cpu();
    loss += elementLoss(m_data, head, stars, torch::arange(first, first + size, rowNumbers())).sum().item<double>();
    const float* predicted = output.data_ptr<float>();
    const torch::Tensor labels = stars.labels.narrow(0, first, size).cpu();
    const torch::Tensor known = stars.present.narrow(0, first, size).cpu();
    const float* truth = labels.data_ptr<float>();
    const float* present = known.data_ptr<float>();
    const auto values = static_cast<std::size_t>(size) * labelCount;
    for (std::size_t i = 0; i < values; ++i) {
      if (present[i] == 0.0F) continue;
      const double difference = static_cast<double>(predicted[i]) - truth[i];
      squares[i % labelCount] += difference * difference;
      count[i % labelCount] += 1.0;
    }
    if (m_member == 0 && watched.size() < kWatchedStars * labelCount) {
      watched.insert(watched.end(), predicted, predicted + values);
    }
  }
  const std::vector<float> factors = network::labelFactors(m_data.info);
  for (std::size_t l = 0; l < labelCount; ++l) {
    report.scatter.push_back(count[l] > 0.0 ? std::sqrt(squares[l] / count[l]) * factors[l]
                                            : std::numeric_limits<double>::quiet_NaN());
  }
  report.validationLoss = loss / std::max(std::accumulate(count.begin(), count.end(), 0.0), 1.0);
  watched.resize(std::min(watched.size(), kWatchedStars * labelCount));
  network::outputsToLabels(m_data.info, watched);
  report.validationPrediction = std::move(watched);
}

void MemberTrainer::requireConverged() const {
  if (!m_best) return;
  constexpr double kFar = 10.0;  // in ranges of the training labels; a useless network is within about one
  torch::NoGradGuard noGrad;
  const PreparedStars& stars = m_data.validation;
  const std::int64_t labelCount = stars.labels.size(1);
  double far = 0.0, known = 0.0;
  for (std::int64_t first = 0; first < stars.size(); first += validationBatch()) {
    checkpoint();
    const std::int64_t size = std::min(validationBatch(), stars.size() - first);
    const torch::Tensor output = m_best->forwardAll(stars.inputs.slice(first, size)).narrow(1, 0, labelCount);
    const torch::Tensor present = stars.present.narrow(0, first, size);
    const torch::Tensor isNear = (output - stars.labels.narrow(0, first, size)).abs().le(kFar);
    far += (isNear.logical_not() * present).sum().item<double>();
    known += present.sum().item<double>();
  }
  if (far <= 0.5 * known) return;
  throw Error(ErrorKind::Numerical,
              fmt::format("Member {}: the training diverged. {:.0f} % of its predictions for the validation stars are "
                          "further from the label than {:g} times the range of the label. Train with a learning rate "
                          "below {:g}, or check the flux and the inputs for outliers.",
                          m_member + 1, 100.0 * far / known, kFar, m_options.learningRate));
}

std::vector<float> MemberTrainer::attribution() const {
  const std::int64_t stars = m_data.validation.size();
  const std::int64_t used = std::min(stars, kAttributionStars);
  // Spread the stars over the validation part, which is in row order and may be sorted.
  const torch::Tensor rows = (torch::arange(used, rowNumbers()) * stars).floor_divide(used);
  network::Batch batch = m_data.validation.gather(rows);
  batch.flux.requires_grad_(true);
  const torch::Tensor output = m_network->forward(batch) * m_data.labelScale;
  const std::vector<float> factors = network::labelFactors(m_data.info);
  const std::size_t pixelCount = m_data.info.grid.size();
  std::vector<float> map(factors.size() * pixelCount, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t l = 0; l < factors.size(); ++l) {
    checkpoint();
    const torch::Tensor sum = output.select(1, static_cast<std::int64_t>(l)).sum();
    const torch::Tensor gradient =
        torch::autograd::grad({sum}, {batch.flux}, {}, true)[0].reshape({used, -1}).mean(0).cpu();
    const float* values = gradient.data_ptr<float>();
    for (std::size_t j = 0; j < m_data.pixels.size(); ++j) {
      map[l * pixelCount + m_data.pixels[j]] = values[j] * factors[l] / m_data.info.fluxScale;
    }
  }
  return map;
}

}  // namespace maury::training
