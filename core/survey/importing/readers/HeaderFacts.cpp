// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/readers/HeaderFacts.h"

#include <vector>

#include "survey/dataset/PositionColumns.h"
#include "survey/dataset/Sentinels.h"

namespace maury::survey {

namespace {

io::Table lamostFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"}).number(kDeclinationColumn, "deg", {"DEC"});
  facts.number("z", "", {"Z"}).number("z_err", "", {"Z_ERR"}).number("helio_rv", "km/s", {"HELIO_RV"});
  facts.text("designation", {"DESIG"}).text("subclass", {"SUBCLASS"});
  for (const char* band : {"SNRU", "SNRG", "SNRR", "SNRI", "SNRZ"})
    facts.number(lowerCase(band), "", {band});
  return facts.take();
}

/// Reads an SDSS header. The position of the star is RAOBJ (spSpec) or PLUG_RA (spec); RA and DEC are the telescope's.
io::Table sdssFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RAOBJ", "PLUG_RA"})
      .number(kDeclinationColumn, "deg", {"DECOBJ", "PLUG_DEC"});
  facts.number("z", "", {"Z"}).number("z_err", "", {"Z_ERR"});
  facts.number("plate", "", {"PLATEID"}).number("mjd", "", {"MJD"}).number("fiber", "", {"FIBERID"});
  return facts.take();
}

/// Reads a header of ESO's Science Data Products standard: RA and DEC are in degrees, SNR is the median S/N per pixel.
io::Table esoFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"})
      .number(kDeclinationColumn, "deg", {"DEC"})
      .number("snr", "", {"SNR"});
  facts.text("object", {"OBJECT"}).text("specsys", {"SPECSYS"});
  return facts.take();
}

}  // namespace

HeaderFacts& HeaderFacts::number(const std::string& name, const std::string& unit,
                                 std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto value = m_keys.number(key);
    if (!value || isSentinel(*value)) continue;
    m_table.columns.push_back({name, unit, std::vector<double>{*value}});
    break;
  }
  return *this;
}

HeaderFacts& HeaderFacts::text(const std::string& name, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto value = m_keys.text(key);
    if (!value || value->empty()) continue;
    m_table.columns.push_back({name, "", std::vector<std::string>{*value}});
    break;
  }
  return *this;
}

StarInHeader starInHeader(SourceFile& file, int hdu) {
  StarInHeader star;
  star.id = file.stem();
  if (!file.isFits()) return star;
  HeaderKeys keys(file.fits(), hdu);
  const std::string telescope = upperCase(keys.text("TELESCOP").value_or(""));
  if (telescope == "LAMOST") {
    star.starTable = lamostFacts(keys);
    const std::string id = keys.text("OBSID").value_or("");
    if (!id.empty()) star.id = id;
  } else if (telescope.starts_with("SDSS")) {
    star.starTable = sdssFacts(keys);
    // "Remember that these are vacuum wavelengths": SDSS DR7, reading spSpec files; spec files likewise.
    star.isVacuum = true;
  } else if (upperCase(keys.text("PRODCATG").value_or("")).starts_with("SCIENCE.SPECTRUM")) {
    star.starTable = esoFacts(keys);
  }
  return star;
}

}  // namespace maury::survey
