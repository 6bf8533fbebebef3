// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "io/tables/Table.h"

namespace maury::io {

/// Part of a file to read as a table.
struct TableOptions {
  int hdu = 0;  ///< HDU of a FITS file, 1 = primary; 0: first table with a scalar column, or else with an array column
  std::string group = {};  ///< group, table or array of an HDF5, .npy or .npz file; empty: readArrayTable() chooses
};

/// Reads a whole table into memory. Recognises the format by content: FITS, VOTable, HDF5, .npy, .npz, or text; each
/// may be gzipped. Adds a warning for a column named source_id (or ending in _id) that is stored as real numbers beyond
/// 2^53, because digits are lost. Throws Error(File) or Error(Format) naming file, HDU, line or element, column and
/// reason.
///
/// FITS: the checksums of the file are verified (FitsReader::verifyChecksums()). A vector or variable-length column (P,
/// Q) of numbers becomes an ArrayColumn; TDIMn is ignored. Logicals are read as 0 and 1. An integer column with a
/// missing value (TNULL) becomes real, or text if an integer is beyond 2^53 and would lose digits as real; unsigned
/// integers beyond 2^63 become text, too; bits become 0 and 1. TUNITn, TCOMMn, TUCDn are kept, complex columns are not.
///
/// VOTable 1.0 to 1.5: reads the first TABLE with rows (or, if none has rows, the first with fields), as TABLEDATA,
/// BINARY or BINARY2. The rows of further TABLEs with the same fields follow; a PARAM that differs between these TABLEs
/// becomes a column, and so does their name (column "table"). TABLEs with other fields are left out, with a warning.
/// Nulls and integers are treated as in FITS. A document whose QUERY_STATUS is ERROR is refused with the service's
/// message.
///
/// HDF5, .npy and .npz: readArrayTable().
///
/// CSV, ECSV and other text with separated cells:
/// - Encoding: UTF-8, or UTF-16 as written by spreadsheets; lines may end in CR, LF or both.
/// - Cells: separated by commas, or by tabs, semicolons or blanks if the header has no comma. They may be padded and
///   quoted (RFC 4180).
/// - Missing values are empty, "null", "nan" (in any case), "-" and "--", and in columns of numbers also the words of
///   isMissingNumber().
/// - Lines: comments ('#', '!', '%', ';') may come first, and between rows that are separated by blanks. Blank lines
///   are ignored.
/// - Names: takeTextHeader() finds them and the units. A table without any is read with the names col1, col2, … and a
///   warning; so is a column without a name. A name that occurs twice gets a number, with a warning.
/// - Types: a column is integer if every value is one. It is real if every value is a number or missing (outside the
///   range of double: infinite or 0), but text if all its numbers are integers and one is beyond 2^53, so that ids keep
///   their digits. It is text as well if all its integers have the same number of digits, at least 5, and one begins
///   with 0, as in flags of one digit per quantity. It becomes an ArrayColumn if every cell is missing or a list of
///   numbers in brackets or parentheses, "(1.0, 2.0, NaN)". Otherwise it is text, with a warning if nearly all cells
///   are numbers.
/// - Decimal commas: if commas do not separate cells, they are read as decimal commas provided that one of them surely
///   is ("5,3", not "1,234") and no number of the table has a point. Otherwise the column becomes text, with a warning.
/// - ECSV's header sets the delimiter, datatypes (a string column stays text), array subtypes, units, descriptions and
///   UCDs.
///
/// Text with columns at fixed positions: tables of the AAS and of IPAC, and of the CDS if its ReadMe is in the same
/// folder (takeFixedLayout(), layoutInReadMe()), with types, units, descriptions and null values.
Table readTable(const std::filesystem::path& path, const TableOptions& options = {});
/// Does the same for bytes that were already read or unpacked, such as a member of a zip archive; `source` names the
/// file in messages.
Table readTable(std::string bytes, const std::string& source, const TableOptions& options = {});

}  // namespace maury::io
