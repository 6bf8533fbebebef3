// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace maury::io {

/// Splits CSV text (RFC 4180) into records, one after another, and trims cells that are not quoted. Cells are views
/// that stay valid until the next call of next(); the text must outlive this object.
class CsvRecords {
public:
  /// `source` is the file's name for messages; `line` is the number of the text's first line in the file. Lines that
  /// begin with one of `commentMarks` are skipped.
  CsvRecords(std::string_view text, char delimiter, std::string source, std::size_t line = 1,
             std::string commentMarks = {})
      : m_rest(text),
        m_delimiter(delimiter),
        m_source(std::move(source)),
        m_commentMarks(std::move(commentMarks)),
        m_nextLine(line) {}

  /// Reads the next record that is not blank into `cells`; returns false at the end. Throws Error(Format) naming the
  /// line if a quote is not closed or its closing quote is not followed by a delimiter.
  bool next(std::vector<std::string_view>& cells);
  /// Returns the line on which the last record started (1-based).
  std::size_t line() const { return m_line; }

private:
  void readQuoted(std::vector<std::string_view>& cells);
  bool endCell();
  [[noreturn]] void fail(std::string_view reason) const;

  std::string_view m_rest;
  char m_delimiter;
  std::string m_source;
  std::string m_commentMarks;
  std::size_t m_nextLine;
  std::size_t m_line = 0;
  std::deque<std::string> m_unescaped;  ///< cells of the record in which "" was replaced by a quote
};

}  // namespace maury::io
