// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace maury::survey {

/// Functions of a filter. `isnan` takes text too.
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

/// A function as the user writes it.
struct FunctionName {
  static constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

  std::string_view name;
  Function function;
  std::size_t fewest = 1;  ///< arguments
  std::size_t most = 1;
};

/// Returns all functions in alphabetical order; `ln` and `log` are the same one.
std::span<const FunctionName> functionNames() noexcept;

/// Returns the function of that name (case matters), or nullptr.
const FunctionName* findFunction(std::string_view name) noexcept;

/// Returns the value of `_pi` or `_e`, which a column of that name hides.
std::optional<double> constantOf(std::string_view name) noexcept;

}  // namespace maury::survey
