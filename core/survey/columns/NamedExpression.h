// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maury::survey {

/// Expression of the filter's language (Filter.h) with a name: a computed column, or a subset of the stars.
struct NamedExpression {
  std::string name;
  std::string unit;  ///< empty if none is stated
  std::string expression;
};

/// Parses "NAME=EXPRESSION" or "NAME [UNIT]=EXPRESSION"; blanks around the parts are ignored. A name consists of
/// letters, digits and inner blanks, '_', '.' and '-'. Throws Error(Usage) naming the text and the reason for any other
/// text, such as a bare condition "feh >= -1". Does not parse the expression. Thread-safe.
NamedExpression parseNamedExpression(std::string_view text);

}  // namespace maury::survey
