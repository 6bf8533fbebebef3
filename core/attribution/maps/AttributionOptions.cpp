// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/AttributionOptions.h"

#include <array>
#include <utility>

namespace maury::attribution {

namespace {

constexpr std::array<std::pair<AttributionMethod, const char*>, 5> kNames{
    {{AttributionMethod::Gradient, "gradient"},
     {AttributionMethod::SmoothGrad, "smoothgrad"},
     {AttributionMethod::GradientTimesInput, "gradient-x-input"},
     {AttributionMethod::IntegratedGradients, "integrated-gradients"},
     {AttributionMethod::Occlusion, "occlusion"}}};

}  // namespace

bool isDerivative(AttributionMethod method) noexcept {
  return method == AttributionMethod::Gradient || method == AttributionMethod::SmoothGrad;
}

bool takesBaseline(AttributionMethod method) noexcept {
  return !isDerivative(method);
}

std::string methodName(AttributionMethod method) {
  for (const auto& [known, name] : kNames) {
    if (known == method) return name;
  }
  return {};
}

std::vector<std::string> methodNames() {
  std::vector<std::string> names;
  for (const auto& [method, name] : kNames)
    names.emplace_back(name);
  return names;
}

}  // namespace maury::attribution
