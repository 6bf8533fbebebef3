// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/Filter.h"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <memory>
#include <numeric>
#include <string_view>

#include "survey/NearNames.h"

namespace maury::survey {

namespace {

// muParser's own operators are switched off for ones that know missing values: comparison with NaN is false, "!=" too,
// and NaN is not true. Assignment, "?:" and strings go with them.
bool isTrue(double value) {
  return !std::isnan(value) && value != 0.0;
}
double less(double a, double b) {
  return a < b ? 1.0 : 0.0;
}
double lessOrEqual(double a, double b) {
  return a <= b ? 1.0 : 0.0;
}
double greater(double a, double b) {
  return a > b ? 1.0 : 0.0;
}
double greaterOrEqual(double a, double b) {
  return a >= b ? 1.0 : 0.0;
}
double equal(double a, double b) {
  return a == b ? 1.0 : 0.0;
}
double notEqual(double a, double b) {
  return a < b || a > b ? 1.0 : 0.0;
}
double both(double a, double b) {
  return isTrue(a) && isTrue(b) ? 1.0 : 0.0;
}
double either(double a, double b) {
  return isTrue(a) || isTrue(b) ? 1.0 : 0.0;
}
double negation(double a) {
  return isTrue(a) ? 0.0 : 1.0;
}
double sum(double a, double b) {
  return a + b;
}
double difference(double a, double b) {
  return a - b;
}
double product(double a, double b) {
  return a * b;
}
double quotient(double a, double b) {
  return a / b;
}
double power(double a, double b) {
  return std::pow(a, b);
}

std::unique_ptr<mu::Parser> makeParser() {
  auto parser = std::make_unique<mu::Parser>();
  parser->EnableBuiltInOprt(false);
  parser->DefineOprt("||", either, mu::prLOR, mu::oaLEFT, true);
  parser->DefineOprt("&&", both, mu::prLAND, mu::oaLEFT, true);
  parser->DefineOprt("<", less, mu::prCMP, mu::oaLEFT, true);
  parser->DefineOprt("<=", lessOrEqual, mu::prCMP, mu::oaLEFT, true);
  parser->DefineOprt(">", greater, mu::prCMP, mu::oaLEFT, true);
  parser->DefineOprt(">=", greaterOrEqual, mu::prCMP, mu::oaLEFT, true);
  parser->DefineOprt("==", equal, mu::prCMP, mu::oaLEFT, true);
  parser->DefineOprt("!=", notEqual, mu::prCMP, mu::oaLEFT, true);
  parser->DefineOprt("+", sum, mu::prADD_SUB, mu::oaLEFT, true);
  parser->DefineOprt("-", difference, mu::prADD_SUB, mu::oaLEFT, true);
  parser->DefineOprt("*", product, mu::prMUL_DIV, mu::oaLEFT, true);
  parser->DefineOprt("/", quotient, mu::prMUL_DIV, mu::oaLEFT, true);
  parser->DefineOprt("^", power, mu::prPOW, mu::oaRIGHT, true);
  parser->DefineInfixOprt("!", negation);
  return parser;
}

/// The text as muParser is to read it: every name of the dataset replaced by v0, v1 …, so that any name can be used (in
/// backquotes where it holds more than letters, digits, '_' and '.'), and for each of its characters where it came
/// from.
struct Translation {
  std::string expression;
  std::vector<std::size_t> origin;  ///< of each character of `expression`, and one past its end
  std::vector<std::string> names;   ///< v0 is names[0]

  void add(std::string_view piece, std::size_t from, bool verbatim) {
    for (std::size_t i = 0; i < piece.size(); ++i)
      origin.push_back(verbatim ? from + i : from);
    expression += piece;
  }
};

bool isNameStart(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalpha(byte) != 0 || c == '_' || byte >= 0x80;  // UTF-8 letters too
}
bool isNamePart(char c) {
  return isNameStart(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.';
}

/// Length of the number at the start of `text`: digits, point, exponent.
std::size_t numberLength(std::string_view text) {
  const auto digits = [&](std::size_t from) {
    while (from < text.size() && std::isdigit(static_cast<unsigned char>(text[from])) != 0)
      ++from;
    return from;
  };
  std::size_t end = digits(0);
  if (end < text.size() && text[end] == '.') end = digits(end + 1);
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    std::size_t exponent = end + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    if (const std::size_t after = digits(exponent); after > exponent) end = after;
  }
  return end;
}

class Translator {
public:
  Translator(const Dataset& dataset, const mu::Parser& parser, const std::string& text)
      : m_dataset(dataset), m_parser(parser), m_text(text) {}

  Translation run() {
    while (m_at < m_text.size()) {
      const char c = m_text[m_at];
      if (c == '`')
        quotedName();
      else if (isNameStart(c))
        plainName();
      else if (std::isdigit(static_cast<unsigned char>(c)) != 0 || (c == '.' && m_at + 1 < m_text.size()))
        copy(std::max<std::size_t>(1, numberLength(std::string_view(m_text).substr(m_at))));
      else
        sign(c);
    }
    m_result.origin.push_back(m_text.size());
    return std::move(m_result);
  }

private:
  void copy(std::size_t length) {
    m_result.add(std::string_view(m_text).substr(m_at, length), m_at, true);
    m_at += length;
  }

  void sign(char c) {
    const char next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
    if (c == '"' || c == '\'')
      throw FilterError(fmt::format("Character {}: text cannot be compared; a filter takes numbers.", m_at + 1), m_at);
    if ((c == '&' || c == '|') && next != c)
      throw FilterError(fmt::format("Character {}: write '{}{}' for '{}'.", m_at + 1, c, c, c), m_at);
    if (c == '=' && next != '=')
      throw FilterError(fmt::format("Character {}: write '==' to compare; nothing can be assigned.", m_at + 1), m_at);
    const bool isPair = next == '=' ? std::string_view("=<>!").find(c) != std::string_view::npos : c == '&' || c == '|';
    if (!isPair && std::isspace(static_cast<unsigned char>(c)) == 0 &&
        std::string_view("+-*/^<>!(),").find(c) == std::string_view::npos)
      throw FilterError(fmt::format("Character {}: '{}' means nothing here.", m_at + 1, c), m_at);
    copy(isPair ? 2 : 1);
  }

  void quotedName() {
    const std::size_t end = m_text.find('`', m_at + 1);
    if (end == std::string::npos)
      throw FilterError(fmt::format("Character {}: the name that begins with '`' does not end.", m_at + 1), m_at);
    use(m_text.substr(m_at + 1, end - m_at - 1));
    m_at = end + 1;
  }

  void plainName() {
    std::size_t end = m_at;
    while (end < m_text.size() && isNamePart(m_text[end]))
      ++end;
    const std::string name = m_text.substr(m_at, end - m_at);
    const std::size_t next = m_text.find_first_not_of(" \t", end);
    if (next == std::string::npos || m_text[next] != '(') {
      use(name);
    } else if (m_parser.GetFunDef().count(name) > 0) {
      m_result.add(name, m_at, true);
      end = next;  // muParser wants the parenthesis right after the name
    } else {
      std::vector<std::string> functions;
      for (const auto& function : m_parser.GetFunDef())
        functions.push_back(function.first);
      throw FilterError(
          fmt::format("Character {}: there is no function '{}'; {}.", m_at + 1, name, nearNames(name, functions)),
          m_at);
    }
    m_at = end;
  }

  void use(const std::string& name) {
    const auto known = std::find(m_result.names.begin(), m_result.names.end(), name);
    const auto index = static_cast<std::size_t>(known - m_result.names.begin());
    if (known == m_result.names.end()) {
      if (!m_dataset.hasNumeric(name)) throw FilterError(unknown(name), m_at);
      m_result.names.push_back(name);
    }
    m_result.add(fmt::format(" v{} ", index), m_at, false);  // blanks: `a`5 must not become v05
  }

  std::string unknown(const std::string& name) const {
    const io::Column* column = m_dataset.findColumn(name);
    if (column != nullptr)
      return fmt::format("Character {}: column '{}' holds text; a filter takes numbers.", m_at + 1, name);
    return fmt::format("Character {}: there is no column '{}'; {}.", m_at + 1, name,
                       nearNames(name, m_dataset.numericNames()));
  }

  const Dataset& m_dataset;
  const mu::Parser& m_parser;
  const std::string& m_text;
  std::size_t m_at = 0;
  Translation m_result;
};

/// muParser's error in words that name no v0.
FilterError translated(const mu::ParserError& error, const Translation& translation, const std::string& text) {
  const int position = error.GetPos();
  const std::size_t last = translation.origin.size() - 1;
  std::size_t at = position < 0 ? last : std::min(static_cast<std::size_t>(position), last);
  at = translation.origin[at];
  const auto here = [&](const std::string& reason) {
    return FilterError(fmt::format("Character {}: {}", at + 1, reason), at);
  };
  switch (error.GetCode()) {
    case mu::ecUNEXPECTED_EOF:
      return FilterError("The filter ends where a value is needed.", text.size());
    case mu::ecMISSING_PARENS:
      return FilterError("A '(' has no ')'.", std::min(at, text.size()));
    case mu::ecUNEXPECTED_PARENS:
      return here("a parenthesis is out of place.");
    case mu::ecUNEXPECTED_OPERATOR:
      return here("an operator stands where a value is needed.");
    case mu::ecUNEXPECTED_VAL:
    case mu::ecUNEXPECTED_VAR:
    case mu::ecUNEXPECTED_FUN:
      return here("two values follow each other without an operator between them.");
    case mu::ecUNEXPECTED_ARG_SEP:
    case mu::ecUNEXPECTED_ARG:
      return here("a comma is out of place.");
    case mu::ecTOO_MANY_PARAMS:
      return here("the function has too many arguments.");
    case mu::ecTOO_FEW_PARAMS:
      return here("the function has too few arguments.");
    default:
      return here("the filter cannot be read from here on.");
  }
}

}  // namespace

std::vector<std::size_t> filterRows(const Dataset& dataset, const std::string& text) {
  std::vector<std::size_t> rows;
  const std::size_t stars = dataset.starCount();
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    rows.resize(stars);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
  }
  const std::unique_ptr<mu::Parser> parser = makeParser();
  const Translation translation = Translator(dataset, *parser, text).run();

  // muParser walks its byte code for many rows in one call, each variable an array of them.
  constexpr std::size_t kRowsAtOnce = 4096;
  std::vector<std::vector<double>> values;
  std::vector<std::vector<double>> block(translation.names.size(), std::vector<double>(kRowsAtOnce));
  std::vector<double> results(kRowsAtOnce);
  try {
    for (std::size_t i = 0; i < translation.names.size(); ++i) {
      values.push_back(dataset.numeric(translation.names[i]));
      parser->DefineVar(fmt::format("v{}", i), block[i].data());
    }
    parser->SetExpr(translation.expression);
    parser->Eval(results.data(), 1);  // finds errors where there are no rows too
    for (std::size_t first = 0; first < stars; first += kRowsAtOnce) {
      const std::size_t count = std::min(kRowsAtOnce, stars - first);
      for (std::size_t i = 0; i < values.size(); ++i)
        std::copy_n(values[i].begin() + static_cast<std::ptrdiff_t>(first), count, block[i].begin());
      parser->Eval(results.data(), static_cast<int>(count));
      for (std::size_t row = 0; row < count; ++row)
        if (isTrue(results[row])) rows.push_back(first + row);
    }
  } catch (const mu::ParserError& error) {
    throw translated(error, translation, text);
  }
  return rows;
}

}  // namespace maury::survey
