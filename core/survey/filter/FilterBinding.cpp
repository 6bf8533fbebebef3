// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterBinding.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "survey/filter/Filter.h"
#include "survey/filter/FilterError.h"
#include "survey/filter/FilterPresets.h"
#include "survey/names/NearNames.h"

namespace maury::survey {

namespace {

/// Node of the tree after its columns were looked up.
using Bound = std::variant<Operand, Condition, TextOperand>;

const TextOperand* asText(const Bound& bound) {
  return std::get_if<TextOperand>(&bound);
}

/// Binds the nodes of one text: a filter or a preset.
class Binder {
public:
  Binder(const Dataset& dataset, std::string_view text, LabelNames names)
      : m_dataset(dataset), m_text(text), m_names(names) {}

  Operand numbers(const Node& node) const {
    Bound bound = bind(node);
    requireNumber(node, bound);
    if (auto* condition = std::get_if<Condition>(&bound)) return numbersOf(std::move(*condition));
    return std::get<Operand>(std::move(bound));
  }

  Condition condition(const Node& node) const {
    Bound bound = bind(node);
    requireNumber(node, bound);
    if (auto* condition = std::get_if<Condition>(&bound)) return std::move(*condition);
    return truthOf(std::get<Operand>(std::move(bound)));
  }

private:
  Bound bind(const Node& node) const {
    return std::visit([&](const auto& content) -> Bound { return bindContent(node, content); }, node.content);
  }

  Bound bindContent(const Node&, const NumberNode& number) const { return Operand(number.value); }
  Bound bindContent(const Node&, const TextNode& text) const { return TextOperand{nullptr, text.text}; }
  Bound bindContent(const Node&, const GroupNode& group) const { return bind(*group.inner); }
  Bound bindContent(const Node& node, const UnreadableNode&) const {
    throw fault(node.range.begin, "the filter is invalid from here on.");
  }

  Bound bindContent(const Node& node, const NameNode& name) const {
    if (m_names == LabelNames::OrCounterpart)
      if (const std::string column = nameOrCounterpart(m_dataset, name.name); column != name.name)
        return Operand(viewOf(m_dataset, column));
    if (m_dataset.hasNumeric(name.name)) return Operand(viewOf(m_dataset, name.name));
    if (const io::Column* column = m_dataset.findColumn(name.name))
      return TextOperand{&std::get<std::vector<std::string>>(column->values)};
    if (name.name == "id") return TextOperand{&m_dataset.ids};
    if (const auto constant = name.isQuoted ? std::nullopt : constantOf(name.name)) return Operand(*constant);
    const std::string shown = shortenName(name.name);
    throw fault(node.range.begin,
                fmt::format("there is no column '{}'; {}.", shown, nearNames(shown, filterableNames(m_dataset))));
  }

  Bound bindContent(const Node& node, const PresetNode& preset) const {
    try {
      return Binder(m_dataset, preset.preset->text, LabelNames::OrCounterpart).condition(*preset.meaning);
    } catch (const FilterError& error) {
      throw fault(node.range.begin, fmt::format("@{} stands for '{}'. In that filter: {}", preset.preset->name,
                                                preset.preset->text, error.what()));
    }
  }

  Bound bindContent(const Node&, const SignNode& sign) const {
    if (sign.sign == SignNode::Sign::Not) return negate(condition(*sign.operand));
    Operand operand = numbers(*sign.operand);
    if (sign.sign == SignNode::Sign::Plus) return operand;
    return chain(std::move(operand), {{Step::Times, Operand(-1.0)}});
  }

  Bound bindContent(const Node&, const ChoiceNode& choice) const {
    return Operand(choose(condition(*choice.condition), numbers(*choice.then), numbers(*choice.otherwise)));
  }

  Bound bindContent(const Node&, const ChainNode& node) const {
    const Precedence precedence = precedenceOf(node.operators.front());
    if (precedence == Precedence::And || precedence == Precedence::Or) {
      std::vector<Condition> conditions;
      for (const Node& operand : node.operands)
        conditions.push_back(condition(operand));
      return precedence == Precedence::And ? allOf(std::move(conditions)) : anyOf(std::move(conditions));
    }
    if (precedence == Precedence::Comparison) return comparison(node);
    return steps(numbers(node.operands.front()), node, 0);
  }

  /// Binds a chain of comparisons. Only the first compares the operands as they are, text included; each further one
  /// compares the previous result (1 or 0) with a number.
  Bound comparison(const ChainNode& node) const {
    const Node &left = node.operands[0], &right = node.operands[1];
    Bound first = bind(left), second = bind(right);
    Condition condition =
        asText(first) || asText(second) || isPattern(node.operators[0])
            ? textComparison(node, std::move(first), std::move(second))
            : compareNumbers(stepOf(node.operators[0]), operandOf(std::move(first)), operandOf(std::move(second)));
    if (node.operators.size() == 1) return condition;
    return steps(numbersOf(std::move(condition)), node, 1);
  }

  /// Applies the operators of the chain from index `from` on to `first`.
  Operand steps(Operand first, const ChainNode& node, std::size_t from) const {
    std::vector<std::pair<Step, Operand>> steps;
    for (std::size_t i = from; i < node.operators.size(); ++i) {
      const Node& operand = node.operands[i + 1];
      if (isPattern(node.operators[i]))
        throw fault(node.operands[i].range.begin, "a pattern must be compared with text, but this is a number.");
      steps.emplace_back(stepOf(node.operators[i]), numbers(operand));
    }
    return chain(std::move(first), std::move(steps));
  }

  Condition textComparison(const ChainNode& node, Bound first, Bound second) const {
    const Operator sign = node.operators[0];
    const Node &left = node.operands[0], &right = node.operands[1];
    if (isPattern(sign)) {
      if (!asText(first)) throw fault(left.range.begin, "a pattern must be compared with text, but this is a number.");
      if (!asText(second) || asText(second)->column != nullptr)
        throw fault(right.range.begin, "a pattern in quotes is needed here, such as \"M 67*\".");
    } else if (sign != Operator::Equal && sign != Operator::NotEqual) {
      throw fault((asText(first) ? left : right).range.begin,
                  "this is text; compare it with == and != or with a pattern (~ and !~).");
    }
    for (const auto& [side, bound] : {std::pair{&left, &first}, std::pair{&right, &second}}) {
      if (!asText(*bound))
        throw fault(side->range.begin, "text is needed for this comparison, but this is a number; put text in quotes.");
      if (asText(*bound)->column == nullptr && asText(*bound)->literal.empty())
        throw fault(side->range.begin, "an empty text is a missing value, which never matches; use isnan(…).");
    }
    return compareTexts(sign, std::get<TextOperand>(std::move(first)), std::get<TextOperand>(std::move(second)));
  }

  Bound bindContent(const Node&, const CallNode& call) const {
    if (call.function == Function::IsNan) {
      Bound argument = bind(call.arguments.front());
      if (auto* text = std::get_if<TextOperand>(&argument)) return missing(std::move(*text));
      return missing(operandOf(std::move(argument)));
    }
    const auto step = stepBetweenArguments(call.function);
    if (!step) return applyFunction(call.function, numbers(call.arguments.front()));
    std::vector<std::pair<Step, Operand>> steps;
    for (const Node& argument : call.arguments)
      steps.emplace_back(*step, numbers(argument));
    if (call.function == Function::Average) steps.emplace_back(Step::Over, static_cast<double>(call.arguments.size()));
    if (*step == Step::Plus) return chain(0.0, std::move(steps));
    Operand first = std::move(steps.front().second);
    steps.erase(steps.begin());
    return chain(std::move(first), std::move(steps));
  }

  /// Returns the step that combines successive arguments of a function; nullopt if it has only one argument.
  static std::optional<Step> stepBetweenArguments(Function function) {
    switch (function) {
      case Function::Min:
        return Step::Min;
      case Function::Max:
        return Step::Max;
      case Function::Atan2:
        return Step::Atan2;
      case Function::Sum:
      case Function::Average:
        return Step::Plus;
      default:
        return std::nullopt;
    }
  }

  static bool isPattern(Operator sign) { return sign == Operator::Like || sign == Operator::NotLike; }

  static Operand operandOf(Bound bound) {
    if (auto* condition = std::get_if<Condition>(&bound)) return numbersOf(std::move(*condition));
    return std::get<Operand>(std::move(bound));
  }

  void requireNumber(const Node& node, const Bound& bound) const {
    const TextOperand* text = asText(bound);
    if (text == nullptr) return;
    if (text->column == nullptr) throw fault(node.range.begin, "a number is needed here, but this is text.");
    const std::string shown =
        shortenName(std::string_view(m_text).substr(node.range.begin, node.range.end - node.range.begin));
    throw fault(node.range.begin,
                fmt::format("{} contains text, but a number is needed; compare it with text in quotes (== and !=) or "
                            "with a pattern (~ and !~).",
                            shown));
  }

  FilterError fault(std::size_t position, const std::string& reason) const { return errorAt(m_text, position, reason); }

  const Dataset& m_dataset;
  std::string_view m_text;
  LabelNames m_names;
};

}  // namespace

Condition bindCondition(const Dataset& dataset, std::string_view text, const Node& tree, LabelNames names) {
  return Binder(dataset, text, names).condition(tree);
}

Operand bindNumbers(const Dataset& dataset, std::string_view text, const Node& tree) {
  return Binder(dataset, text, LabelNames::Exact).numbers(tree);
}

}  // namespace maury::survey
