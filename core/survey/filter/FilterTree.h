// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "survey/filter/FilterFunctions.h"
#include "survey/filter/FilterTokens.h"

namespace maury::survey {

struct FilterPreset;
struct Node;

struct NumberNode {
  double value = 0.0;
};
/// Text in quotes.
struct TextNode {
  std::string text;
};
/// A column's name (without backquotes), `id`, or a constant if it is not `isQuoted`.
struct NameNode {
  std::string name;
  bool isQuoted = false;
};
/// `@name`. The ranges of the nodes in `meaning` are those of the preset's own text.
struct PresetNode {
  const FilterPreset* preset = nullptr;
  std::unique_ptr<Node> meaning;
};
/// What stands in parentheses.
struct GroupNode {
  std::unique_ptr<Node> inner;
};
struct SignNode {
  enum class Sign { Plus, Minus, Not } sign = Sign::Plus;
  std::unique_ptr<Node> operand;
};
/// Operands joined by operators of one precedence, to be worked out from left to right; two operands for ^.
struct ChainNode {
  std::vector<Node> operands;
  std::vector<Operator> operators;  ///< one fewer
};
/// condition ? then : otherwise
struct ChoiceNode {
  std::unique_ptr<Node> condition, then, otherwise;
};
struct CallNode {
  Function function = Function::Abs;
  std::vector<Node> arguments;
};
/// A condition that cannot be read; only parseConditions() makes it.
struct UnreadableNode {};

/// One node of a filter's syntax tree and the text that it was read from.
struct Node {
  SourceRange range;
  std::variant<NumberNode, TextNode, NameNode, PresetNode, GroupNode, SignNode, ChainNode, ChoiceNode, CallNode,
               UnreadableNode>
      content;

  /// Returns the content if it is of that kind, else nullptr.
  template <typename Content>
  const Content* as() const {
    return std::get_if<Content>(&content);
  }
};

/// Returns the chain if the node is one of operators of this precedence, else nullptr.
const ChainNode* chainOf(const Node& node, Precedence precedence);

constexpr std::size_t kMostFilterBytes = 100000;
constexpr int kDeepestFilter = 200;  ///< nested parentheses, signs, powers and choices

/// Returns true if the text has nothing but white space, which as a filter lets all rows pass.
bool isBlankFilter(std::string_view text);

/// Reads a filter or an expression; columns are not looked up. The grammar, the loosest first:
///
///     choice     = or [ "?" choice ":" choice ]
///     or         = and { "||" and }
///     and        = comparison { "&&" comparison }
///     comparison = sum { ( "<" | "<=" | ">" | ">=" | "==" | "!=" | "~" | "!~" ) sum }
///     sum        = product { ( "+" | "-" ) product }
///     product    = signed { ( "*" | "/" ) signed }
///     signed     = ( "+" | "-" | "!" ) signed | power
///     power      = primary [ "^" signed ]
///     primary    = number | text | name | "@" name | function "(" choice { "," choice } ")" | "(" choice ")"
///
/// So -2^2 is -4, 2^3^2 is 2^9, and !a == b compares !a. Takes linear time. Throws FilterError for anything else, and
/// for a text that is longer or deeper than the limits above.
Node parseFilter(std::string_view text);

/// Reads a filter that may be half written: a condition that cannot be read, between && or || outside parentheses, is
/// an UnreadableNode, and so is the whole text where that is not enough. Throws nothing for what the text holds.
Node parseConditions(std::string_view text);

}  // namespace maury::survey
