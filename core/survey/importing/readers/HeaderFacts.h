// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "io/tables/Table.h"
#include "survey/importing/readers/SourceFile.h"

namespace maury::survey {

/// Collects what a header says of its star as a table of one row. Numbers that are no number, and surveys' values for
/// "unknown" (−9999 and its like), are left out.
class HeaderFacts {
public:
  explicit HeaderFacts(HeaderKeys keys) : m_keys(keys) {}

  /// The first of `keys` that holds a finite number, as the column `name`.
  HeaderFacts& number(const std::string& name, const std::string& unit, std::initializer_list<const char*> keys);
  HeaderFacts& text(const std::string& name, std::initializer_list<const char*> keys);
  io::Table take() { return std::move(m_table); }

private:
  HeaderKeys m_keys;
  io::Table m_table;
};

/// What the header of a spectrum of a survey that this program knows says of the star: position, redshift, velocity,
/// the survey's S/N.
struct StarInHeader {
  std::string id;         ///< LAMOST's obsid; else the file's stem
  io::Table about;        ///< one row, or no columns
  bool isVacuum = false;  ///< by the survey's definition, where its files do not say so themselves
};

/// LAMOST (TELESCOP LAMOST), SDSS (TELESCOP SDSS …) and ESO's products (PRODCATG SCIENCE.SPECTRUM) are known. Of others
/// not even the position is taken: their RA may be in hours.
StarInHeader starInHeader(SourceFile& file, int hdu);

}  // namespace maury::survey
