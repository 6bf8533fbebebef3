// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/Error.h"
#include "training/MemberTrainer.torch.h"

namespace maury::training {

namespace {

/// Stars a forward pass takes when no gradient is needed: the activations then stay in the cache.
constexpr std::int64_t kValidationBatch = 64;
/// Stars whose gradients EpochReport::attribution averages.
constexpr std::int64_t kAttributionStars = 64;
std::uint64_t memberSeed(std::uint64_t seed, int member) {
  return splitMix64(splitMix64(seed) + static_cast<std::uint64_t>(member));
}

torch::optim::AdamOptions adamOptions(double learningRate) {
  constexpr double kKerasEpsilon = 1e-7;  // LibTorch's default is 1e-8
  return torch::optim::AdamOptions(learningRate).betas({0.9, 0.999}).eps(kKerasEpsilon);
}

std::unique_ptr<network::HybridCnn> freshNetwork(const TrainingData& data, torch::Generator& generator) {
  auto result = std::make_unique<network::HybridCnn>(data.info.network, data.pixels.size(), data.auxiliaryWidths,
                                                     data.info.labels.size());
  result->initialise(generator);
  return result;
}

}  // namespace

MemberTrainer::MemberTrainer(const TrainingData& data, const TrainingOptions& options, int member, Job& job,
                             const std::atomic<bool>& abandoned)
    : m_data(data),
      m_options(options),
      m_member(member),
      m_job(job),
      m_abandoned(abandoned),
      m_shuffle(memberSeed(options.seed, member), 1),
      m_generator(at::make_generator<at::CPUGeneratorImpl>(memberSeed(options.seed, member))),
      m_network(freshNetwork(data, m_generator)),
      m_parameters(m_network->parameters()),
      m_optimiser(m_parameters, adamOptions(options.learningRate)) {}

MemberEnd MemberTrainer::run(unsigned threads, Clock::time_point start, const EpochDone& epochDone,
                             const std::function<bool()>& finishNow) {
  const std::vector<std::unique_ptr<EpochHook>> hooks = makeHooks(m_options, m_member, threads);
  MemberEnd end;
  end.member = m_member;
  double learningRate = m_options.learningRate;
  for (int epoch = 1; end.reason.empty(); ++epoch) {
    EpochReport report;
    report.member = m_member;
    report.epoch = epoch;
    report.learningRate = learningRate;
    if (!trainEpoch(epoch, report, finishNow)) {
      end.reason = fmt::format("{} epochs, on request", epoch - 1);
      break;
    }
    validate(report);
    EpochState state{m_member, epoch, report.trainingLoss, report.validationLoss, 0.0, learningRate, false, {}};
    state.secondsUsed = std::chrono::duration<double>(Clock::now() - start).count();
    for (const auto& hook : hooks)
      hook->epochEnded(state);
    report.best = state.best;
    if (state.best) {
      m_best = m_network->clone();
      m_best->rescaleOutput(m_data.labelScale, m_data.labelOffset);
      end.bestEpoch = epoch;
      end.bestValidationLoss = report.validationLoss;
    }
    if (state.learningRate != learningRate) setLearningRate(learningRate = state.learningRate);
    if (m_options.keepAttribution && m_member == 0) report.attribution = attribution();
    end.reason = state.stopReason;
    epochDone(std::move(report));
  }
  return end;
}

std::shared_ptr<const network::HybridCnn> MemberTrainer::takeBest() {
  m_best->freeze();
  return std::move(m_best);
}

void MemberTrainer::checkpoint() const {
  m_job.checkpoint();
  if (m_abandoned.load(std::memory_order_relaxed)) throw Error(ErrorKind::Cancelled, "another member failed");
}

bool MemberTrainer::trainEpoch(int epoch, EpochReport& report, const std::function<bool()>& finishNow) {
  const auto start = Clock::now();
  const std::int64_t stars = m_data.training.size();
  std::vector<std::int64_t> order(static_cast<std::size_t>(stars));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[m_shuffle.below(i)]);
  double lossSum = 0.0, count = 0.0;
  for (std::int64_t first = 0; first < stars; first += m_options.batch) {
    checkpoint();
    if (epoch > 1 && finishNow && finishNow()) return false;
    const std::int64_t size = std::min<std::int64_t>(m_options.batch, stars - first);
    step(torch::from_blob(order.data() + first, {size}, torch::kInt64), epoch, lossSum, count);
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  report.spectraPerSecond = seconds > 0.0 ? static_cast<double>(stars) / seconds : 0.0;
  report.trainingLoss = lossSum / std::max(count, 1.0);
  return true;
}

void MemberTrainer::step(const torch::Tensor& rows, int epoch, double& lossSum, double& count) {
  network::Batch batch = m_data.training.gather(rows);
  if (m_data.training.level.defined()) addNoise(batch, rows);
  const torch::Tensor labels = m_data.training.labels.index_select(0, rows);
  const torch::Tensor present = m_data.training.present.index_select(0, rows);
  const double known = present.sum().item<double>();
  if (known == 0.0) return;

  const torch::Tensor output = m_network->forwardTraining(batch, m_generator);
  const torch::Tensor sum = elementLoss(m_data, output, labels, present).sum();
  const double value = sum.item<double>();
  NanGuard::check(value, m_member, epoch,
                  static_cast<torch::optim::AdamOptions&>(m_optimiser.param_groups()[0].options()).lr());
  torch::Tensor loss = sum / known;
  const torch::Tensor penalty = m_network->l2Penalty();
  if (penalty.defined()) loss = loss + penalty;

  m_optimiser.zero_grad();
  loss.backward();
  if (m_options.gradientClip > 0.0) torch::nn::utils::clip_grad_norm_(m_parameters, m_options.gradientClip);
  m_optimiser.step();
  lossSum += value;
  count += known;
}

void MemberTrainer::addNoise(network::Batch& batch, const torch::Tensor& rows) {
  // S/N uniform in its logarithm: as many batches see 20–40 as see 40–80.
  const std::int64_t stars = rows.size(0);
  const double low = std::log(m_options.noiseSnrLow), high = std::log(m_options.noiseSnrHigh);
  const torch::Tensor wanted = torch::empty({stars}).uniform_(-high, -low, m_generator).exp_();
  const torch::Tensor own = m_data.training.ownNoise.index_select(0, rows);
  const torch::Tensor added = (wanted.square() - own.square()).clamp_min(0.0).sqrt();
  const torch::Tensor sigma = added * m_data.training.level.index_select(0, rows);
  torch::Tensor flux = batch.flux.view({stars, -1});
  flux.add_(torch::empty_like(flux).normal_(0.0, 1.0, m_generator).mul_(sigma.unsqueeze(1)));
}

void MemberTrainer::validate(EpochReport& report) const {
  torch::NoGradGuard noGrad;
  const PreparedStars& stars = m_data.validation;
  const std::size_t labelCount = m_data.info.labels.size();
  std::vector<double> squares(labelCount, 0.0), count(labelCount, 0.0);
  std::vector<float> watched;
  double loss = 0.0;
  for (std::int64_t first = 0; first < stars.size(); first += kValidationBatch) {
    checkpoint();
    const std::int64_t size = std::min(kValidationBatch, stars.size() - first);
    network::Batch batch;
    batch.flux = stars.inputs.flux.narrow(0, first, size);
    for (const torch::Tensor& auxiliary : stars.inputs.auxiliary)
      batch.auxiliary.push_back(auxiliary.narrow(0, first, size));
    const torch::Tensor head = m_network->forward(batch);
    const torch::Tensor output = (head * m_data.labelScale + m_data.labelOffset).contiguous();
    const torch::Tensor labels = stars.labels.narrow(0, first, size);
    loss += elementLoss(m_data, head, labels, stars.present.narrow(0, first, size)).sum().item<double>();
    const float* predicted = output.data_ptr<float>();
    const float* truth = stars.labels.data_ptr<float>() + first * static_cast<std::int64_t>(labelCount);
    const float* present = stars.present.data_ptr<float>() + first * static_cast<std::int64_t>(labelCount);
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

std::vector<float> MemberTrainer::attribution() const {
  const std::int64_t stars = m_data.validation.size();
  const std::int64_t used = std::min(stars, kAttributionStars);
  // Evenly over the validation set, which is in row order and may be sorted.
  const torch::Tensor rows = (torch::arange(used) * stars).floor_divide(used);
  network::Batch batch = m_data.validation.gather(rows);
  batch.flux.requires_grad_(true);
  const torch::Tensor output = m_network->forward(batch) * m_data.labelScale;
  const std::vector<float> factors = network::labelFactors(m_data.info);
  const std::size_t pixelCount = m_data.info.grid.size();
  std::vector<float> map(factors.size() * pixelCount, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t l = 0; l < factors.size(); ++l) {
    checkpoint();
    const torch::Tensor sum = output.select(1, static_cast<std::int64_t>(l)).sum();
    const torch::Tensor gradient = torch::autograd::grad({sum}, {batch.flux}, {}, true)[0].reshape({used, -1}).mean(0);
    const float* values = gradient.data_ptr<float>();
    for (std::size_t j = 0; j < m_data.pixels.size(); ++j) {
      map[l * pixelCount + m_data.pixels[j]] = values[j] * factors[l] / m_data.info.fluxScale;
    }
  }
  return map;
}

void MemberTrainer::setLearningRate(double rate) {
  for (auto& group : m_optimiser.param_groups())
    static_cast<torch::optim::AdamOptions&>(group.options()).lr(rate);
}

}  // namespace maury::training
