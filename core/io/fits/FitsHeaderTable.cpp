// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fits/FitsHeaderTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <string>

namespace maury::io {
namespace {

/// Largest TFIELDS (ffgttb(), and the standard).
constexpr std::int64_t kMaxFields = 999;

/// Column of a binary table, as stated by its TFORMn.
struct Field {
  char type = 0;
  std::int64_t repeat = 1;
  std::int64_t bytes = 0;  ///< size in a row
};

/// Reads the TFORMn of a binary table (ffbnfm()). Returns std::nullopt if the type is unknown, which CFITSIO refuses.
std::optional<Field> fieldOf(const std::string& form) {
  const std::string_view text = trimBlanks(form);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  Field field;
  if (digits == text.size()) return std::nullopt;
  if (digits > 0) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + digits, field.repeat);
    if (problem != std::errc()) field.repeat = std::numeric_limits<std::int64_t>::max();
  }
  const char letter = text[digits];
  field.type = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  static const std::map<char, std::int64_t> kBytes = {{'L', 1}, {'B', 1},  {'S', 1}, {'A', 1}, {'I', 2}, {'U', 2},
                                                      {'J', 4}, {'V', 4},  {'E', 4}, {'K', 8}, {'W', 8}, {'D', 8},
                                                      {'C', 8}, {'M', 16}, {'P', 8}, {'Q', 16}};
  if (field.type == 'X') {
    field.bytes = field.repeat / 8 + (field.repeat % 8 != 0 ? 1 : 0);
    return field;
  }
  const auto known = kBytes.find(field.type);
  if (known == kBytes.end()) return std::nullopt;
  const auto bytes = multiplyBytes(field.repeat, known->second);
  field.bytes = bytes.value_or(std::numeric_limits<std::int64_t>::max());
  return field;
}

/// Checks the cards that ffgttb() reads. If they are damaged, CFITSIO 4.2 uses an uninitialised number of columns.
void requireTableCards(const FitsCards& header) {
  for (std::size_t i = 1; i < kTableCards.size(); ++i)
    header.countAt(i, kTableCards[i], "a table");
  if (const std::int64_t fields = header.countAt(7, "TFIELDS", "a table"); fields > kMaxFields)
    header.refuse(fmt::format("the table states {} columns, but FITS allows {}", fields, kMaxFields));
  // A name without quotes may have 70 characters, but ffgtbp() copies it to tcolumn::ttype, which holds 69.
  for (std::size_t i = kTableCards.size(); i < header.count; ++i) {
    const std::string_view name = cardName(header.card(i));
    if (!name.starts_with("TTYPE")) continue;
    const std::string_view value = cardValue(header.card(i));
    if (header.card(i).substr(8, 2) != "= " || isHierarch(header.card(i)) ||
        (!value.empty() && !value.starts_with('\'')))
      header.refuseCard(i, fmt::format("of a table must be {} with a name in quotes", name));
  }
}

/// Checks the columns of a binary table. ffgtbc() adds up their sizes without a test for overflow, so one column
/// could be larger than the row. ffgtbp() takes the length of strings from TDIMn without checks if it precedes
/// TFORMn, or if the column has one character; a negative or too large length makes reading write past the buffer.
void requireFields(const FitsCards& header) {
  const std::int64_t rowBytes = header.countAt(3, "NAXIS1", "a table");
  std::map<std::int64_t, std::int64_t> longestString;  // by column
  for (std::size_t i = kTableCards.size(); i < header.count; ++i) {
    const auto column = indexAfter(cardName(header.card(i)), "TFORM");
    if (!column) continue;
    const auto field = fieldOf(cardText(header.card(i)));
    if (!field) continue;
    // In "10A-5", ffbnfm() would take the length of a string to be negative.
    if (cardText(header.card(i)).find('-') != std::string::npos) header.refuseCard(i, "states a negative length");
    if (field->bytes > rowBytes)
      header.refuseCard(i, fmt::format("states a column that is larger than a row of {} bytes (NAXIS1)", rowBytes));
    if (field->type != 'A') continue;
    const auto known = longestString.emplace(*column, field->repeat).first;
    known->second = std::min(known->second, field->repeat);
  }
  for (std::size_t i = kTableCards.size(); i < header.count; ++i) {
    const auto column = indexAfter(cardName(header.card(i)), "TDIM");
    const auto found = column ? longestString.find(*column) : longestString.end();
    if (found == longestString.end()) continue;
    const std::string_view value = cardValue(header.card(i));
    const std::size_t open = value.find('(');
    if (open == std::string_view::npos) continue;  // CFITSIO ignores it
    std::string_view length = value.substr(open + 1);
    length = trimBlanks(length.substr(0, length.find_first_of(",)")));
    std::int64_t characters = 0;
    const auto [end, problem] = std::from_chars(length.data(), length.data() + length.size(), characters);
    const bool isNumber = !length.empty() && problem == std::errc() && end == length.data() + length.size();
    if (!isNumber || characters < 0 || characters > std::max<std::int64_t>(found->second, 1) ||
        (characters == 0 && found->second > 0))
      header.refuseCard(
          i, fmt::format("states strings that do not fit into the {} characters of column {}", found->second, *column));
  }
}

/// Checks an ASCII table: ffainit() does not compare the columns with a row of 0 bytes, so that any number of rows
/// could be read from a small file. Columns may overlap, but then the values need much more memory than the file.
void requireAsciiFields(const FitsCards& header) {
  constexpr std::int64_t kMaxOverlap = 4;
  const std::int64_t rowBytes = header.countAt(3, "NAXIS1", "a table");
  if (rowBytes == 0 && header.countAt(4, "NAXIS2", "a table") > 0)
    header.refuse("damaged: its rows have 0 bytes (NAXIS1)");
  std::optional<std::int64_t> total = 0;
  for (std::size_t i = kTableCards.size(); i < header.count; ++i) {
    if (!indexAfter(cardName(header.card(i)), "TFORM")) continue;
    const std::string form = cardText(header.card(i));
    const std::string_view text = trimBlanks(form);
    if (text.size() < 2) continue;  // CFITSIO refuses it
    std::int64_t width = 0;
    std::from_chars(text.data() + 1, text.data() + text.size(), width);
    if (width < 0 || width > rowBytes)
      header.refuseCard(i, fmt::format("states a column that is larger than a row of {} bytes (NAXIS1)", rowBytes));
    total = addBytes(total, width);
  }
  const auto limit = multiplyBytes(rowBytes, kMaxOverlap);
  if (!total || !limit || *total > *limit) header.refuse("damaged: its columns overlap (TBCOLn, TFORMn)");
}

}  // namespace

void checkTableColumns(const FitsCards& header, bool isBinary) {
  requireTableCards(header);
  isBinary ? requireFields(header) : requireAsciiFields(header);
}

std::optional<std::int64_t> tableBytes(const FitsCards& header) {
  const auto rows = multiplyBytes(header.countAt(3, "NAXIS1", "a table"), header.countAt(4, "NAXIS2", "a table"));
  const std::int64_t heap = header.countAt(5, "PCOUNT", "a table");
  const auto all = addBytes(rows, heap);
  std::int64_t start = rows.value_or(0);
  for (std::size_t i = kTableCards.size(); i < header.count; ++i) {
    if (!cardName(header.card(i)).starts_with("THEAP")) continue;
    const auto offset = cardInteger(header.card(i));
    if (!offset || !rows || !all || *offset < *rows || *offset > *all)
      header.refuseCard(i, "must be THEAP with an offset between the end of the rows and the end of the data");
    start = *offset;
  }
  return rows && all ? addBytes(start, heap) : std::nullopt;
}

}  // namespace maury::io
