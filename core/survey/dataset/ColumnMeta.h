// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maury::survey {

/// Description and UCD of a column in a table that other programs read.
struct ColumnMeta {
  std::string description;  ///< one line; empty if the name is unknown
  std::string ucd;          ///< UCD1+ of the IVOA's controlled vocabulary 1.5; empty if none fits
};

/// Returns what is known about a column by its name: labels in any spelling, Gaia's columns (names and UCDs of its DR3
/// data model), columns that this program derives ("R_kpc", "flag_boundary", "mh_cnn"), and errors called e_NAME or
/// NAME_error. Thread-safe.
ColumnMeta columnMeta(std::string_view name);

}  // namespace maury::survey
