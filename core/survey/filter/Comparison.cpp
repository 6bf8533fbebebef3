// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/Comparison.h"

#include <charconv>
#include <cmath>

namespace maury::survey {

namespace {

/// Reads from the front of a text and takes off what it has read.
class Reader {
public:
  explicit Reader(std::string_view text) : m_text(text) { skipBlanks(); }

  bool atEnd() const { return m_text.empty(); }

  std::optional<std::size_t> column() {
    if (m_text.size() < 2 || m_text[0] != 'v') return std::nullopt;
    return number<std::size_t>(1);
  }

  std::optional<double> real() {
    const bool negative = !m_text.empty() && m_text[0] == '-';
    const std::string_view digits = m_text.substr(negative ? 1 : 0);
    // What from_chars reads beside: signs, "inf" and "nan".
    if (digits.empty() || std::string_view("0123456789.").find(digits[0]) == std::string_view::npos)
      return std::nullopt;
    const auto value = number<double>(negative ? 1 : 0);
    return value && negative ? std::optional(-*value) : value;
  }

  std::optional<Comparison::Kind> sign() {
    if (m_text.empty() || (m_text[0] != '<' && m_text[0] != '>')) return std::nullopt;
    const bool less = m_text[0] == '<', equal = m_text.size() > 1 && m_text[1] == '=';
    m_text.remove_prefix(equal ? 2 : 1);
    skipBlanks();
    using Kind = Comparison::Kind;
    if (less) return equal ? Kind::LessOrEqual : Kind::Less;
    return equal ? Kind::GreaterOrEqual : Kind::Greater;
  }

private:
  void skipBlanks() { m_text.remove_prefix(std::min(m_text.find_first_not_of(" \t\r\n"), m_text.size())); }

  template <typename T>
  std::optional<T> number(std::size_t from) {
    T value{};
    const auto [end, problem] = std::from_chars(m_text.data() + from, m_text.data() + m_text.size(), value);
    if (problem != std::errc()) return std::nullopt;
    m_text.remove_prefix(static_cast<std::size_t>(end - m_text.data()));
    skipBlanks();
    return value;
  }

  std::string_view m_text;
};

Comparison::Kind mirrored(Comparison::Kind kind) {
  using Kind = Comparison::Kind;
  switch (kind) {
    case Kind::Less:
      return Kind::Greater;
    case Kind::LessOrEqual:
      return Kind::GreaterOrEqual;
    case Kind::Greater:
      return Kind::Less;
    case Kind::GreaterOrEqual:
      return Kind::LessOrEqual;
    case Kind::IsTrue:
      break;
  }
  return kind;
}

}  // namespace

std::optional<Comparison> Comparison::read(std::string_view text) {
  Reader reader(text);
  Comparison comparison;
  if (const auto left = reader.column()) {
    comparison.column = *left;
    if (reader.atEnd()) return comparison;
    const auto sign = reader.sign();
    const auto right = sign ? reader.real() : std::nullopt;
    if (!right || !reader.atEnd()) return std::nullopt;
    comparison.kind = *sign;
    comparison.number = *right;
    return comparison;
  }
  const auto left = reader.real();
  const auto sign = left ? reader.sign() : std::nullopt;
  const auto right = sign ? reader.column() : std::nullopt;
  if (!right || !reader.atEnd()) return std::nullopt;
  return Comparison{*right, mirrored(*sign), *left};
}

void Comparison::apply(const NumericView& values, std::size_t begin, std::span<char> holds) const {
  values.visit([&](auto all) {
    const auto rows = all.subspan(begin, holds.size());
    const auto keep = [&](const auto& condition) {
      for (std::size_t i = 0; i < holds.size(); ++i)
        holds[i] = static_cast<char>(holds[i] & static_cast<char>(condition(static_cast<double>(rows[i]))));
    };
    switch (kind) {
      case Kind::Less:
        return keep([this](double value) { return value < number; });
      case Kind::LessOrEqual:
        return keep([this](double value) { return value <= number; });
      case Kind::Greater:
        return keep([this](double value) { return value > number; });
      case Kind::GreaterOrEqual:
        return keep([this](double value) { return value >= number; });
      case Kind::IsTrue:
        return keep([](double value) { return value < 0.0 || value > 0.0; });
    }
  });
}

std::vector<std::string> conjunction(const std::string& expression, std::string_view both, std::string_view either) {
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at < expression.size(); ++at) {
    if (expression[at] == '(') ++depth;
    if (expression[at] == ')') --depth;
    if (depth != 0) continue;
    const std::string_view rest = std::string_view(expression).substr(at);
    if (rest.starts_with(either)) return {expression};
    if (!rest.starts_with(both)) continue;
    pieces.push_back(expression.substr(begin, at - begin));
    begin = at + both.size();
  }
  pieces.push_back(expression.substr(begin));
  return pieces;
}

}  // namespace maury::survey
