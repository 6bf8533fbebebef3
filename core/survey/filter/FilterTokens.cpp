// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterTokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace maury::survey {

namespace {

// The functions of <cctype> depend on the locale.
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isBlank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool isAsciiLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isNameStart(char c) {
  return isAsciiLetter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;  // any non-ASCII UTF-8 byte
}
bool isNamePart(char c) {
  return isNameStart(c) || isDigit(c) || c == '.';
}

std::size_t digitsEnd(std::string_view text, std::size_t from) {
  while (from < text.size() && isDigit(text[from]))
    ++from;
  return from;
}

/// Returns the length of the number at the start of `text`: digits, decimal point and exponent.
std::size_t numberLength(std::string_view text) {
  std::size_t end = digitsEnd(text, 0);
  if (end < text.size() && text[end] == '.') end = digitsEnd(text, end + 1);
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    std::size_t exponent = end + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    if (const std::size_t after = digitsEnd(text, exponent); after > exponent) end = after;
  }
  return end;
}

/// Returns true if a number outside the range of a double is below 1, so that it underflows to zero instead of
/// overflowing.
bool isTiny(std::string_view number) {
  const std::size_t mark = std::min(number.find_first_of("eE"), number.size());
  const std::string_view digits = number.substr(0, mark);
  const std::size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return true;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  // Decimal places of the first nonzero digit before (positive) or after the point, plus the exponent. Computed in
  // double, so that a huge exponent saturates.
  double magnitude = first < point ? static_cast<double>(point - first) : 1.0 - static_cast<double>(first - point);
  double exponent = 0.0;
  for (std::size_t i = mark; i < number.size(); ++i)
    if (isDigit(number[i])) exponent = 10.0 * exponent + (number[i] - '0');
  const bool negative = number.find('-', mark) != std::string_view::npos;
  magnitude += negative ? -exponent : exponent;
  return magnitude < 1.0;
}

/// Returns the number; nullopt if it is too large for a double.
std::optional<double> valueOf(std::string_view number) {
  double value = 0.0;
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (problem == std::errc() && std::isfinite(value)) return value;
  return isTiny(number) ? std::optional(0.0) : std::nullopt;
}

}  // namespace

Precedence precedenceOf(Operator sign) noexcept {
  switch (sign) {
    case Operator::Or:
      return Precedence::Or;
    case Operator::And:
      return Precedence::And;
    case Operator::Plus:
    case Operator::Minus:
      return Precedence::Sum;
    case Operator::Times:
    case Operator::Over:
      return Precedence::Product;
    case Operator::Power:
      return Precedence::Power;
    default:
      return Precedence::Comparison;
  }
}

Token FilterTokens::token(Token::Kind kind, std::size_t length) {
  Token made{kind, {m_position, m_position + length}};
  made.word = m_text.substr(m_position, length);
  m_position += length;
  return made;
}

Token FilterTokens::bad(std::size_t length, std::string problem) {
  Token made = token(Token::Kind::Bad, length);
  made.problem = std::move(problem);
  return made;
}

Token FilterTokens::number() {
  const std::string_view word = m_text.substr(m_position, numberLength(m_text.substr(m_position)));
  const auto value = valueOf(word);
  if (!value) return bad(word.size(), "the number is too large; the largest is 1.797e308.");
  Token made = token(Token::Kind::Number, word.size());
  made.number = *value;
  return made;
}

Token FilterTokens::readQuoted(char quote, Token::Kind kind) {
  const std::size_t end = m_text.find(quote, m_position + 1);
  if (end == std::string_view::npos)
    return bad(m_text.size() - m_position,
               fmt::format("the {} that begins with {} is not closed.", kind == Token::Kind::Text ? "text" : "name",
                           quote == '\'' ? "\"'\"" : fmt::format("'{}'", quote)));
  Token made = token(kind, end + 1 - m_position);
  made.word = made.word.substr(1, made.word.size() - 2);
  return made;
}

Token FilterTokens::sign() {
  struct Sign {
    std::string_view text;
    Token::Kind kind;
    Operator sign = Operator::Or;
  };
  using Kind = Token::Kind;
  static constexpr Sign kSigns[] = {// signs of two characters first
                                    {"||", Kind::Operator, Operator::Or},
                                    {"&&", Kind::Operator, Operator::And},
                                    {"<=", Kind::Operator, Operator::LessOrEqual},
                                    {">=", Kind::Operator, Operator::GreaterOrEqual},
                                    {"==", Kind::Operator, Operator::Equal},
                                    {"!=", Kind::Operator, Operator::NotEqual},
                                    {"!~", Kind::Operator, Operator::NotLike},
                                    {"<", Kind::Operator, Operator::Less},
                                    {">", Kind::Operator, Operator::Greater},
                                    {"~", Kind::Operator, Operator::Like},
                                    {"+", Kind::Operator, Operator::Plus},
                                    {"-", Kind::Operator, Operator::Minus},
                                    {"*", Kind::Operator, Operator::Times},
                                    {"/", Kind::Operator, Operator::Over},
                                    {"^", Kind::Operator, Operator::Power},
                                    {"!", Kind::Not},
                                    {"(", Kind::Open},
                                    {")", Kind::Close},
                                    {",", Kind::Comma},
                                    {"?", Kind::Question},
                                    {":", Kind::Colon}};
  const std::string_view rest = m_text.substr(m_position);
  const auto known =
      std::find_if(std::begin(kSigns), std::end(kSigns), [&](const Sign& each) { return rest.starts_with(each.text); });
  if (known != std::end(kSigns)) {
    Token made = token(known->kind, known->text.size());
    made.sign = known->sign;
    return made;
  }
  const char c = rest.front();
  if (c == '&' || c == '|') return bad(1, fmt::format("write '{}{}' instead of '{}'.", c, c, c));
  if (c == '=') return bad(1, "write '==' to compare values.");
  if (c > ' ' && c != 0x7f) return bad(1, fmt::format("'{}' has no meaning here.", c));
  return bad(1, fmt::format("the control character {} is not allowed.", static_cast<int>(c)));
}

Token FilterTokens::next() {
  while (m_position < m_text.size() && isBlank(m_text[m_position]))
    ++m_position;
  if (m_position == m_text.size()) return token(Token::Kind::End, 0);
  const char c = m_text[m_position];
  if (isDigit(c) || (c == '.' && m_position + 1 < m_text.size() && isDigit(m_text[m_position + 1]))) return number();
  if (c == '`') return readQuoted(c, Token::Kind::Quoted);
  if (c == '"' || c == '\'') return readQuoted(c, Token::Kind::Text);
  if (!isNameStart(c) && c != '@') return sign();
  std::size_t end = m_position + 1;
  while (end < m_text.size() && isNamePart(m_text[end]))
    ++end;
  Token made = token(c == '@' ? Token::Kind::Preset : Token::Kind::Name, end - m_position);
  if (c == '@') made.word.remove_prefix(1);
  return made;
}

std::string quoteName(const std::string& name) {
  const bool plain = !name.empty() && !isDigit(name.front()) && name.front() != '.' &&
                     std::all_of(name.begin(), name.end(),
                                 [](char c) { return isAsciiLetter(c) || isDigit(c) || c == '_' || c == '.'; });
  return plain ? name : "`" + name + "`";
}

}  // namespace maury::survey
