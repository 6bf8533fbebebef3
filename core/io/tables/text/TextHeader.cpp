// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/text/TextHeader.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/Error.h"
#include "io/Numbers.h"
#include "io/tables/text/CsvRecords.h"

namespace maury::io {
namespace {

constexpr std::size_t kSampleRecords = 16;      // records that decide what the first line is
constexpr std::size_t kSampleBytes = 1 << 20;   // in which they must lie, if they are not longer than a third
constexpr std::size_t kMinWavelengthNames = 8;  // numbers in a header line that rise from column to column

using Words = std::vector<std::string>;

/// Returns true if `delimiter` splits the line, which has no quotes, into numbers of which some have decimal commas.
bool areDecimalCommas(std::string_view line, char delimiter) {
  bool any = false;
  while (true) {
    const std::size_t end = line.find(delimiter);
    const std::string_view cell = trim(line.substr(0, end));
    const bool hasComma = parseDecimalComma(cell).has_value();
    if (!hasComma && !parseReal(cell) && !isMissingText(cell)) return false;
    any = any || hasComma;
    if (end == std::string_view::npos) return any;
    line.remove_prefix(end + 1);
  }
}

char delimiterOf(std::string_view header) {
  // The line may be numbers with decimal commas instead of names.
  for (const char other : {';', '\t', ' '})
    if (header.find(other) != std::string_view::npos && areDecimalCommas(header, other)) return other;
  for (const char candidate : {',', '\t', ';', ' '})
    if (header.find(candidate) != std::string_view::npos) return candidate;
  return ',';
}

/// Reads the first records of the text. A record that does not end in the sample, or is invalid, ends it.
std::vector<Words> sampleRecords(std::string_view text, const TextHeader& header) {
  const std::size_t firstLine = std::min(text.find('\n'), text.size());
  std::string_view sample = text.substr(0, std::max(3 * firstLine, kSampleBytes));
  if (sample.size() < text.size()) sample = sample.substr(0, sample.rfind('\n'));
  std::string collapsed;
  if (header.delimiter == ' ' && !header.preamble.isEcsv) {
    std::size_t end = 0;
    for (std::size_t line = 0; line < 4 * kSampleRecords && end < sample.size(); ++line)
      end = std::min(sample.find('\n', end), sample.size() - 1) + 1;
    sample = collapsed = collapseBlanks(sample.substr(0, end));
  }
  CsvRecords records(sample, header.delimiter, {}, 1, header.delimiter == ' ' ? header.preamble.commentMarks : "");
  std::vector<Words> found;
  std::vector<std::string_view> cells;
  try {
    while (found.size() < kSampleRecords && records.next(cells))
      found.emplace_back(cells.begin(), cells.end());
  } catch (const Error&) {
    // Reading the rows will report it with its line.
  }
  return found;
}

/// Returns true for a number written with digits, unlike "inf".
bool isNumber(std::string_view cell, char delimiter) {
  cell = trim(cell);
  if (cell.find_first_of("0123456789") == std::string_view::npos) return false;
  return parseReal(cell) || (delimiter != ',' && parseDecimalComma(cell));
}

/// Splits a line into words at `delimiter`, or at blanks, commas and semicolons if that does not occur in it. If words
/// in brackets make the number of words differ from `count`, they are appended to the words before them.
Words wordsOf(std::string_view line, char delimiter, std::size_t count) {
  const bool atDelimiter = delimiter != ' ' && line.find(delimiter) != std::string_view::npos;
  const std::string_view between = atDelimiter ? std::string_view(&delimiter, 1) : std::string_view(",;\t ");
  Words words;
  while (true) {
    const std::size_t end = std::min(line.find_first_of(between), line.size());
    const std::string_view word = trim(line.substr(0, end));
    if (atDelimiter || !word.empty()) words.emplace_back(word);
    if (end == line.size()) break;
    line.remove_prefix(end + 1);
  }
  if (words.size() <= count || atDelimiter) return words;
  Words joined;
  bool isOpen = false;
  for (const std::string& word : words) {
    if (!joined.empty() && (isOpen || word.starts_with('(') || word.starts_with('[')))
      joined.back() += " " + word;
    else
      joined.push_back(word);
    const std::size_t opening = joined.back().find_last_of("([");
    isOpen = opening != std::string::npos && joined.back().find_first_of(")]", opening) == std::string::npos;
  }
  return joined.size() == count ? joined : words;
}

/// Returns true for a unit, or for what tables write where a column has none.
bool isUnit(std::string_view word, bool& isReal) {
  if (word.size() > 2 && (word.front() == '(' || word.front() == '[') && (word.back() == ')' || word.back() == ']'))
    word = word.substr(1, word.size() - 2);
  if (word.empty() || word.find_first_not_of('-') == std::string_view::npos) return true;
  // Words that are units wherever they occur; a table's units line has at least one of them.
  static constexpr std::array<std::string_view, 28> kUnits = {
      "nm",    "Angstrom", "angstrom", "angstroms", "Angstroms", "A",   "AA",   "um",  "micron", "microns",
      "0.1nm", "K",        "dex",      "mag",       "mas",       "deg", "km/s", "kpc", "pc",     "arcsec",
      "adu",   "counts",   "Jy",       "mas/yr",    "%",         "s",   "d",    "m"};
  isReal = isReal || std::find(kUnits.begin(), kUnits.end(), word) != kUnits.end();
  const bool isProduct = word.find("erg") == 0 || word.find("10^") == 0 || word.find("1e-") == 0 ||
                         word.find("W/") == 0 || word == "none" || word == "None" || word == "normalized" ||
                         word == "relative" || word == "arbitrary";
  return isProduct || std::find(kUnits.begin(), kUnits.end(), word) != kUnits.end();
}

bool areUnits(const Words& words) {
  bool anyReal = false;
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) { return isUnit(word, anyReal); }) &&
         anyReal;
}

/// Returns true for dashes or the like below the names of the columns, which are as long as these; shorter ones may be
/// missing values.
bool areRules(const Words& words, const Words& names) {
  constexpr std::size_t kShortest = 3;
  if (words.size() != names.size()) return false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const char mark = words[i].empty() ? ' ' : words[i].front();
    if (words[i].size() < std::max(kShortest, names[i].size()) || (mark != '-' && mark != '=')) return false;
    if (words[i].find_first_not_of(mark) != std::string::npos) return false;
  }
  return !words.empty();
}

/// Returns the name in a comment that describes column `number`: "2: flux", "col 2 = flux", "2 FLUX  Flux of the star".
std::optional<std::string> numberedName(std::string_view comment, std::size_t number) {
  for (const std::string_view word : {"Column", "column", "Col.", "Col", "col"})
    if (comment.starts_with(word)) {
      comment = trim(comment.substr(word.size()));
      break;
    }
  const std::string digits = std::to_string(number);
  if (!comment.starts_with(digits)) return std::nullopt;
  comment.remove_prefix(digits.size());
  const std::size_t name = comment.find_first_not_of(" \t:.)=-");
  if (name == 0 || name == std::string_view::npos) return std::nullopt;
  const bool isPhrase = comment.substr(0, name).find_first_of(":.)=-") != std::string_view::npos;
  comment.remove_prefix(name);
  const std::string_view whole = trim(comment);
  return std::string(isPhrase ? whole : whole.substr(0, whole.find_first_of(" \t")));
}

Words namesInNumberedComments(const std::deque<std::string_view>& comments, std::size_t count) {
  Words names;
  for (const std::string_view comment : comments) {
    if (auto name = numberedName(comment, names.size() + 1)) {
      names.push_back(std::move(*name));
    } else if (names.size() < count) {
      names.clear();  // the numbers before did not count columns
      if (auto first = numberedName(comment, 1)) names.push_back(std::move(*first));
    }
  }
  return names.size() == count && count > 1 ? names : Words();
}

/// Takes names, and units, from the comments above `row`, a record with at least one number. Returns false if no
/// comment names the columns.
bool takeCommentNames(TextHeader& header, const Words& row) {
  const auto& comments = header.preamble.comments;
  header.names = namesInNumberedComments(comments, row.size());
  for (std::size_t i = comments.size(); i-- > 0 && header.names.empty();) {
    // Only the last two comments can name the columns: a sentence further above may have as many words.
    if (i + 2 < comments.size()) break;
    Words words = wordsOf(comments[i], header.delimiter, row.size());
    if (words.size() != row.size()) break;
    if (header.units.empty() && i > 0 && areUnits(words))
      header.units = std::move(words);
    else
      header.names = std::move(words);
  }
  if (header.names.empty()) header.units.clear();
  return !header.names.empty();
}

/// Returns true if the numbers of a line rise or fall from column to column.
bool isMonotonic(const Words& line, char delimiter, std::size_t& numbers) {
  double last = 0.0;
  int direction = 0;
  numbers = 0;
  for (const std::string& cell : line) {
    if (!isNumber(cell, delimiter)) continue;
    const double value = parseReal(trim(cell)).value_or(std::nan(""));
    if (++numbers > 1) {
      const int step = value > last ? 1 : value < last ? -1 : 0;
      if (step == 0 || (direction != 0 && step != direction)) return false;
      direction = step;
    }
    last = value;
  }
  return numbers > 1;
}

/// Returns true if the numbers of a line are 0, 1, 2 …, the names that pandas gives to columns without any.
bool countsFromZero(const Words& line, char delimiter) {
  std::int64_t expected = 0;
  for (const std::string& cell : line)
    if (isNumber(cell, delimiter) && parseInteger(trim(cell)) != expected++) return false;
  return expected > 1;
}

/// Returns true if the first record is a row rather than a header line.
bool isRow(const std::vector<Words>& records, char delimiter) {
  const Words& first = records.front();
  const auto numbers = static_cast<std::size_t>(
      std::count_if(first.begin(), first.end(), [&](const std::string& cell) { return isNumber(cell, delimiter); }));
  if (numbers == 0) return false;
  if (records.size() == 1) return numbers == first.size();
  for (std::size_t column = 0; column < first.size(); ++column) {
    if (isNumber(first[column], delimiter) || isMissingNumber(trim(first[column]))) continue;
    for (std::size_t row = 1; row < records.size(); ++row)
      if (column < records[row].size() && isNumber(records[row][column], delimiter)) return false;
  }
  if (countsFromZero(first, delimiter)) return false;
  std::size_t names = 0, values = 0;
  const bool areNames = isMonotonic(first, delimiter, names) && names >= kMinWavelengthNames &&
                        !isMonotonic(records[1], delimiter, values);
  return !areNames;
}

/// Removes the first `count` lines of the text that have more than blanks and are no comments, with those before them.
void skipLines(std::string_view& text, TextHeader& header, std::size_t count) {
  const bool skipsComments = header.delimiter == ' ' && !header.preamble.isEcsv;
  while (count > 0 && !text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::string_view line = trim(text.substr(0, newline));
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    ++header.lines;
    const bool isComment =
        skipsComments && !line.empty() && header.preamble.commentMarks.find(line.front()) != std::string::npos;
    if (!line.empty() && !isComment) --count;
  }
}

/// Takes the names from the first record, which is the header line. A quoted name may contain line breaks.
void takeHeaderLine(std::string_view& text, TextHeader& header, const std::vector<Words>& records) {
  header.names = records.front();
  const std::size_t rowCells = records.size() > 1 ? records[1].size() : header.names.size();
  const std::string_view line = trim(text.substr(0, text.find('\n')));
  if (header.delimiter == ' ' && header.names.size() > rowCells && line.find('"') == std::string_view::npos)
    if (Words joined = wordsOf(line, ' ', rowCells); joined.size() == rowCells) header.names = std::move(joined);
  std::size_t lines = 1;
  for (const std::string& name : records.front())
    lines += static_cast<std::size_t>(std::count(name.begin(), name.end(), '\n'));
  skipLines(text, header, lines);
  if (records.size() > 1 && header.delimiter == ' ' && !header.preamble.isEcsv && areRules(records[1], header.names)) {
    skipLines(text, header, 1);
    return;
  }
  if (records.size() < 3 || header.preamble.isEcsv || records[1].size() != header.names.size()) return;
  const bool hasNumbers = std::any_of(records[2].begin(), records[2].end(),
                                      [&](const std::string& cell) { return isNumber(cell, header.delimiter); });
  if (!hasNumbers || !areUnits(records[1])) return;
  header.units = records[1];
  skipLines(text, header, 1);
}

}  // namespace

std::string collapseBlanks(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  bool isQuoted = false;
  for (const char c : text) {
    if (c == '"') isQuoted = !isQuoted;
    const bool isBlank = (c == ' ' || c == '\t' || c == '\r') && !isQuoted;
    const bool atStart = plain.empty() || plain.back() == '\n';
    if (isBlank && (atStart || plain.back() == ' ')) continue;
    if (c == '\n' && !isQuoted && !atStart && plain.back() == ' ') plain.pop_back();
    plain += isBlank ? ' ' : c;
  }
  return plain;
}

TextHeader takeTextHeader(std::string_view& text, const std::string& source) {
  TextHeader header;
  header.preamble = takeCsvPreamble(text, source);
  header.lines = header.preamble.lines;
  header.delimiter = header.preamble.delimiter.value_or(delimiterOf(trim(text.substr(0, text.find('\n')))));
  const std::vector<Words> records = sampleRecords(text, header);
  if (records.empty()) {
    // No rows, or a first record that is invalid; reading it reports the reason.
    CsvRecords first(text, header.delimiter, source, header.lines + 1);
    std::vector<std::string_view> cells;
    if (first.next(cells)) header.names.assign(cells.begin(), cells.end());
    skipLines(text, header, 1);
    return header;
  }
  const bool anyNumber = std::any_of(records.front().begin(), records.front().end(),
                                     [&](const std::string& cell) { return isNumber(cell, header.delimiter); });
  if (!header.preamble.isEcsv && anyNumber) {
    if (takeCommentNames(header, records.front())) return header;
    if (isRow(records, header.delimiter)) {
      header.isHeaderless = true;
      header.names.assign(records.front().size(), {});
      for (std::size_t i = 0; i < header.names.size(); ++i)
        header.names[i] = fmt::format("col{}", i + 1);
      return header;
    }
  }
  takeHeaderLine(text, header, records);
  return header;
}

}  // namespace maury::io
