// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace maury::io {

/// Cuts CSV text (RFC 4180, unquoted cells trimmed of spaces) into records, one after another. Cells are views of the
/// text, valid until the next call of next(); the text must outlive this.
class CsvRecords {
public:
  /// `source` is the file's name, for messages; `line` is the number of the text's first line.
  CsvRecords(std::string_view text, char delimiter, std::string source, std::size_t line = 1)
      : m_rest(text), m_delimiter(delimiter), m_source(std::move(source)), m_nextLine(line) {}

  /// Reads the next record that is not blank into `cells`; false at the end. Throws Error(Format) naming the line for a
  /// quote that is not closed or is followed by more than a delimiter.
  bool next(std::vector<std::string_view>& cells);
  /// Line on which the last record started (1-based).
  std::size_t line() const { return m_line; }

private:
  void readQuoted(std::vector<std::string_view>& cells);
  bool endCell();
  [[noreturn]] void fail(std::string_view reason) const;

  std::string_view m_rest;
  char m_delimiter;
  std::string m_source;
  std::size_t m_nextLine;
  std::size_t m_line = 0;
  std::deque<std::string> m_unescaped;  // cells in which "" stood for a quote
};

}  // namespace maury::io
