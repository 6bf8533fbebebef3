// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterTerms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "survey/filter/FilterPresets.h"
#include "survey/filter/FilterTree.h"

namespace maury::survey {

namespace {

enum class Kind { Other, Low, High, Flag };

/// One of the conditions joined by &&.
struct Term {
  SourceRange range;  ///< range in the filter's text; that of the preset if the term is part of one
  bool isInPreset = false;
  Kind kind = Kind::Other;
  std::string name = {};  ///< name that is compared with a number, or that is a flag
  double value = 0.0;     ///< bound, if kind is Low or High
};

using TermTest = std::function<bool(const Term& term)>;

/// Returns the value of a number with or without leading signs; nullopt for anything else.
std::optional<double> numberOf(const Node& node) {
  if (const auto* number = node.as<NumberNode>()) return number->value;
  const auto* sign = node.as<SignNode>();
  if (sign == nullptr || sign->sign == SignNode::Sign::Not) return std::nullopt;
  const auto value = numberOf(*sign->operand);
  return value && sign->sign == SignNode::Sign::Minus ? std::optional(-*value) : value;
}

/// Sets the kind, name and value of a term if a slider or check box can show it.
void readCondition(const Node& node, Term& term) {
  if (const auto* name = node.as<NameNode>()) {
    term.kind = Kind::Flag;
    term.name = name->name;
    return;
  }
  const ChainNode* comparison = chainOf(node, Precedence::Comparison);
  if (comparison == nullptr || comparison->operators.size() != 1) return;
  const Operator sign = comparison->operators.front();
  const bool isLess = sign == Operator::Less || sign == Operator::LessOrEqual;
  const bool isGreater = sign == Operator::Greater || sign == Operator::GreaterOrEqual;
  if (!isLess && !isGreater) return;
  const Node &left = comparison->operands[0], &right = comparison->operands[1];
  const bool isNameFirst = left.as<NameNode>() != nullptr;
  const auto* name = isNameFirst ? left.as<NameNode>() : right.as<NameNode>();
  const auto value = numberOf(isNameFirst ? right : left);
  if (name == nullptr || !value) return;
  term.kind = isLess == isNameFirst ? Kind::High : Kind::Low;
  term.name = name->name;
  term.value = *value;
}

/// Adds the terms of a node; `preset` is the range of the preset to which the node belongs, or nullptr.
void addTerms(const Node& node, const SourceRange* preset, std::vector<Term>& terms) {
  const SourceRange range = preset != nullptr ? *preset : node.range;
  if (const ChainNode* conjunction = chainOf(node, Precedence::And)) {
    for (const Node& operand : conjunction->operands)
      addTerms(operand, preset, terms);
  } else if (const auto* named = node.as<PresetNode>()) {
    addTerms(*named->meaning, &range, terms);
  } else {
    terms.push_back({range, preset != nullptr});
    readCondition(node, terms.back());
  }
}

std::vector<Term> termsOf(const std::string& text) {
  std::vector<Term> terms;
  if (!isBlankFilter(text)) addTerms(parseConditions(text), nullptr, terms);
  return terms;
}

Bounds boundsIn(const std::vector<Term>& terms, const std::string& name) {
  Bounds bounds;
  for (const Term& term : terms) {
    if (term.name != name) continue;
    if (term.kind == Kind::Low) bounds.low = std::max(bounds.low, term.value);
    if (term.kind == Kind::High) bounds.high = std::min(bounds.high, term.value);
  }
  return bounds;
}

/// Replaces presets by their text if they contain a term to be changed.
std::string expandPresets(const std::string& text, const TermTest& isChanged) {
  std::vector<SourceRange> presets;
  for (const Term& term : termsOf(text))
    if (term.isInPreset && isChanged(term) && (presets.empty() || presets.back() != term.range))
      presets.push_back(term.range);
  std::string result;
  std::size_t end = 0;
  for (const SourceRange& range : presets) {
    const auto known = filterPresets();
    const std::string_view name = std::string_view(text).substr(range.begin + 1, range.end - range.begin - 1);
    const auto preset = std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.name == name; });
    result.append(text, end, range.begin - end).append(preset->text);
    end = range.end;
  }
  return result.append(text, end);
}

/// Replaces the first term for which the test is true by `with`, or removes it if `with` is empty, and removes all
/// further such terms, each with its preceding && (the following one for the first term). Presets with such terms must
/// have been expanded.
std::string replaceTerms(const std::string& text, const TermTest& isChanged, const std::string& replacement) {
  const std::vector<Term> terms = termsOf(text);
  std::string result;
  bool isFirst = true, isReplaced = replacement.empty();
  std::size_t end = 0;  // end of the previous term
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const SourceRange& range = terms[i].range;
    if (i > 0 && range == terms[i - 1].range) continue;  // further term of the same preset
    const bool isOwn = isChanged(terms[i]);
    if (!isOwn || !isReplaced) {
      if (i == 0 || !isFirst) result.append(text, end, range.begin - end);
      result.append(isOwn ? replacement : text.substr(range.begin, range.end - range.begin));
      isReplaced = isReplaced || isOwn;
      isFirst = false;
    }
    end = range.end;
  }
  return isFirst ? std::string() : result.append(text, end);
}

/// Adds a condition after the last one on this name, or at the end.
std::string addCondition(const std::string& text, const std::string& condition, const std::string& name) {
  const std::vector<Term> terms = termsOf(text);
  if (terms.empty()) return condition;
  const Node tree = parseConditions(text);
  if (chainOf(tree, Precedence::Or) != nullptr || tree.as<ChoiceNode>() != nullptr)
    return fmt::format("({}) && {}", text, condition);
  const auto last = std::find_if(terms.rbegin(), terms.rend(), [&](const Term& term) { return term.name == name; });
  const std::size_t end = last == terms.rend() ? terms.back().range.end : last->range.end;
  return text.substr(0, end) + " && " + condition + text.substr(end);
}

std::string replaceBound(std::string text, const std::string& name, Kind kind, double value) {
  const TermTest isOwn = [&](const Term& term) { return term.kind == kind && term.name == name; };
  const std::string condition = std::isfinite(value)
                                    ? fmt::format("{} {} {:.6g}", quoteName(name), kind == Kind::Low ? '>' : '<', value)
                                    : std::string();
  text = expandPresets(text, isOwn);
  const std::vector<Term> terms = termsOf(text);
  if (std::any_of(terms.begin(), terms.end(), isOwn)) return replaceTerms(text, isOwn, condition);
  return condition.empty() ? text : addCondition(text, condition, name);
}

}  // namespace

Bounds FilterTerms::boundsOf(const std::string& name) const {
  return boundsIn(termsOf(m_text), name);
}

void FilterTerms::setBounds(const std::string& name, const Bounds& bounds) {
  const Bounds now = boundsOf(name);
  if (bounds.low != now.low) m_text = replaceBound(m_text, name, Kind::Low, bounds.low);
  if (bounds.high != now.high) m_text = replaceBound(m_text, name, Kind::High, bounds.high);
}

bool FilterTerms::hasFlag(const std::string& name) const {
  const std::vector<Term> terms = termsOf(m_text);
  return std::any_of(terms.begin(), terms.end(),
                     [&](const Term& term) { return term.kind == Kind::Flag && term.name == name; });
}

void FilterTerms::setFlag(const std::string& name, bool on) {
  if (on == hasFlag(name)) return;
  const TermTest isOwn = [&](const Term& term) { return term.kind == Kind::Flag && term.name == name; };
  m_text = on ? addCondition(m_text, quoteName(name), name) : replaceTerms(expandPresets(m_text, isOwn), isOwn, {});
}

}  // namespace maury::survey
