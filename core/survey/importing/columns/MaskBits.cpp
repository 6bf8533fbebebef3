// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/columns/MaskBits.h"

#include <initializer_list>

#include "survey/importing/source/SourceFile.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

constexpr std::uint64_t bits(std::initializer_list<int> numbers) {
  std::uint64_t mask = 0;
  for (const int number : numbers)
    mask |= std::uint64_t{1} << number;
  return mask;
}

/// SDSS spectra (spec, spPlate, specFull): sdssMaskbits.par of SDSS's idlutils, where the text of these three bits says
/// "INVVAR=0". The other bits are about the fibre (0 to 12) or warnings, such as a bright sky.
constexpr MaskDefinition kSdss = {"SPPIXMASK", bits({18, 22, 24}), "FULLREJECT, NOSKY, NODATA"};
/// APOGEE: bits 0 to 7 are "bad" in the table APOGEE_PIXMASK of SDSS DR17; the others are about ghosts, persistence,
/// sky and telluric lines.
constexpr MaskDefinition kApogee = {"APOGEE_PIXMASK", bits({0, 1, 2, 3, 4, 5, 6, 7}),
                                    "BADPIX, CRPIX, SATPIX, UNFIXABLE, BADDARK, BADFLAT, BADERR, NOSKY"};
/// LAMOST: its page on FITS files (lamost.org/public/dr/algorithms/ff) calls masked pixels bad and defines no bits. The
/// six names, and BRIGHTSKY (bit 3) as a mere warning, were not checked against a document. Files confirm bit 0: in
/// coadded spectra of the medium-resolution survey, pixels with BADCCD have a flux of 0 and an ordinary variance.
constexpr MaskDefinition kLamost = {"LAMOST's pixel mask", bits({0, 1, 2, 4, 5}),
                                    "BADCCD, BADPROFILE, NOSKY, BADCENTER, NODATA"};
/// DESI: specmask of desispec.maskbits. Its redshift fitter (redrock.external.desi) uses no pixel with any bit set.
constexpr MaskDefinition kDesi = {"DESI's specmask", ~std::uint64_t{0}, ""};

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  for (const std::string_view known : names)
    if (name == known) return true;
  return false;
}

}  // namespace

MaskPlace maskPlaceIn(SourceFile& file, int hdu, std::string_view name, bool isImage) {
  MaskPlace place;
  place.name = lowerCase(name);
  place.isImage = isImage;
  if (!file.isFits()) return place;
  HeaderKeys primary(file.fits(), 1);
  place.telescope = upperCase(primary.text("TELESCOP").value_or(""));
  place.isApogee = primary.text("V_APRED").has_value();
  if (!isImage && hdu > 0) place.table = lowerCase(HeaderKeys(file.fits(), hdu).text("EXTNAME").value_or(""));
  return place;
}

const MaskDefinition* maskDefinitionOf(const MaskPlace& place) {
  if (place.isApogee) return &kApogee;
  if (place.name == "pixel_flags") {
    if (place.table.starts_with("apogee/")) return &kApogee;
    return place.table.starts_with("boss/") ? &kSdss : nullptr;
  }
  if (place.telescope.find("LAMOST") != std::string::npos) return &kLamost;
  const bool isSdss = place.telescope.starts_with("SDSS");
  if (isOneOf(place.name, {"and_mask", "or_mask"})) return &kSdss;
  if (isOneOf(place.name, {"andmask", "ormask"})) return isSdss || place.isImage ? &kSdss : &kLamost;
  return place.isImage && isOneOf(place.name, {"b_mask", "r_mask", "z_mask"}) ? &kDesi : nullptr;
}

bool isMaskOfAnyExposure(const MaskPlace& place) {
  if (isOneOf(place.name, {"or_mask", "ormask"})) return true;
  // Astra, the pipeline that writes these files, takes them from or_mask (astra.models.boss).
  return place.name == "pixel_flags" && place.table.starts_with("boss/");
}

}  // namespace maury::survey
