// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/tables/text/EcsvHeader.h"

namespace maury::io {

/// Everything above the rows of a delimited text table.
struct TextHeader {
  CsvPreamble preamble;
  std::vector<std::string> names;  ///< one per column; none if the text has no header line and no rows
  std::vector<std::string> units;  ///< one per column, or none; empty strings for columns without one
  bool isHeaderless = false;       ///< true if nothing names the columns; they are then called col1, col2, …
  char delimiter = ',';
  std::size_t lines = 0;  ///< lines above the rows
};

/// Removes everything above the rows from the start of `text` and returns the information in it. The columns are named
/// by the first of:
/// - a comment with as many words as there are columns, the last such one, if numbers follow it (numpy's savetxt,
///   STILTS, TOPCAT), or numbered comments, one a column ("# 2: flux", SExtractor's "#  2 FLUX  Flux [adu]");
/// - the first line, unless it is a row itself: it has numbers, and no text above a column of numbers. Numbers in it
/// may
///   also be names, namely wavelengths that rise from column to column.
/// A line of dashes below the names is passed over. A line below the names that consists of units, or a comment that
/// does, states the units. In lines separated by blanks, a word in brackets belongs to the word before it ("Wavelength
/// (A)"). Throws Error(Format) naming `source` and line for an invalid ECSV header or record.
TextHeader takeTextHeader(std::string_view& text, const std::string& source);

/// Replaces runs of blanks by a single one and removes those at the ends of lines, so that blank is the delimiter of a
/// table that is aligned in columns. Blanks inside quotes stay.
std::string collapseBlanks(std::string_view text);

}  // namespace maury::io
