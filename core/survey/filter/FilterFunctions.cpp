// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterFunctions.h"

#include <algorithm>
#include <array>
#include <numbers>

namespace maury::survey {

namespace {

constexpr auto kAny = FunctionName::kAnyNumber;

constexpr std::array kFunctions = {
    FunctionName{"abs", Function::Abs},
    FunctionName{"acos", Function::Acos},
    FunctionName{"acosh", Function::Acosh},
    FunctionName{"asin", Function::Asin},
    FunctionName{"asinh", Function::Asinh},
    FunctionName{"atan", Function::Atan},
    FunctionName{"atan2", Function::Atan2, 2, 2},
    FunctionName{"atanh", Function::Atanh},
    FunctionName{"avg", Function::Average, 1, kAny},
    FunctionName{"cos", Function::Cos},
    FunctionName{"cosh", Function::Cosh},
    FunctionName{"exp", Function::Exp},
    FunctionName{"isnan", Function::IsNan},
    FunctionName{"ln", Function::Log},
    FunctionName{"log", Function::Log},
    FunctionName{"log10", Function::Log10},
    FunctionName{"log2", Function::Log2},
    FunctionName{"max", Function::Max, 1, kAny},
    FunctionName{"min", Function::Min, 1, kAny},
    FunctionName{"rint", Function::Rint},
    FunctionName{"sign", Function::Sign},
    FunctionName{"sin", Function::Sin},
    FunctionName{"sinh", Function::Sinh},
    FunctionName{"sqrt", Function::Sqrt},
    FunctionName{"sum", Function::Sum, 1, kAny},
    FunctionName{"tan", Function::Tan},
    FunctionName{"tanh", Function::Tanh},
};

}  // namespace

std::span<const FunctionName> functionNames() noexcept {
  return kFunctions;
}

const FunctionName* findFunction(std::string_view name) noexcept {
  const auto found =
      std::find_if(kFunctions.begin(), kFunctions.end(), [&](const auto& each) { return each.name == name; });
  return found == kFunctions.end() ? nullptr : &*found;
}

std::optional<double> constantOf(std::string_view name) noexcept {
  if (name == "_pi") return std::numbers::pi;
  if (name == "_e") return std::numbers::e;
  return std::nullopt;
}

}  // namespace maury::survey
