// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace maury::survey {

/// Range of bytes [begin, end) of a filter's text.
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

/// Precedence of operators, in ascending order.
enum class Precedence { Or, And, Comparison, Sum, Product, Power };
Precedence precedenceOf(Operator sign) noexcept;

/// Token of a filter text.
struct Token {
  enum class Kind {
    End,
    Bad,       ///< invalid; `problem` says why
    Number,    ///< value in `number`
    Text,      ///< text in quotes; `word` is the text without them
    Name,      ///< name in `word`
    Quoted,    ///< name in backquotes; `word` is the name without them
    Preset,    ///< `@name`; `word` is the name without the `@`
    Operator,  ///< operator in `sign`
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

/// Lexer that reads the tokens of a text one by one. The text must outlive it. Invalid text yields Kind::Bad, never an
/// exception.
class FilterTokens {
public:
  explicit FilterTokens(std::string_view text, std::size_t from = 0) : m_text(text), m_position(from) {}

  /// Returns the next token; from the end of the text on, Kind::End.
  Token next();

private:
  Token token(Token::Kind kind, std::size_t length);
  Token bad(std::size_t length, std::string problem);
  Token number();
  Token readQuoted(char quote, Token::Kind kind);
  Token sign();

  std::string_view m_text;
  std::size_t m_position;
};

/// Returns `name` for use in a filter: in backquotes if it starts with a digit or '.' or has characters other than
/// ASCII letters, digits, '_' and '.'.
std::string quoteName(const std::string& name);

}  // namespace maury::survey
