// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/text/FixedColumns.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"

namespace maury::io {
namespace {

constexpr std::array<std::string_view, 2> kTitles = {"Byte-by-byte Description of file",
                                                     "Byte-per-byte Description of file"};
constexpr std::size_t kMaxHeaderBytes = 4 << 20;   // a description with its notes
constexpr std::size_t kMaxTitleBytes = 256 << 10;  // text above the title: title, authors, abstract
constexpr std::size_t kMaxByte = 1 << 20;          // longest line

[[noreturn]] void refuse(const std::string& source, std::size_t line, const std::string& reason) {
  throw Error(ErrorKind::Format, fmt::format("{}, line {}: {}", source, line, reason));
}

/// Takes the first line of the text, without its line end.
std::string_view takeLine(std::string_view& text) {
  const std::size_t newline = text.find('\n');
  std::string_view line = text.substr(0, newline);
  text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool isRule(std::string_view line) {
  return line.starts_with("------") || line.starts_with("======");
}

std::string_view takeWord(std::string_view& line) {
  line = trim(line);
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  return word;
}

std::optional<std::size_t> takeNumber(std::string_view& line) {
  line = trim(line);
  std::size_t number = 0;
  const auto [end, code] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (code != std::errc{} || number == 0 || number > kMaxByte) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  return number;
}

/// Returns the type of a Fortran format such as I4, F6.2, E10.3, A12; an empty string for anything else.
std::string typeOfFormat(std::string_view format) {
  while (!format.empty() && std::isdigit(static_cast<unsigned char>(format.front())) != 0)
    format.remove_prefix(1);  // a repeat count
  if (format.empty() || format.substr(1).find_first_not_of("0123456789.") != std::string_view::npos) return {};
  const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(format.front())));
  if (letter == 'A') return "string";
  if (letter == 'I') return "int64";
  return std::string_view("FEDG").find(letter) != std::string_view::npos ? "float64" : "";
}

/// Returns the null value at the start of an explanation: "?=-9.99", "[0/1]?=99". Empty if there is none; "?" alone
/// means that blanks are missing values.
std::string nullIn(std::string_view explanation) {
  if (const std::size_t first = explanation.find_first_of("[]"); first == 0) {
    const std::size_t closing = explanation.find_first_of("[]", 1);
    explanation = trim(explanation.substr(std::min(closing, explanation.size() - 1) + 1));
  }
  if (explanation.starts_with("*")) explanation.remove_prefix(1);
  if (!explanation.starts_with("?=")) return {};
  explanation.remove_prefix(2);
  return std::string(explanation.substr(0, explanation.find_first_of(" \t;,)")));
}

/// Reads one entry of a description, "  1- 19 I19 --- source_id ? Gaia DR3 id"; returns false for other lines.
bool addEntry(std::string_view line, FixedLayout& layout) {
  FixedColumn column;
  const auto first = takeNumber(line);
  if (!first) return false;
  std::size_t last = *first;
  line = trim(line);
  if (line.starts_with('-')) {
    line.remove_prefix(1);
    const auto stated = takeNumber(line);
    if (!stated) return false;
    last = *stated;
  }
  EcsvColumn declared;
  declared.datatype = typeOfFormat(takeWord(line));
  declared.unit = takeWord(line);
  column.name = takeWord(line);
  if (declared.datatype.empty() || column.name.empty() || last < *first) return false;
  if (declared.unit.find_first_not_of('-') == std::string::npos) declared.unit.clear();
  column.begin = *first - 1;
  column.end = last;
  declared.description = trim(line);
  column.null = nullIn(declared.description);
  layout.declared.emplace(column.name, std::move(declared));
  layout.columns.push_back(std::move(column));
  return true;
}

/// Reads the lines between the second and the third rule of a description, and removes them with that rule.
FixedLayout takeDescription(std::string_view& text, std::size_t& lines, const std::string& source) {
  FixedLayout layout;
  std::size_t bytes = 0;
  for (int rules = 0; rules < 3;) {
    if (text.empty() || bytes > kMaxHeaderBytes)
      refuse(source, lines, "the byte-by-byte description of the columns does not end with a line of dashes");
    const std::string_view line = takeLine(text);
    ++lines;
    bytes += line.size() + 1;
    if (isRule(trim(line))) {
      ++rules;
    } else if (rules == 2 && !addEntry(line, layout) && !layout.columns.empty() && !trim(line).empty()) {
      // A continued explanation.
      std::string& description = layout.declared[layout.columns.back().name].description;
      description.append(description.empty() ? "" : " ").append(trim(line));
    }
  }
  if (layout.columns.empty()) refuse(source, lines, "the byte-by-byte description names no columns");
  return layout;
}

std::optional<FixedLayout> takeByteByByte(std::string_view& text, const std::string& source) {
  const std::string_view start = text.substr(0, kMaxTitleBytes);
  const std::size_t title = std::min(start.find(kTitles[0]), start.find(kTitles[1]));
  if (title == std::string_view::npos) return std::nullopt;
  const std::string_view above = text.substr(0, title);
  if (!trim(above.substr(above.rfind('\n') + 1)).empty()) return std::nullopt;  // the words are part of a sentence
  std::size_t lines = static_cast<std::size_t>(std::count(above.begin(), above.end(), '\n'));
  text.remove_prefix(title);
  FixedLayout layout = takeDescription(text, lines, source);
  // Notes follow, up to the last rule.
  const std::string_view near = text.substr(0, kMaxHeaderBytes);
  const std::size_t rule = std::max(near.rfind("\n------") + 1, near.rfind("\n======") + 1);
  if (rule > 0 || isRule(near)) {
    lines += static_cast<std::size_t>(std::count(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(rule), '\n'));
    text.remove_prefix(rule);
    takeLine(text);
    ++lines;
  }
  if (trim(text).empty() || text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    refuse(source, lines, "describes a table in another file; put both into one folder and open that file");
  layout.lines = lines;
  return layout;
}

/// Cells between the bars of a header line of an IPAC table.
std::vector<std::string> cellsBetween(std::string_view line, const std::vector<std::size_t>& bars) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i + 1 < bars.size(); ++i)
    cells.emplace_back(bars[i] < line.size() ? trim(line.substr(bars[i] + 1, bars[i + 1] - bars[i] - 1)) : "");
  return cells;
}

/// Returns the type of an IPAC column, whose name may be abbreviated to its first letter.
std::string typeOfIpac(std::string_view type) {
  if (type.empty()) return {};
  const char letter = static_cast<char>(std::tolower(static_cast<unsigned char>(type.front())));
  if (type.starts_with("date") || letter == 'c') return "string";
  if (letter == 'i' || letter == 'l') return "int64";
  return std::string_view("fdr").find(letter) != std::string_view::npos ? "float64" : "";
}

std::optional<FixedLayout> takeIpac(std::string_view& text, const std::string& source) {
  constexpr std::size_t kHeaderLines = 4;  // names, types, units, nulls
  std::string_view rest = text;
  std::size_t lines = 0, bytes = 0;
  std::vector<std::string_view> header;
  while (!rest.empty() && bytes < kMaxHeaderBytes) {
    const bool isHeader = rest.starts_with('|');
    const bool isKeyword = rest.front() == '\\' || trim(rest.substr(0, rest.find('\n'))).empty();
    if (!isHeader && (!isKeyword || !header.empty())) break;
    const std::string_view line = takeLine(rest);
    bytes += line.size() + 1;
    ++lines;
    if (isHeader) header.push_back(line.substr(0, line.find_last_not_of(" \t") + 1));
  }
  if (header.empty() || !header.front().ends_with('|') || header.front().size() < 3) return std::nullopt;
  if (header.size() > kHeaderLines)
    refuse(source, lines, fmt::format("an IPAC table has at most {} header lines between bars", kHeaderLines));
  std::vector<std::size_t> bars;
  for (std::size_t at = 0; at != std::string_view::npos; at = header.front().find('|', at + 1))
    bars.push_back(at);
  FixedLayout layout;
  const std::vector<std::string> names = cellsBetween(header[0], bars);
  std::array<std::vector<std::string>, 3> more;  // types, units, nulls
  for (std::size_t i = 1; i < header.size(); ++i)
    more[i - 1] = cellsBetween(header[i], bars);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto stated = [&](std::size_t line) { return more[line].empty() ? std::string() : more[line][i]; };
    EcsvColumn declared;
    declared.datatype = typeOfIpac(stated(0));
    declared.unit = stated(1).find_first_not_of('-') == std::string::npos ? std::string() : stated(1);
    layout.columns.push_back({names[i], bars[i] + 1, bars[i + 1], stated(2)});
    layout.declared.emplace(names[i], std::move(declared));
  }
  layout.lines = lines;
  text = rest;
  return layout;
}

/// Returns true if a file name matches a pattern with '*' and '?', as in "sp/*.dat". Only the last parts of paths are
/// compared.
bool matchesName(std::string_view pattern, std::string_view name) {
  pattern = pattern.substr(pattern.find_last_of('/') + 1);
  std::size_t star = std::string_view::npos, retry = 0, p = 0, n = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = n;
    } else if (p < pattern.size() && (pattern[p] == name[n] || pattern[p] == '?')) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++retry;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace

std::optional<FixedLayout> takeFixedLayout(std::string_view& text, const std::string& source) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark
  if (auto layout = takeIpac(text, source)) return layout;
  return takeByteByByte(text, source);
}

std::optional<FixedLayout> layoutInReadMe(std::string_view readMe, const std::string& fileName,
                                          const std::string& source) {
  std::size_t lines = 0;
  while (!readMe.empty()) {
    std::string_view line = takeLine(readMe);
    ++lines;
    const auto isTitle = [&](std::string_view title) { return trim(line).starts_with(title); };
    if (std::none_of(kTitles.begin(), kTitles.end(), isTitle)) continue;
    line.remove_prefix(std::min(line.find(':') + 1, line.size()));
    for (std::string_view name = takeWord(line); !name.empty(); name = takeWord(line)) {
      while (name.ends_with(','))
        name.remove_suffix(1);
      if (!matchesName(name, fileName)) continue;
      FixedLayout layout = takeDescription(readMe, lines, source);
      layout.lines = 0;
      return layout;
    }
  }
  return std::nullopt;
}

FixedRecords::FixedRecords(std::string_view text, const FixedLayout& layout, std::string source)
    : m_rest(text), m_layout(layout), m_source(std::move(source)), m_line(layout.lines) {
  for (const FixedColumn& column : layout.columns)
    m_nulls.push_back(parseReal(column.null));
}

bool FixedRecords::next(std::vector<std::string_view>& cells) {
  constexpr std::size_t kCellsPerByte = 16;
  constexpr std::size_t kFreeCells = 1 << 20;
  cells.clear();
  std::string_view line;
  do {
    if (m_rest.empty()) return false;
    line = takeLine(m_rest);
    ++m_line;
    m_bytes += line.size() + 1;
  } while (trim(line).empty() || line.starts_with('\\'));
  m_cells += m_layout.columns.size();
  if (m_cells > kFreeCells && m_cells / kCellsPerByte > m_bytes)
    refuse(m_source, m_line, "the lines are much shorter than the description of the columns says");
  for (std::size_t i = 0; i < m_layout.columns.size(); ++i) {
    const FixedColumn& column = m_layout.columns[i];
    std::string_view cell =
        column.begin < line.size() ? trim(line.substr(column.begin, column.end - column.begin)) : std::string_view();
    const bool isNull =
        !column.null.empty() && !cell.empty() && (cell == column.null || (m_nulls[i] && parseReal(cell) == m_nulls[i]));
    cells.push_back(isNull ? std::string_view() : cell);
  }
  return true;
}

}  // namespace maury::io
