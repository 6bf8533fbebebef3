// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/text/CsvRecords.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/Error.h"
#include "io/Numbers.h"

namespace maury::io {

void CsvRecords::fail(std::string_view reason) const {
  throw Error(ErrorKind::Format, fmt::format("{}, line {}: {}", m_source, m_line, reason));
}

bool CsvRecords::next(std::vector<std::string_view>& cells) {
  cells.clear();
  m_unescaped.clear();
  while (!m_rest.empty()) {
    const std::size_t newline = m_rest.find('\n');
    const std::string_view line = m_rest.substr(0, newline);
    // A line of tabs is blank, unless the delimiter is a tab: then it is a row of missing values.
    const std::size_t visible = line.find_first_not_of(m_delimiter == '\t' ? " \r" : " \t\r");
    if (visible != std::string_view::npos && m_commentMarks.find(line[visible]) == std::string::npos) break;
    m_rest.remove_prefix(newline == std::string_view::npos ? m_rest.size() : newline + 1);
    ++m_nextLine;
  }
  if (m_rest.empty()) return false;

  m_line = m_nextLine;
  bool more = true;
  while (more) {
    std::size_t start = 0;
    while (start < m_rest.size() && m_rest[start] == ' ' && m_delimiter != ' ')
      ++start;
    if (start < m_rest.size() && m_rest[start] == '"') {
      m_rest.remove_prefix(start + 1);
      readQuoted(cells);
    } else {
      const char* const from = m_rest.data();
      const auto end = static_cast<std::size_t>(
          std::find_if(from, from + m_rest.size(), [this](char c) { return c == m_delimiter || c == '\n'; }) - from);
      cells.push_back(trim(m_rest.substr(0, end)));
      m_rest.remove_prefix(end);
    }
    more = endCell();
  }
  return true;
}

/// Skips the delimiter or line end after a cell. Returns true if the record has another cell.
bool CsvRecords::endCell() {
  if (m_rest.empty()) {
    ++m_nextLine;
    return false;
  }
  const bool more = m_rest.front() == m_delimiter;
  if (!more) ++m_nextLine;
  m_rest.remove_prefix(1);
  return more;
}

/// Reads the rest of a cell after its opening quote.
void CsvRecords::readQuoted(std::vector<std::string_view>& cells) {
  const std::string_view begin = m_rest;
  std::size_t end = 0;
  bool escaped = false;
  while (true) {
    end = begin.find('"', end);
    if (end == std::string_view::npos) fail("an opening quote (\") is never closed");
    if (end + 1 >= begin.size() || begin[end + 1] != '"') break;
    escaped = true;
    end += 2;  // past both quotes of the pair
  }
  const std::string_view inside = begin.substr(0, end);
  m_nextLine += static_cast<std::size_t>(std::count(inside.begin(), inside.end(), '\n'));
  if (escaped) {
    std::string& text = m_unescaped.emplace_back();
    for (std::size_t i = 0; i < inside.size(); ++i) {
      text += inside[i];
      if (inside[i] == '"') ++i;
    }
    cells.push_back(text);
  } else {
    cells.push_back(inside);
  }
  m_rest.remove_prefix(end + 1);
  while (!m_rest.empty() && m_rest.front() != m_delimiter && (m_rest.front() == ' ' || m_rest.front() == '\r'))
    m_rest.remove_prefix(1);
  if (!m_rest.empty() && m_rest.front() != m_delimiter && m_rest.front() != '\n')
    fail(fmt::format("there is text after the closing quote of field {}", cells.size()));
}

}  // namespace maury::io
