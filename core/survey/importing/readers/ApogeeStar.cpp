// SPDX-License-Identifier: GPL-3.0-or-later
// APOGEE's spectra of stars: aspcapStar (HDU 2: normalised flux, HDU 3: its error, HDU 4: the model), and apStar or
// asStar (combined spectra). The rows of the latter are two differently weighted combinations of all visits, then each
// visit, with a mask (HDU 4); stars with a single visit have one row. Pixels are uniform in log10 of the vacuum
// wavelength (Å, rest frame); 8575 pixels. Source: SDSS data models of aspcapStar and apStar.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

#include "base/Error.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/columns/PixelMask.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/HeaderFacts.h"
#include "survey/importing/source/ImageRoles.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"
#include "survey/names/PositionColumns.h"

namespace maury::survey {

namespace {

/// Start and step in log10 λ of all APOGEE spectra of stars (SDSS data model of apStar).
constexpr double kLogStart = 4.179;
constexpr double kLogStep = 6e-6;

bool isOnApogeeGrid(SourceFile& file, const SourceFile::Image& image) {
  HeaderKeys keys(file.fits(), image.hdu);
  const double start = keys.number("CRVAL1").value_or(0.0);
  const double step = keys.number("CDELT1").value_or(0.0);
  return std::abs(start - kLogStart) < 1e-6 && std::abs(step - kLogStep) < 1e-9;
}

bool recognises(SourceFile& file) {
  if (!file.isFits()) return false;
  const auto& images = file.images();
  return images.size() >= 2 && images[0].hdu == 2 && images[1].hdu == 3 && images[0].axes == images[1].axes &&
         images[0].axes.size() <= 2 && file.mayRead(images[0].hdu) && isOnApogeeGrid(file, images[0]);
}

std::vector<float> firstRow(SourceFile& file, const SourceFile::Image& image) {
  file.fits().moveTo(image.hdu);
  std::vector<float> row(static_cast<std::size_t>(image.length(0)));
  file.fits().readImage(0, row);
  return row;
}

/// Reads the mask of an apStar file (aspcapStar has none) and adds it to the report. Returns 1 for pixels without data
/// and 0 for others; nothing if there is no mask.
std::vector<double> readMask(SourceFile& file, const SourceFile::Image& flux, const ReadContext& context,
                             ReadGroup& reading) {
  const SourceFile::Image* image = companionOf(file, flux, ImageRole::Mask);
  if (image == nullptr) return {};
  file.markUsed(image->hdu);
  const std::vector<float> values = firstRow(file, *image);
  MaskPlace place = maskPlaceIn(file, image->hdu, image->name, true);
  place.isApogee = true;
  const MaskRule rule = maskRuleOf(place, {}, context.options.maskBits);
  reading.parts.push_back(readPart(file, image->hdu, PartRole::Mask, {Ground::DataModel, "APOGEE"}, values));
  describeMask(reading, rule);
  std::vector<double> bad;
  for (const float value : values)
    bad.push_back(isMasked(static_cast<double>(value), rule.bits) ? 1.0 : 0.0);
  return bad;
}

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  const SourceFile::Image& image = file.images()[0];
  file.markUsed(image.hdu);
  file.markUsed(file.images()[1].hdu);
  HeaderKeys keys(file.fits(), image.hdu);
  const auto pixels = static_cast<std::size_t>(image.length(0));
  Spectrum spectrum;
  const StatedWavelengths wavelengths = wavelengthsOfAxis(keys, 1, pixels, kVacuumByDefinition, context, file.source());
  spectrum.grid = context.grids.gridOf(wavelengths, file.source());
  spectrum.flux = firstRow(file, image);
  const std::vector<float> errors = firstRow(file, file.images()[1]);
  ReadGroup& reading = output.reading;
  const Reason byModel{Ground::DataModel, "APOGEE"};
  reading.parts.push_back(readPart(file, image.hdu, PartRole::Flux, byModel, spectrum.flux));
  reading.parts.push_back(readPart(file, file.images()[1].hdu, PartRole::Error, byModel, errors));
  setWavelengths(reading, wavelengths);
  const std::vector<double> mask = readMask(file, image, context, reading);
  std::size_t marked = 0, zero = 0, masked = 0;
  spectrum.fluxError = sigmasOf(std::vector<double>(errors.begin(), errors.end()), ErrorMeaning::Sigma, spectrum.flux,
                                kApogeeNoDataError, &marked);
  // Between the chips, and where no visit has data, either flux and error are 0 or the error is 1e10.
  for (std::size_t i = 0; i < pixels; ++i) {
    const bool isZero = spectrum.flux[i] == 0.0f, isBad = !mask.empty() && mask[i] != 0.0;
    if (!isZero && !isBad) continue;
    if (std::isfinite(spectrum.flux[i])) ++(isZero ? zero : masked);
    spectrum.flux[i] = spectrum.fluxError[i] = std::numeric_limits<float>::quiet_NaN();
  }
  countMissing(reading, PartRole::Flux, MissingCause::Masked, masked);
  countMissing(reading, PartRole::Flux, MissingCause::ErrorSaysNone, marked);
  countMissing(reading, PartRole::Flux, MissingCause::ZeroFlux, zero);
  if (image.length(1) > 1) reading.remarks.emplace_back("the first row of the images was read: the combined spectrum");

  HeaderKeys primary(file.fits(), 1);
  spectrum.id = primary.text("OBJID").value_or(primary.text("OBJ").value_or(""));
  if (spectrum.id.empty()) spectrum.id = file.stem();
  spectrum.file = file.fileName();
  HeaderFacts facts(primary);
  facts.number(kRightAscensionColumn, "deg", {"RA"})
      .number(kDeclinationColumn, "deg", {"DEC"})
      .number("snr", "", {"SNR"});
  facts.number("vhelio", "km/s", {"VHELIO"}).number("vscatter", "km/s", {"VSCATTER"});
  facts.number("nvisits", "", {"NVISITS"}).number("starflag", "", {"STARFLAG"}).text("field", {"FIELD"});
  SpectraBlock block;
  block.starTable = facts.take();
  for (ReadPart& part : facts.takeParts())
    reading.parts.push_back(std::move(part));
  block.spectra.push_back(std::move(spectrum));
  output.spectra(std::move(block));
}

}  // namespace

const Format kApogeeStar = {"APOGEE star", recognises, read};

}  // namespace maury::survey
