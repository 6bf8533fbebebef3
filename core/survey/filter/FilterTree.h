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
/// Name of a column (without backquotes), `id`, or a constant unless it is quoted.
struct NameNode {
  std::string name;
  bool isQuoted = false;
};
/// Preset, written `@name`. The ranges of the nodes in `meaning` refer to the preset's text.
struct PresetNode {
  const FilterPreset* preset = nullptr;
  std::unique_ptr<Node> meaning;
};
/// Expression in parentheses.
struct GroupNode {
  std::unique_ptr<Node> inner;
};
struct SignNode {
  enum class Sign { Plus, Minus, Not } sign = Sign::Plus;
  std::unique_ptr<Node> operand;
};
/// Operands joined by operators of the same precedence, evaluated from left to right; always two operands for ^.
struct ChainNode {
  std::vector<Node> operands;
  std::vector<Operator> operators;  ///< operators[i] follows operands[i]
};
/// Conditional expression, written `condition ? then : otherwise`.
struct ChoiceNode {
  std::unique_ptr<Node> condition, then, otherwise;
};
struct CallNode {
  Function function = Function::Abs;
  std::vector<Node> arguments;
};
/// Condition with a syntax error; produced by parseConditions() only.
struct UnreadableNode {};

/// Node of a filter's syntax tree, with its range in the text.
struct Node {
  SourceRange range;
  std::variant<NumberNode, TextNode, NameNode, PresetNode, GroupNode, SignNode, ChainNode, ChoiceNode, CallNode,
               UnreadableNode>
      content;

  /// Returns the content if it has this type, else nullptr.
  template <typename Content>
  const Content* as() const {
    return std::get_if<Content>(&content);
  }
};

/// Returns the chain if the node is a chain of operators of this precedence, else nullptr.
const ChainNode* chainOf(const Node& node, Precedence precedence);

constexpr std::size_t kMaxFilterBytes = 100000;
constexpr int kMaxFilterDepth = 200;  ///< largest nesting of parentheses, signs, powers and choices

/// Returns true if the text is empty or white space only. As a filter, such a text selects all rows.
bool isBlankFilter(std::string_view text);

/// Parses a filter or an expression without looking up columns. Grammar, in ascending order of precedence:
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
/// Therefore -2^2 is -4, 2^3^2 is 2^9, and !a == b compares !a with b. Takes linear time. Throws FilterError for any
/// other text, and for a text that exceeds the limits above.
Node parseFilter(std::string_view text);

/// Parses a filter that may be incomplete. Each condition between && or || outside parentheses that has a syntax error
/// becomes an UnreadableNode; if the text cannot be split in this way, the whole text does. Does not throw for invalid
/// text.
Node parseConditions(std::string_view text);

}  // namespace maury::survey
