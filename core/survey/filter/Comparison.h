// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/NumericView.h"

namespace maury::survey {

/// One condition of a filter in the form that most have: a column against a number, or a column alone.
struct Comparison {
  enum class Kind { Less, LessOrEqual, Greater, GreaterOrEqual, IsTrue };
  std::size_t column = 0;  ///< which of the filter's names
  Kind kind = Kind::IsTrue;
  double number = 0.0;

  /// Reads `v3 < 2.5`, `-0.4 <= v0` and `v1`, the names as Filter.cpp writes them; nothing for any other form.
  static std::optional<Comparison> read(std::string_view text);

  /// Clears holds[i] where the value of row begin + i does not fulfil this: many rows in one go, at the memory's speed.
  /// A missing value fulfils nothing.
  void apply(const NumericView& values, std::size_t begin, std::span<char> holds) const;
};

/// A filter's expression cut at the && that no parentheses enclose, so that a star passes if all pieces are true; whole
/// where an || stands beside them. `both` and `either` are how the expression writes the two.
std::vector<std::string> conjunction(const std::string& expression, std::string_view both, std::string_view either);

}  // namespace maury::survey
