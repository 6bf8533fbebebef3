// SPDX-License-Identifier: GPL-3.0-or-later
// Spectrum stored as the rows of a 2-D image. LAMOST up to DR7: flux, inverse variance, wavelength, and-mask, or-mask
// (as stated by EXTEN0 in the header). SDSS's spSpec up to DR7: flux, continuum-subtracted flux, noise, mask; log10 λ
// from COEFF0 and COEFF1, in vacuum (SDSS DR7 data model of spSpec).
#include <algorithm>
#include <limits>

#include "survey/importing/readers/FluxColumns.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/HeaderFacts.h"
#include "survey/importing/readers/SourceFile.h"
#include "survey/importing/readers/Wavelengths.h"

namespace maury::survey {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

bool hasRows(SourceFile& file, std::int64_t minRows) {
  if (!file.isFits() || file.images().empty()) return false;
  const SourceFile::Image& image = file.images()[0];
  constexpr std::int64_t kMaxRows = 9;  // largest number of rows in any release
  return image.hdu == 1 && image.axes.size() == 2 && image.length(1) >= minRows && image.length(1) <= kMaxRows;
}

bool isLamost(SourceFile& file) {
  return hasRows(file, 3) &&
         upperCase(HeaderKeys(file.fits(), 1).text("EXTEN0").value_or("")).starts_with("FLUX, INVERSE, WAVELENGTH");
}

bool isSpSpec(SourceFile& file) {
  if (!hasRows(file, 3)) return false;
  HeaderKeys keys(file.fits(), 1);
  return keys.number("COEFF0") && keys.number("COEFF1") && keys.number("CRVAL1") &&
         keys.text("TELESCOP").value_or("").starts_with("SDSS");
}

bool recognises(SourceFile& file) {
  return isLamost(file) || isSpSpec(file);
}

std::vector<double> row(SourceFile& file, std::int64_t index) {
  const auto pixels = static_cast<std::size_t>(file.images()[0].length(0));
  std::vector<float> values(pixels);
  file.fits().moveTo(1);
  file.fits().readImage(index * file.images()[0].length(0), values);
  return {values.begin(), values.end()};
}

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  const bool lamost = isLamost(file);
  HeaderKeys keys(file.fits(), 1);
  const std::vector<double> flux = row(file, 0);
  Spectrum spectrum;
  spectrum.flux = asFloats(flux);
  StatedWavelengths wavelengths;
  if (lamost) {
    // Prefer the header: row 3 holds the wavelengths as 32-bit floats, with errors of 0.5 mÅ.
    if (keys.number("COEFF0") && keys.number("COEFF1") && hasWavelengthAxis(keys, 1))
      wavelengths = wavelengthsOfAxis(keys, 1, flux.size(), std::nullopt, context, file.source());
    else
      wavelengths =
          wavelengthsOf(row(file, 2), {"Angstrom"}, isAir(statedAir(keys), context.options.medium, file.source()),
                        context, file.source());
    spectrum.fluxError = sigmasOf(row(file, 1), ErrorMeaning::InverseVariance, spectrum.flux);
  } else {
    wavelengths = wavelengthsOfAxis(keys, 1, flux.size(), false, context, file.source());
    spectrum.fluxError = sigmasOf(row(file, 2), ErrorMeaning::Sigma, spectrum.flux);
  }
  // Both pipelines mark missing data by a flux of exactly 0 or an error of 0.
  for (std::size_t i = 0; i < flux.size(); ++i)
    if (spectrum.flux[i] == 0.0f || !(spectrum.fluxError[i] > 0.0f)) spectrum.flux[i] = spectrum.fluxError[i] = kNoData;
  spectrum.wasAir = wavelengths.isAir;
  spectrum.grid = context.grids.gridOf(wavelengths, file.source());
  spectrum.file = file.fileName();
  StarInHeader star = starInHeader(file, 1);
  spectrum.id = std::move(star.id);
  SpectraBlock block;
  block.starTable = std::move(star.starTable);
  block.spectra.push_back(std::move(spectrum));
  output.spectra(std::move(block));
}

}  // namespace

const Format kStackedRows = {"LAMOST or SDSS rows", recognises, read};

}  // namespace maury::survey
