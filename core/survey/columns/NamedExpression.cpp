// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/columns/NamedExpression.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"

namespace maury::survey {

namespace {

/// Returns true for a character of a name. Bytes beyond ASCII belong to UTF-8 characters.
bool isNameCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '-' || c == ' ' || byte >= 0x80;
}

}  // namespace

NamedExpression parseNamedExpression(std::string_view text) {
  const auto refuse = [text](const std::string& reason) {
    throw Error(ErrorKind::Usage,
                fmt::format("'{}' does not have the form NAME=EXPRESSION or NAME [UNIT]=EXPRESSION: {}.", excerpt(text),
                            reason));
  };
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) refuse("there is no '='");
  std::string_view name = io::trim(text.substr(0, equals)), unit;
  const std::string_view expression = io::trim(text.substr(equals + 1));
  if (const std::size_t bracket = name.find('['); bracket != std::string_view::npos && name.ends_with(']')) {
    unit = io::trim(name.substr(bracket + 1, name.size() - bracket - 2));
    name = io::trim(name.substr(0, bracket));
  }
  if (name.empty()) refuse("the name is empty");
  const auto other = std::find_if_not(name.begin(), name.end(), isNameCharacter);
  if (other != name.end()) refuse(fmt::format("a name cannot contain '{}'", printable(std::string_view(&*other, 1))));
  if (expression.empty()) refuse("the expression is empty");
  if (expression.front() == '=') refuse("'==' compares two values");
  return {std::string(name), std::string(unit), std::string(expression)};
}

}  // namespace maury::survey
