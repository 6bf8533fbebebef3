// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <type_traits>

#include "base/Error.h"
#include "training/Optimiser.torch.h"

namespace maury::training {

namespace {

constexpr double kKerasEpsilon = 1e-7;  // LibTorch's default is 1e-8

/// Returns the key of a parameter's state: its address in LibTorch 2, and in LibTorch 1 the address as text ("0x55…",
/// as a stream formats a pointer).
template <typename States>
auto keyOf(const torch::Tensor& parameter) {
  if constexpr (std::is_same_v<typename States::key_type, std::string>)
    return fmt::format("{}", fmt::ptr(parameter.unsafeGetTensorImpl()));
  else
    return static_cast<void*>(parameter.unsafeGetTensorImpl());
}

io::Tensor flatTensor(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().reshape({-1}).contiguous().cpu();
  return {{flat.numel()}, {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()}};
}

/// Returns a stored tensor in the shape and memory layout of the parameter.
torch::Tensor restoreMoment(const torch::Tensor& parameter, const MemberCheckpoint& state, const std::string& name) {
  const auto found = state.tensors.find(name);
  if (found == state.tensors.end() || static_cast<std::int64_t>(found->second.values.size()) != parameter.numel())
    throw Error(ErrorKind::Format, fmt::format("tensor '{}' is missing or has another size", name));
  torch::NoGradGuard noGrad;
  torch::Tensor result = torch::zeros_like(parameter, torch::MemoryFormat::Preserve);
  result.copy_(torch::tensor(found->second.values, torch::kFloat32).reshape(parameter.sizes()));
  return result;
}

template <typename ParamState>
void saveStates(const torch::optim::Optimizer& optimiser, const std::vector<torch::Tensor>& parameters,
                MemberCheckpoint& out) {
  const auto& states = optimiser.state();
  using States = std::decay_t<decltype(states)>;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto found = states.find(keyOf<States>(parameters[i]));
    if (found == states.end()) continue;
    const auto& state = static_cast<const ParamState&>(*found->second);
    out.steps = state.step();
    out.tensors[fmt::format("moment1.{}", i)] = flatTensor(state.exp_avg());
    out.tensors[fmt::format("moment2.{}", i)] = flatTensor(state.exp_avg_sq());
  }
}

template <typename ParamState>
void restoreStates(torch::optim::Optimizer& optimiser, const std::vector<torch::Tensor>& parameters,
                   const MemberCheckpoint& from) {
  auto& states = optimiser.state();
  using States = std::decay_t<decltype(states)>;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto state = std::make_unique<ParamState>();
    state->step(from.steps);
    state->exp_avg(restoreMoment(parameters[i], from, fmt::format("moment1.{}", i)));
    state->exp_avg_sq(restoreMoment(parameters[i], from, fmt::format("moment2.{}", i)));
    states[keyOf<States>(parameters[i])] = std::move(state);
  }
}

bool isAdamW(const torch::optim::Optimizer& optimiser) {
  return dynamic_cast<const torch::optim::AdamW*>(&optimiser) != nullptr;
}

}  // namespace

std::unique_ptr<torch::optim::Optimizer> makeOptimiser(const std::vector<torch::Tensor>& parameters,
                                                       const TrainingOptions& options) {
  if (options.optimiser == Optimiser::AdamW) {
    return std::make_unique<torch::optim::AdamW>(parameters, torch::optim::AdamWOptions(options.learningRate)
                                                                 .betas({0.9, 0.999})
                                                                 .eps(kKerasEpsilon)
                                                                 .weight_decay(options.weightDecay));
  }
  return std::make_unique<torch::optim::Adam>(
      parameters, torch::optim::AdamOptions(options.learningRate).betas({0.9, 0.999}).eps(kKerasEpsilon));
}

void setLearningRate(torch::optim::Optimizer& optimiser, double rate) {
  for (auto& group : optimiser.param_groups())
    group.options().set_lr(rate);
}

void saveOptimiser(const torch::optim::Optimizer& optimiser, const std::vector<torch::Tensor>& parameters,
                   MemberCheckpoint& state) {
  if (isAdamW(optimiser))
    saveStates<torch::optim::AdamWParamState>(optimiser, parameters, state);
  else
    saveStates<torch::optim::AdamParamState>(optimiser, parameters, state);
}

void restoreOptimiser(torch::optim::Optimizer& optimiser, const std::vector<torch::Tensor>& parameters,
                      const MemberCheckpoint& state) {
  setLearningRate(optimiser, state.learningRate);
  if (state.steps == 0) return;
  if (isAdamW(optimiser))
    restoreStates<torch::optim::AdamWParamState>(optimiser, parameters, state);
  else
    restoreStates<torch::optim::AdamParamState>(optimiser, parameters, state);
}

}  // namespace maury::training
