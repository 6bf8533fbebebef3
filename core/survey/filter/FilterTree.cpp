// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterTree.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "survey/filter/FilterError.h"
#include "survey/filter/FilterPresets.h"
#include "survey/names/NearNames.h"

namespace maury::survey {

namespace {

/// Reason and byte position of a syntax error, before it becomes a FilterError.
struct Problem {
  std::size_t position;
  std::string reason;
};

std::unique_ptr<Node> makeChild(Node node) {
  return std::make_unique<Node>(std::move(node));
}

/// Recursive-descent parser of one text, with one function per rule of the grammar in FilterTree.h.
class Parser {
public:
  Parser(std::string_view text, bool isTolerant) : m_text(text), m_tokens(text), m_isTolerant(isTolerant) { advance(); }

  Node run() {
    Node node = choice();
    if (m_token.kind != Token::Kind::End) unexpected();
    return node;
  }

private:
  using Kind = Token::Kind;

  /// Largest number of conditions with syntax errors. A text with more is not an incomplete filter, and parsing it
  /// would take long.
  static constexpr int kMaxUnreadable = 50;

  /// Guard that counts one level of nesting during its lifetime. Throws a Problem if there are too many.
  class Level {
  public:
    explicit Level(Parser& parser) : m_parser(parser) {
      if (++m_parser.m_depth > kMaxFilterDepth) {
        --m_parser.m_depth;
        throw Problem{m_parser.m_token.range.begin,
                      fmt::format("more than {} levels of parentheses, signs, powers or choices are nested here.",
                                  kMaxFilterDepth)};
      }
    }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --m_parser.m_depth; }

  private:
    Parser& m_parser;
  };

  void advance() {
    m_end = m_token.range.end;
    m_token = m_tokens.next();
  }

  SourceRange from(std::size_t begin) const { return {begin, m_end}; }
  std::size_t here() const { return m_token.range.begin; }
  bool atOperator(Precedence precedence) const {
    return m_token.kind == Kind::Operator && precedenceOf(m_token.sign) == precedence;
  }

  /// Throws the Problem of a token that cannot follow a complete value.
  [[noreturn]] void unexpected() const {
    switch (m_token.kind) {
      case Kind::Bad:
        throw Problem{here(), m_token.problem};
      case Kind::End:
        throw Problem{here(), "The text ends where a value is needed."};
      case Kind::Open:
      case Kind::Close:
        throw Problem{here(), "a parenthesis is out of place."};
      case Kind::Comma:
        throw Problem{here(), "a comma is out of place."};
      case Kind::Question:
      case Kind::Colon:
      case Kind::Operator:
        throw Problem{here(), fmt::format("'{}' is out of place.", m_token.word)};
      default:
        throw Problem{here(), "two values follow each other without an operator between them."};
    }
  }

  Node choice() {
    const std::size_t begin = here();
    Node condition = chain(Precedence::Or);
    if (m_token.kind != Kind::Question) return condition;
    const Level level(*this);
    const std::size_t question = here();
    advance();
    ChoiceNode node;
    node.condition = makeChild(std::move(condition));
    node.then = makeChild(choice());
    if (m_token.kind == Kind::End) throw Problem{question, "this '?' has no ':'."};
    if (m_token.kind != Kind::Colon) unexpected();
    advance();
    node.otherwise = makeChild(choice());
    return {from(begin), std::move(node)};
  }

  Node chain(Precedence precedence) {
    const std::size_t begin = here();
    ChainNode node;
    node.operands.push_back(operandOf(precedence));
    while (atOperator(precedence)) {
      node.operators.push_back(m_token.sign);
      advance();
      node.operands.push_back(operandOf(precedence));
    }
    if (node.operators.empty()) return std::move(node.operands.front());
    return {from(begin), std::move(node)};
  }

  Node operandOf(Precedence precedence) {
    if (precedence == Precedence::Product) return signedValue();
    const auto tighter = static_cast<Precedence>(static_cast<int>(precedence) + 1);
    if (precedence != Precedence::And || !m_isTolerant || m_depth > 0) return chain(tighter);
    const std::size_t begin = here();
    try {
      Node condition = chain(tighter);
      if (!atOuterEnd() && m_token.kind != Kind::Question) unexpected();
      return condition;
    } catch (const Problem&) {
      if (++m_unreadable > kMaxUnreadable) throw;
      return unreadable(begin);
    }
  }

  /// Returns true if a condition outside parentheses may end at the current token.
  bool atOuterEnd() const {
    return m_token.kind == Kind::End || atOperator(Precedence::And) || atOperator(Precedence::Or);
  }

  /// Skips the text from `begin` to the next && or || outside parentheses.
  Node unreadable(std::size_t begin) {
    m_tokens = FilterTokens(m_text, begin);
    m_token = m_tokens.next();
    m_end = begin;
    for (int open = 0; m_token.kind != Kind::End && (open > 0 || !atOuterEnd()); advance()) {
      if (m_token.kind == Kind::Open) ++open;
      if (m_token.kind == Kind::Close) open = std::max(0, open - 1);
    }
    return {from(begin), UnreadableNode{}};
  }

  Node signedValue() {
    const bool isNot = m_token.kind == Kind::Not;
    if (!isNot && !atOperator(Precedence::Sum)) return power();
    const Level level(*this);
    const std::size_t begin = here();
    SignNode node;
    node.sign = isNot                            ? SignNode::Sign::Not
                : m_token.sign == Operator::Plus ? SignNode::Sign::Plus
                                                 : SignNode::Sign::Minus;
    advance();
    node.operand = makeChild(signedValue());
    return {from(begin), std::move(node)};
  }

  Node power() {
    const std::size_t begin = here();
    Node base = primary();
    if (!atOperator(Precedence::Power)) return base;
    const Level level(*this);
    advance();
    ChainNode node;
    node.operands.push_back(std::move(base));
    node.operands.push_back(signedValue());
    node.operators = {Operator::Power};
    return {from(begin), std::move(node)};
  }

  Node primary() {
    const std::size_t begin = here();
    const Token token = m_token;
    switch (token.kind) {
      case Kind::Number:
        advance();
        return {from(begin), NumberNode{token.number}};
      case Kind::Text:
        advance();
        return {from(begin), TextNode{std::string(token.word)}};
      case Kind::Quoted:
        advance();
        return {from(begin), NameNode{std::string(token.word), true}};
      case Kind::Preset:
        return preset();
      case Kind::Name:
        advance();
        if (m_token.kind == Kind::Open) return call(token);
        return {from(begin), NameNode{std::string(token.word), false}};
      case Kind::Open:
        return group();
      case Kind::Operator:
      case Kind::Question:
      case Kind::Colon:
        throw Problem{begin, "a value is needed here, but this is an operator."};
      default:
        unexpected();
    }
  }

  Node group() {
    const Level level(*this);
    const std::size_t begin = here();
    advance();
    GroupNode node{makeChild(choice())};
    close(begin);
    return {from(begin), std::move(node)};
  }

  void close(std::size_t open) {
    if (m_token.kind == Kind::End) throw Problem{open, "this '(' has no ')'."};
    if (m_token.kind != Kind::Close) unexpected();
    advance();
  }

  Node call(const Token& name) {
    const FunctionName* function = findFunction(name.word);
    if (function == nullptr) {
      std::vector<std::string> known;
      for (const FunctionName& each : functionNames())
        known.emplace_back(each.name);
      const std::string shown = shortenName(name.word);
      throw Problem{name.range.begin, fmt::format("there is no function '{}'; {}.", shown, nearNames(shown, known))};
    }
    const Level level(*this);
    const std::size_t open = here();
    CallNode node{function->function, {}};
    advance();
    while (m_token.kind != Kind::Close || !node.arguments.empty()) {
      if (node.arguments.size() == function->maxArguments)
        throw Problem{here(), fmt::format("the function has too many arguments; {} takes {}.", function->name,
                                          function->maxArguments)};
      node.arguments.push_back(choice());
      if (m_token.kind != Kind::Comma) break;
      advance();
    }
    if (m_token.kind == Kind::Close && node.arguments.size() < function->minArguments)
      throw Problem{here(), fmt::format("the function has too few arguments; {} takes {}.", function->name,
                                        function->minArguments)};
    close(open);
    return {from(name.range.begin), std::move(node)};
  }

  Node preset() {
    const std::size_t begin = here();
    const auto presets = filterPresets();
    const auto known =
        std::find_if(presets.begin(), presets.end(), [&](const auto& each) { return each.name == m_token.word; });
    if (known == presets.end()) {
      std::vector<std::string> names;
      for (const FilterPreset& each : presets)
        names.emplace_back(each.name);
      const std::string shown = shortenName(m_token.word);
      throw Problem{begin, fmt::format("there is no cut '@{}'; {}.", shown, nearNames(shown, names))};
    }
    advance();
    return {from(begin), PresetNode{&*known, makeChild(Parser(known->text, false).run())}};
  }

  std::string_view m_text;
  FilterTokens m_tokens;
  bool m_isTolerant;
  Token m_token;          ///< current token, not yet consumed
  std::size_t m_end = 0;  ///< end of the last consumed token
  int m_depth = 0;
  int m_unreadable = 0;  ///< number of UnreadableNodes so far
};

}  // namespace

const ChainNode* chainOf(const Node& node, Precedence precedence) {
  const auto* chain = node.as<ChainNode>();
  return chain != nullptr && precedenceOf(chain->operators.front()) == precedence ? chain : nullptr;
}

bool isBlankFilter(std::string_view text) {
  return FilterTokens(text).next().kind == Token::Kind::End;
}

Node parseFilter(std::string_view text) {
  if (text.size() > kMaxFilterBytes)
    throw FilterError(fmt::format("The filter has {} bytes; at most {} are allowed.", text.size(), kMaxFilterBytes), 0);
  try {
    return Parser(text, false).run();
  } catch (const Problem& problem) {
    if (problem.position == text.size()) throw FilterError(problem.reason, problem.position);
    throw errorAt(text, problem.position, problem.reason);
  }
}

Node parseConditions(std::string_view text) {
  Node whole{{0, text.size()}, UnreadableNode{}};
  if (text.size() > kMaxFilterBytes) return whole;
  try {
    return Parser(text, true).run();
  } catch (const Problem&) {
    return whole;
  }
}

}  // namespace maury::survey
