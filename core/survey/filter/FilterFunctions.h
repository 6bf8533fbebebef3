// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace maury::survey {

/// Functions of the filter language. All take numbers; isnan() also takes text.
enum class Function {
  Abs,
  Acos,
  Acosh,
  Asin,
  Asinh,
  Atan,
  Atan2,
  Atanh,
  Average,
  Cos,
  Cosh,
  Exp,
  IsNan,
  Log,
  Log10,
  Log2,
  Max,
  Min,
  Rint,
  Sign,
  Sin,
  Sinh,
  Sqrt,
  Sum,
  Tan,
  Tanh
};

/// Name of a function in a filter, and its number of arguments.
struct FunctionName {
  static constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

  std::string_view name;
  Function function;
  std::size_t minArguments = 1;  ///< smallest number of arguments
  std::size_t maxArguments = 1;  ///< largest number of arguments
};

/// Returns all functions in alphabetical order; `ln` and `log` are the same function.
std::span<const FunctionName> functionNames() noexcept;

/// Returns the function of that name (case matters), or nullptr.
const FunctionName* findFunction(std::string_view name) noexcept;

/// Returns the value of `_pi` or `_e`; nullopt for other names. A column of the same name takes precedence.
std::optional<double> constantOf(std::string_view name) noexcept;

}  // namespace maury::survey
