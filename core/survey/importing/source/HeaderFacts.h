// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "io/tables/Table.h"
#include "survey/importing/ReadingReport.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// Collector of facts about a star from a FITS header, as a table with one row. Non-numeric values in place of numbers,
/// and values that surveys write for "unknown" (such as −9999), are skipped.
class HeaderFacts {
public:
  explicit HeaderFacts(HeaderKeys keys) : m_keys(keys) {}

  /// Adds the first of `keys` that holds a finite number, as the column `name`.
  HeaderFacts& number(const std::string& name, const std::string& unit, std::initializer_list<const char*> keys);
  /// Adds the first of `keys` that holds a string, as the column `name`.
  HeaderFacts& text(const std::string& name, std::initializer_list<const char*> keys);
  io::Table take() { return std::move(m_table); }
  /// Returns the entries of the reading report for the columns added so far.
  std::vector<ReadPart> takeParts() { return std::move(m_parts); }

private:
  void add(const char* key, io::Column&& column);

  HeaderKeys m_keys;
  io::Table m_table;
  std::vector<ReadPart> m_parts;
};

/// Facts about the star of a spectrum in a known survey's header: position, redshift, velocity, S/N.
struct StarInHeader {
  std::string id;               ///< LAMOST's obsid, APOGEE's id or sdss_id; otherwise the stem of the file name
  io::Table starTable;          ///< one row, or no columns
  std::vector<ReadPart> parts;  ///< entries of the reading report: the header keys that were read, the id's included
  bool isVacuum = false;  ///< true if the survey defines its wavelengths as vacuum although its files do not state it
};

/// Reads the header of a spectrum of LAMOST (TELESCOP LAMOST), SDSS (TELESCOP SDSS …), an ESO product (PRODCATG
/// SCIENCE.SPECTRUM) an APOGEE visit (V_APRED) or SDSS-V's
/// mwmStar (V_ASTRA), and recognises DESI's files. Headers of other surveys are not used, not
/// even for the position, because RA may be in hours.
StarInHeader starInHeader(SourceFile& file, int hdu);

}  // namespace maury::survey
