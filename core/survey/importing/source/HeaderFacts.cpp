// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/HeaderFacts.h"

#include <algorithm>
#include <vector>

#include "survey/names/PositionColumns.h"
#include "survey/names/Sentinels.h"

namespace maury::survey {

namespace {

io::Table lamostFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"}).number(kDeclinationColumn, "deg", {"DEC"});
  facts.number("z", "", {"Z"}).number("z_err", "", {"Z_ERR"}).number("helio_rv", "km/s", {"HELIO_RV"});
  facts.text("designation", {"DESIG"}).text("subclass", {"SUBCLASS"});
  facts.number("snru", "", {"SNRU", "SN_U"}).number("snrg", "", {"SNRG", "SN_G"}).number("snrr", "", {"SNRR", "SN_R"});
  facts.number("snri", "", {"SNRI", "SN_I"}).number("snrz", "", {"SNRZ", "SN_Z"});
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

/// Reads the header of an APOGEE visit. Its wavelengths are those on Earth: BC is the barycentric correction.
io::Table apogeeVisitFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"})
      .number(kDeclinationColumn, "deg", {"DEC"})
      .number("snr", "", {"SNR"});
  facts.number("vhelio", "km/s", {"VHELIO"}).number("vrad", "km/s", {"VRAD"}).number("bc", "km/s", {"BC"});
  facts.number("mjd", "", {"MJD5"}).text("plate", {"PLATE"}).number("fiber", "", {"FIBERID"});
  return facts.take();
}

/// Reads the primary header of SDSS-V's mwmStar, mwmVisit, astraStar and astraVisit, which describes the star.
io::Table astraFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"}).number(kDeclinationColumn, "deg", {"DEC"});
  facts.number(kParallaxColumn, "mas", {"PLX"}).text("gaia_dr3_source_id", {"GAIA3_ID"});
  return facts.take();
}

/// Returns true for DESI's coadd and spectra files, whose wavelengths are in vacuum (DESI data model).
bool isDesi(SourceFile& file) {
  const auto& images = file.images();
  const auto& tables = file.tables();
  return std::any_of(tables.begin(), tables.end(), [](const auto& table) { return table.name == "FIBERMAP"; }) &&
         std::any_of(images.begin(), images.end(), [](const SourceFile::Image& image) {
           return image.name == "B_WAVELENGTH" || image.name == "R_WAVELENGTH" || image.name == "Z_WAVELENGTH";
         });
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
  } else if (keys.text("V_APRED") && keys.text("OBJID")) {
    star.starTable = apogeeVisitFacts(keys);
    star.id = keys.text("OBJID").value_or(star.id);
    star.isVacuum = true;  // SDSS data model of apVisit
  } else if (keys.text("V_ASTRA")) {
    star.starTable = astraFacts(keys);
    const std::string id = keys.text("SDSS_ID").value_or("");
    if (!id.empty()) star.id = id;
    star.isVacuum = true;
  } else if (isDesi(file)) {
    star.isVacuum = true;
  }
  return star;
}

}  // namespace maury::survey
