// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace maury::survey {

/// Bytes [begin, end) of a filter's text.
struct SourceRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const SourceRange&) const = default;
};

enum class Operator {
  Or,
  And,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Equal,
  NotEqual,
  Like,     ///< ~
  NotLike,  ///< !~
  Plus,
  Minus,
  Times,
  Over,
  Power
};

/// How tightly an operator binds, the loosest first.
enum class Precedence { Or, And, Comparison, Sum, Product, Power };
Precedence precedenceOf(Operator sign) noexcept;

/// One word or sign of a filter.
struct Token {
  enum class Kind {
    End,
    Bad,       ///< cannot be meant; `problem` says why
    Number,    ///< `number`
    Text,      ///< in quotes; `word` is what is between them
    Name,      ///< `word`
    Quoted,    ///< a name in backquotes; `word` is what is between them
    Preset,    ///< `@name`; `word` is without the `@`
    Operator,  ///< `sign`
    Not,
    Open,
    Close,
    Comma,
    Question,
    Colon
  };
  Kind kind = Kind::End;
  SourceRange range;
  Operator sign = Operator::Or;
  double number = 0.0;
  std::string_view word = {};
  std::string problem = {};
};

/// Reads the tokens of a text, one after another. The text must outlive it. Never throws for what the text holds.
class FilterTokens {
public:
  explicit FilterTokens(std::string_view text, std::size_t from = 0) : m_text(text), m_at(from) {}

  /// Returns the next token; at the end Kind::End, again and again.
  Token next();

private:
  Token token(Token::Kind kind, std::size_t length);
  Token bad(std::size_t length, std::string problem);
  Token number();
  Token between(char quote, Token::Kind kind);
  Token sign();

  std::string_view m_text;
  std::size_t m_at;
};

/// Returns `name` as a filter writes it: plain, or in backquotes if it is not made of ASCII letters, digits, '_' and
/// '.'.
std::string quoteName(const std::string& name);

}  // namespace maury::survey
