// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/HeaderFacts.h"

#include <algorithm>
#include <vector>

#include "survey/importing/columns/ReadParts.h"
#include "survey/names/PositionColumns.h"
#include "survey/names/Sentinels.h"

namespace maury::survey {

namespace {

HeaderFacts lamostFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"}).number(kDeclinationColumn, "deg", {"DEC"});
  facts.number("z", "", {"Z"}).number("z_err", "", {"Z_ERR"}).number("helio_rv", "km/s", {"HELIO_RV"});
  facts.text("designation", {"DESIG"}).text("subclass", {"SUBCLASS"});
  facts.number("snru", "", {"SNRU", "SN_U"}).number("snrg", "", {"SNRG", "SN_G"}).number("snrr", "", {"SNRR", "SN_R"});
  facts.number("snri", "", {"SNRI", "SN_I"}).number("snrz", "", {"SNRZ", "SN_Z"});
  return facts;
}

/// Reads an SDSS header. The position of the star is RAOBJ (spSpec) or PLUG_RA (spec); RA and DEC are the telescope's.
HeaderFacts sdssFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RAOBJ", "PLUG_RA"})
      .number(kDeclinationColumn, "deg", {"DECOBJ", "PLUG_DEC"});
  facts.number("z", "", {"Z"}).number("z_err", "", {"Z_ERR"});
  facts.number("plate", "", {"PLATEID"}).number("mjd", "", {"MJD"}).number("fiber", "", {"FIBERID"});
  return facts;
}

/// Reads a header of ESO's Science Data Products standard: RA and DEC are in degrees, SNR is the median S/N per pixel.
HeaderFacts esoFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"})
      .number(kDeclinationColumn, "deg", {"DEC"})
      .number("snr", "", {"SNR"});
  facts.text("object", {"OBJECT"}).text("specsys", {"SPECSYS"});
  return facts;
}

/// Reads the header of an APOGEE visit. Its wavelengths are those on Earth: BC is the barycentric correction.
HeaderFacts apogeeVisitFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"})
      .number(kDeclinationColumn, "deg", {"DEC"})
      .number("snr", "", {"SNR"});
  facts.number("vhelio", "km/s", {"VHELIO"}).number("vrad", "km/s", {"VRAD"}).number("bc", "km/s", {"BC"});
  facts.number("mjd", "", {"MJD5"}).text("plate", {"PLATE"}).number("fiber", "", {"FIBERID"});
  return facts;
}

/// Reads the primary header of SDSS-V's mwmStar, mwmVisit, astraStar and astraVisit, which describes the star.
HeaderFacts astraFacts(HeaderKeys keys) {
  HeaderFacts facts(keys);
  facts.number(kRightAscensionColumn, "deg", {"RA"}).number(kDeclinationColumn, "deg", {"DEC"});
  facts.number(kParallaxColumn, "mas", {"PLX"}).text("gaia_dr3_source_id", {"GAIA3_ID"});
  return facts;
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
    add(key, {name, unit, std::vector<double>{*value}});
    break;
  }
  return *this;
}

void HeaderFacts::add(const char* key, io::Column&& column) {
  PartRole role = PartRole::Other;
  if (column.name == kRightAscensionColumn) role = PartRole::RightAscension;
  if (column.name == kDeclinationColumn) role = PartRole::Declination;
  if (column.name == kParallaxColumn) role = PartRole::Parallax;
  if (column.name == "snr") role = PartRole::SignalToNoise;
  ReadPart part{.name = key, .kind = PartKind::HeaderKey, .role = role, .target = column.name, .unit = column.unit};
  part.roleReason = {Ground::DataModel};
  if (!part.unit.empty()) part.unitReason = {Ground::DataModel};
  part.samples = samplesOf(column);
  m_parts.push_back(std::move(part));
  m_table.columns.push_back(std::move(column));
}

HeaderFacts& HeaderFacts::text(const std::string& name, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto value = m_keys.text(key);
    if (!value || value->empty()) continue;
    add(key, {name, "", std::vector<std::string>{*value}});
    break;
  }
  return *this;
}

StarInHeader starInHeader(SourceFile& file, int hdu) {
  StarInHeader star;
  star.id = file.stem();
  if (!file.isFits()) return star;
  HeaderKeys keys(file.fits(), hdu);
  const auto take = [&](HeaderFacts&& facts) {
    star.starTable = facts.take();
    star.parts = facts.takeParts();
  };
  const auto takeId = [&](const char* key) {
    const std::string id = keys.text(key).value_or("");
    if (id.empty()) return;
    star.id = id;
    star.parts.push_back({.name = key,
                          .kind = PartKind::HeaderKey,
                          .role = PartRole::Id,
                          .roleReason = {Ground::DataModel},
                          .samples = {id}});
  };
  const std::string telescope = upperCase(keys.text("TELESCOP").value_or(""));
  if (telescope == "LAMOST") {
    take(lamostFacts(keys));
    takeId("OBSID");
  } else if (telescope.starts_with("SDSS")) {
    take(sdssFacts(keys));
    // "Remember that these are vacuum wavelengths": SDSS DR7, reading spSpec files; spec files likewise.
    star.isVacuum = true;
  } else if (upperCase(keys.text("PRODCATG").value_or("")).starts_with("SCIENCE.SPECTRUM")) {
    take(esoFacts(keys));
  } else if (keys.text("V_APRED") && keys.text("OBJID")) {
    take(apogeeVisitFacts(keys));
    takeId("OBJID");
    star.isVacuum = true;  // SDSS data model of apVisit
  } else if (keys.text("V_ASTRA")) {
    take(astraFacts(keys));
    takeId("SDSS_ID");
    star.isVacuum = true;
  } else if (isDesi(file)) {
    star.isVacuum = true;
  }
  return star;
}

}  // namespace maury::survey
