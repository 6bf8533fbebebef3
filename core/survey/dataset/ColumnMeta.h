// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maury::survey {

/// What a column says of itself in a table that other programs read.
struct ColumnMeta {
  std::string description;  ///< one line; empty where the name is not known
  std::string ucd;          ///< UCD1+ of the IVOA's controlled vocabulary 1.5; empty where none fits
};

/// For labels whatever their spelling, Gaia's columns (names and UCDs of its DR3 data model), what this program derives
/// ("R_kpc", "flag_boundary", "mh_reference"), and errors as e_NAME or NAME_error. Any thread.
ColumnMeta columnMeta(std::string_view name);

}  // namespace maury::survey
