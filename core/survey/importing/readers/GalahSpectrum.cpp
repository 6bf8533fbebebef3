// SPDX-License-Identifier: GPL-3.0-or-later
// GALAH's spectrum of one CCD, <sobject_id>{1…4}.fits: flux in the primary HDU, its error as a fraction of the flux in
// the HDU input_sigma (DR3) or relative_error (DR4), a normalised spectrum in the HDU normalised (DR3) or normalized
// (DR4), sky and other images. Wavelengths are in air, corrected to the barycentre. The files of a star are joined.
// Sources: docs.datacentral.org.au/galah/dr3/galah-dr3-spectra, galah-survey.org/dr4.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <span>
#include <utility>

#include "io/fits/FitsReader.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/HeaderFacts.h"
#include "survey/importing/source/ImageRoles.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"
#include "survey/names/PositionColumns.h"

namespace maury::survey {

namespace {

constexpr std::size_t kIdDigits = 15;  // of sobject_id; the CCD follows

/// Returns the sobject_id in the name of a file; empty if it has none.
std::string objectIn(const std::string& stem) {
  const bool isNumber = stem.size() == kIdDigits + 1 &&
                        std::all_of(stem.begin(), stem.end(), [](unsigned char c) { return std::isdigit(c); });
  return isNumber && stem.back() >= '1' && stem.back() <= '4' ? stem.substr(0, kIdDigits) : "";
}

/// Returns the image of relative errors: by its name, or HDU 2 in the files of DR3 that have no names; nullptr if there
/// is none.
const SourceFile::Image* errorImage(SourceFile& file) {
  const auto& images = file.images();
  const auto named = std::find_if(images.begin(), images.end(), isRelativeError);
  if (named != images.end()) return &*named;
  const bool hasNames =
      std::any_of(images.begin(), images.end(), [](const auto& i) { return i.hdu > 1 && !i.name.empty(); });
  return !hasNames && images.size() >= 4 && images[1].hdu == 2 ? &images[1] : nullptr;
}

bool recognises(SourceFile& file) {
  if (!file.isFits() || file.images().empty() || file.images().front().hdu != 1) return false;
  const SourceFile::Image* flux = fluxImage(file);
  const SourceFile::Image* error = errorImage(file);
  if (flux == nullptr || flux->axes.size() != 1 || error == nullptr || flux == error) return false;
  HeaderKeys keys(file.fits(), flux->hdu);
  return hasWavelengthAxis(keys, 1) && !objectIn(file.stem()).empty();
}

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  const SourceFile::Image& flux = *fluxImage(file);
  const SourceFile::Image& error = *errorImage(file);
  io::FitsReader& fits = file.fits();
  file.markUsed(flux.hdu);
  fits.moveTo(flux.hdu);
  Spectrum spectrum;
  spectrum.flux = asFloats(fits.readImage());
  HeaderKeys keys(fits, flux.hdu);
  StatedWavelengths wavelengths = wavelengthsOfAxis(
      keys, 1, spectrum.flux.size(), StatedMedium(true, {Ground::DataModel, "GALAH"}), context, file.source());
  ReadGroup& reading = output.reading;
  reading.parts.push_back(readPart(file, flux.hdu, PartRole::Flux, fluxReason(file, flux), spectrum.flux));
  setWavelengths(reading, wavelengths);
  fits.moveTo(flux.hdu);
  // Files of DR3 that state CRPIX1 = 0 mean 1, as in the survey's own tutorials.
  if (keys.number("CRPIX1") == 0.0 && wavelengths.nm.size() > 1)
    for (const double step = wavelengths.nm[1] - wavelengths.nm[0]; double& nm : wavelengths.nm)
      nm -= step;
  if (error.axes == flux.axes) {  // the normalised spectrum of CCD 4 is shorter
    file.markUsed(error.hdu);
    fits.moveTo(error.hdu);
    const std::vector<double> errors = fits.readImage();
    spectrum.fluxError = sigmasOf(errors, ErrorMeaning::Relative, spectrum.flux);
    reading.parts.push_back(readPart(file, error.hdu, PartRole::RelativeError, {Ground::DataModel, "GALAH"},
                                     asFloats(std::span(errors).first(std::min<std::size_t>(3, errors.size())))));
  }
  spectrum.wasAir = wavelengths.isAir;
  spectrum.grid = context.grids.gridOf(wavelengths, file.source());
  spectrum.file = file.fileName();
  spectrum.id = objectIn(file.stem());
  HeaderFacts facts(HeaderKeys(fits, 1));
  facts.number(kRightAscensionColumn, "deg", {"RA_ICRS"})
      .number(kDeclinationColumn, "deg", {"DEC_ICRS"})
      .number("rv", "km/s", {"RV"})
      .text("tmass_id", {"2MASS_ID"})
      .text("gaia_id", {"GAIA_ID"});
  SpectraBlock block;
  block.starTable = facts.take();
  for (ReadPart& part : facts.takeParts())
    reading.parts.push_back(std::move(part));
  reading.remarks.emplace_back("ids from the names of the files, which are the arms of a star");
  block.armOf = spectrum.id;
  block.spectra.push_back(std::move(spectrum));
  output.spectra(std::move(block));
}

}  // namespace

const Format kGalahSpectrum = {"GALAH spectrum", recognises, read};

}  // namespace maury::survey
