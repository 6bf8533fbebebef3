// SPDX-License-Identifier: GPL-3.0-or-later
// Spectrum in a 1-D image, with wavelengths from the header and errors from a second image of the same length.
#include <algorithm>
#include <iterator>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "io/fits/FitsReader.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/HeaderFacts.h"
#include "survey/importing/source/ImageRoles.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

/// Returns the image of flux if it has one axis with wavelengths in its header; otherwise nullptr.
const SourceFile::Image* fluxImageOf(SourceFile& file) {
  const SourceFile::Image* image = fluxImage(file);
  if (image == nullptr || image->axes.size() != 1) return nullptr;
  HeaderKeys keys(file.fits(), image->hdu);
  return hasWavelengthAxis(keys, 1) ? image : nullptr;
}

bool recognises(SourceFile& file) {
  return file.isFits() && fluxImageOf(file) != nullptr;
}

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  const SourceFile::Image& image = *fluxImageOf(file);
  io::FitsReader& fits = file.fits();
  HeaderKeys keys(fits, image.hdu);
  fits.moveTo(image.hdu);
  Spectrum spectrum;
  spectrum.flux = asFloats(fits.readImage());
  StarInHeader star = starInHeader(file, image.hdu);
  std::optional<StatedMedium> medium = statedMedium(keys);
  if (!medium && star.isVacuum) medium = kVacuumByDefinition;
  ReadGroup& reading = output.reading;
  reading.parts.push_back(readPart(file, image.hdu, PartRole::Flux, fluxReason(file, image), spectrum.flux));
  fits.moveTo(image.hdu);
  const StatedWavelengths wavelengths =
      wavelengthsOfAxis(keys, 1, spectrum.flux.size(), medium, context, file.source() + ", " + fits.hduLabel());
  file.markUsed(image.hdu);
  setWavelengths(reading, wavelengths);
  if (const SourceFile::Image* errors = companionOf(file, image, ImageRole::Error)) {
    const ErrorMeaning meaning = errorsIn(file, *errors);
    file.markUsed(errors->hdu);
    fits.moveTo(errors->hdu);
    const std::vector<double> values = fits.readImage();
    std::size_t marked = 0;
    spectrum.fluxError = sigmasOf(values, meaning, spectrum.flux, std::numeric_limits<double>::infinity(), &marked);
    const auto few = asFloats(std::span(values).first(std::min<std::size_t>(3, values.size())));
    reading.parts.push_back(readPart(file, errors->hdu, roleOfErrors(meaning), {Ground::Name}, few));
    countMissing(reading, PartRole::Flux, MissingCause::ErrorSaysNone, marked);
  }
  if (wavelengths.isReversed) {
    std::reverse(spectrum.flux.begin(), spectrum.flux.end());
    std::reverse(spectrum.fluxError.begin(), spectrum.fluxError.end());
  }
  spectrum.wasAir = wavelengths.isAir;
  spectrum.grid = context.grids.gridOf(wavelengths, file.source());
  spectrum.id = std::move(star.id);
  spectrum.file = file.fileName();
  SpectraBlock block;
  block.starTable = std::move(star.starTable);
  std::move(star.parts.begin(), star.parts.end(), std::back_inserter(reading.parts));
  block.spectra.push_back(std::move(spectrum));
  output.spectra(std::move(block));
}

}  // namespace

const Format kImageSpectrum = {"1-D FITS image", recognises, read, Format::Arms::InImages};

}  // namespace maury::survey
