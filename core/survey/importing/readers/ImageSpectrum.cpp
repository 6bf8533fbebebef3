// SPDX-License-Identifier: GPL-3.0-or-later
// Spectrum in a 1-D image, with wavelengths from the header and errors from a second image of the same length.
#include <algorithm>

#include "survey/importing/readers/FluxColumns.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/HeaderFacts.h"
#include "survey/importing/readers/SourceFile.h"
#include "survey/importing/readers/Wavelengths.h"

namespace maury::survey {

namespace {

ErrorMeaning errorsIn(SourceFile& file, const SourceFile::Image& image) {
  HeaderKeys keys(file.fits(), image.hdu);
  file.fits().moveTo(image.hdu);
  return errorMeaningOf(image.name, file.fits().keyText("BUNIT").value_or(""));
}

/// Returns the first image that holds flux; nullptr if there is none.
const SourceFile::Image* fluxImage(SourceFile& file) {
  for (const SourceFile::Image& image : file.images()) {
    if (image.axes.size() != 1) return nullptr;
    HeaderKeys keys(file.fits(), image.hdu);
    if (hasWavelengthAxis(keys, 1) && errorsIn(file, image) == ErrorMeaning::None) return &image;
  }
  return nullptr;
}

bool recognises(SourceFile& file) {
  return file.isFits() && fluxImage(file) != nullptr;
}

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  const SourceFile::Image& image = *fluxImage(file);
  io::FitsReader& fits = file.fits();
  HeaderKeys keys(fits, image.hdu);
  fits.moveTo(image.hdu);
  Spectrum spectrum;
  spectrum.flux = asFloats(fits.readImage());
  StarInHeader star = starInHeader(file, image.hdu);
  std::optional<bool> knownAir = statedAir(keys);
  if (!knownAir && star.isVacuum) knownAir = false;
  fits.moveTo(image.hdu);
  const StatedWavelengths wavelengths =
      wavelengthsOfAxis(keys, 1, spectrum.flux.size(), knownAir, context, file.source() + ", " + fits.hduLabel());
  for (const SourceFile::Image& other : file.images()) {
    const ErrorMeaning meaning =
        other.axes == image.axes && other.hdu != image.hdu ? errorsIn(file, other) : ErrorMeaning::None;
    if (meaning == ErrorMeaning::None) continue;
    fits.moveTo(other.hdu);
    spectrum.fluxError = sigmasOf(fits.readImage(), meaning, spectrum.flux);
    break;
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
  block.spectra.push_back(std::move(spectrum));
  output.spectra(std::move(block));
}

}  // namespace

const Format kImageSpectrum = {"1-D FITS image", recognises, read};

}  // namespace maury::survey
