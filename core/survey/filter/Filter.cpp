// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/Filter.h"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <memory>
#include <numeric>
#include <string_view>
#include <utility>

#include "base/Parallel.h"
#include "survey/dataset/NearNames.h"
#include "survey/dataset/NumericView.h"
#include "survey/filter/Comparison.h"
#include "survey/filter/FilterPresets.h"

namespace maury::survey {

namespace {

// muParser's own "!=", "&&" and "||" take NaN for a value that differs and is true; these take their places (under
// names of the same length that the user cannot write), so that a comparison with a missing value is false and a
// missing value is not true.
constexpr const char* kNotEqual = "~=";
constexpr const char* kBoth = "~&";
constexpr const char* kEither = "~|";

bool isTrue(double value) {
  return !std::isnan(value) && value != 0.0;
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

std::unique_ptr<mu::Parser> makeParser() {
  auto parser = std::make_unique<mu::Parser>();
  parser->DefineOprt(kEither, either, mu::prLOR, mu::oaLEFT, true);
  parser->DefineOprt(kBoth, both, mu::prLAND, mu::oaLEFT, true);
  parser->DefineOprt(kNotEqual, notEqual, mu::prCMP, mu::oaLEFT, true);
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
      else if (c == '@')
        preset();
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
    if (c == '(') ++m_depth;
    if (c == ')') --m_depth;
    if (c == ',' && m_depth <= 0)
      throw FilterError(fmt::format("Character {}: a comma is out of place.", m_at + 1), m_at);
    if (isPair && std::string_view("!&|").find(c) != std::string_view::npos) {
      m_result.add(c == '!' ? kNotEqual : c == '&' ? kBoth : kEither, m_at, true);
      m_at += 2;
    } else {
      copy(isPair ? 2 : 1);
    }
  }

  void quotedName() {
    const std::size_t end = m_text.find('`', m_at + 1);
    if (end == std::string::npos)
      throw FilterError(fmt::format("Character {}: the name that begins with '`' does not end.", m_at + 1), m_at);
    use(m_text.substr(m_at + 1, end - m_at - 1));
    m_at = end + 1;
  }

  void preset() {
    std::size_t end = m_at + 1;
    while (end < m_text.size() && isNamePart(m_text[end]))
      ++end;
    const std::string name = m_text.substr(m_at + 1, end - m_at - 1);
    const auto presets = filterPresets();
    const auto known = std::find_if(presets.begin(), presets.end(), [&](const auto& one) { return one.name == name; });
    if (known == presets.end()) {
      std::vector<std::string> names;
      for (const FilterPreset& one : presets)
        names.emplace_back(one.name);
      throw FilterError(fmt::format("Character {}: there is no cut '@{}'; {}.", m_at + 1, name, nearNames(name, names)),
                        m_at);
    }
    const std::string text(known->text);
    Translator inner(m_dataset, m_parser, text);
    inner.m_result.names = m_result.names;
    try {
      const Translation translation = inner.run();
      m_result.names = translation.names;
      m_result.add("(" + translation.expression + ")", m_at, false);
    } catch (const FilterError& error) {
      throw FilterError(fmt::format("Character {}: @{} means '{}'. There: {}", m_at + 1, name, text, error.what()),
                        m_at);
    }
    m_at = end;
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
  int m_depth = 0;  ///< of parentheses
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

/// One thread's parser and the row it looks at. muParser's own way to take many rows in one call is not used: Debian's
/// is built with OpenMP, whose spinning threads make it a hundred times slower when other work keeps the cores busy.
class RowTest {
public:
  RowTest(const std::string& expression, const std::vector<NumericView>& values)
      : m_values(values), m_row(values.size(), 0.0), m_parser(makeParser()) {
    for (std::size_t i = 0; i < values.size(); ++i)
      m_parser->DefineVar(fmt::format("v{}", i), &m_row[i]);
    m_parser->SetExpr(expression);
    (void)m_parser->Eval();  // finds what is wrong with the text where there are no rows too
  }

  bool holds(std::size_t row) {
    for (std::size_t i = 0; i < m_row.size(); ++i)
      m_row[i] = m_values[i][row];
    return isTrue(m_parser->Eval());
  }

private:
  const std::vector<NumericView>& m_values;
  std::vector<double> m_row;
  std::unique_ptr<mu::Parser> m_parser;
};

/// A filter whose pieces must all be true: comparisons, done for many rows at once, and what else there is, for which
/// muParser looks at the rows that are left.
struct Pieces {
  std::vector<Comparison> comparisons;
  std::vector<std::string> others;

  explicit Pieces(const std::string& expression) {
    for (std::string& piece : conjunction(expression, kBoth, kEither)) {
      if (const auto comparison = Comparison::read(piece))
        comparisons.push_back(*comparison);
      else
        others.push_back(std::move(piece));
    }
  }

  void apply(const std::vector<NumericView>& values, std::size_t begin, std::span<char> holds) const {
    for (const Comparison& comparison : comparisons)
      comparison.apply(values[comparison.column], begin, holds);
    for (const std::string& piece : others) {
      RowTest test(piece, values);
      for (std::size_t i = 0; i < holds.size(); ++i)
        if (holds[i] != 0) holds[i] = test.holds(begin + i) ? 1 : 0;
    }
  }
};

/// The rows whose flag is set, in chunks as parallelChunks() makes them.
std::vector<std::size_t> rowsWhere(const std::vector<char>& holds, std::size_t chunk, std::vector<std::size_t> room) {
  std::vector<std::size_t> starts;
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < holds.size(); begin += chunk) {
    starts.push_back(count);
    const auto first = holds.begin() + static_cast<std::ptrdiff_t>(begin);
    count += static_cast<std::size_t>(
        std::count(first, first + static_cast<std::ptrdiff_t>(std::min(chunk, holds.size() - begin)), char{1}));
  }
  std::vector<std::size_t> rows;
  if (room.capacity() <= 2 * count) rows = std::move(room);
  rows.resize(count);
  parallelChunks(holds.size(), chunk, holds.size() > chunk ? 0 : 1, [&](std::size_t begin, std::size_t end, unsigned) {
    std::size_t at = starts[begin / chunk];
    const std::size_t last = begin / chunk + 1 < starts.size() ? starts[begin / chunk + 1] : count;
    for (std::size_t row = begin; row < end && at < last; ++row) {
      rows[at] = row;  // one that does not hold is written over
      at += holds[row] != 0;
    }
  });
  return rows;
}

std::vector<std::size_t> rowsThatHold(const Dataset& dataset, const std::string& text, std::vector<std::size_t> room) {
  const std::size_t stars = dataset.starCount();
  const Translation translation = Translator(dataset, *makeParser(), text).run();
  std::vector<NumericView> values;
  for (const std::string& name : translation.names)
    values.push_back(viewOf(dataset, name));
  try {
    const RowTest check(translation.expression, values);
    const Pieces pieces(translation.expression);
    constexpr std::size_t kChunk = 50000;  // some milliseconds of muParser's; fewer rows are not worth a thread
    std::vector<char> holds(stars, 1);
    parallelChunks(stars, kChunk, stars > kChunk ? 0 : 1, [&](std::size_t begin, std::size_t end, unsigned) {
      pieces.apply(values, begin, {holds.data() + begin, end - begin});
    });
    return rowsWhere(holds, kChunk, std::move(room));
  } catch (const mu::ParserError& error) {
    throw translated(error, translation, text);
  }
}

}  // namespace

std::vector<std::size_t> filterRows(const Dataset& dataset, const std::string& text, std::vector<std::size_t> room) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    std::vector<std::size_t> all(dataset.starCount());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
  }
  try {
    return rowsThatHold(dataset, text, std::move(room));
  } catch (FilterError& error) {
    error.text = text;
    throw;
  }
}

std::vector<std::string> filterNames(const Dataset& dataset, const std::string& text) {
  try {
    return Translator(dataset, *makeParser(), text).run().names;
  } catch (FilterError& error) {
    error.text = text;
    throw;
  }
}

}  // namespace maury::survey
