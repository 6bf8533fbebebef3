// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/readers/MatrixWavelengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/Error.h"
#include "spectra/JoinArms.h"
#include "survey/importing/readers/GaiaProducts.h"
#include "survey/importing/readers/ImageRoles.h"

namespace maury::survey {

namespace {

using Image = SourceFile::Image;

std::size_t lengthOf(const Image& image, int axis) {
  return static_cast<std::size_t>(image.length(static_cast<std::size_t>(axis - 1)));
}

/// Finds the axis with as many pixels as there are wavelengths.
int axisOf(SourceFile& file, const Image& image, std::size_t count, const std::string& wavelengthSource) {
  if (lengthOf(image, 1) != count && lengthOf(image, 2) != count)
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}: the image has {} × {} values, but {} has {} wavelengths.", file.source(),
                            image.length(0), image.length(1), wavelengthSource, count));
  if (lengthOf(image, 1) != lengthOf(image, 2)) return lengthOf(image, 1) == count ? 1 : 2;
  // In a square matrix the axes cannot be distinguished.
  refuseFile(file.source(), fmt::format("the image has {0} × {0} values and there are {0} wavelengths, so their axis "
                                        "is ambiguous; write CRVAL1 and CDELT1 into the header.",
                                        count));
}

/// Unit, scale and medium of an image of wavelengths.
struct Stated {
  std::string unit;
  bool isLog = false, isAir = false;
};

Stated statedBy(SourceFile& file, const Image& wavelengths, std::span<const double> values, bool isVacuum,
                ImportOptions::Medium medium) {
  HeaderKeys keys(file.fits(), wavelengths.hdu);
  Stated stated;
  stated.unit = keys.text("BUNIT").value_or("");
  if (!nmOfUnit(stated.unit)) stated.unit.clear();
  (void)isWavelengthName(lowerCase(wavelengths.name), stated.isLog);
  constexpr double kLowestLog = 2.0, kLargestLog = 6.0;  // log10 of Å
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  stated.isLog = stated.isLog || (stated.unit.empty() && *low > kLowestLog && *high < kLargestLog);
  std::optional<bool> air = statedAir(keys);
  if (!air && isVacuum) air = false;
  stated.isAir = isAir(air, medium, file.source());
  return stated;
}

std::vector<StatedWavelengths> wavelengthsInImage(SourceFile& file, const Image& wavelengths, const Image& flux,
                                                  bool isVacuum, ImportOptions::Medium medium) {
  file.markUsed(wavelengths.hdu);
  file.fits().moveTo(wavelengths.hdu);
  const std::vector<double> values = file.fits().readImage();
  if (values.empty()) return {};
  const Stated stated = statedBy(file, wavelengths, values, isVacuum, medium);
  const bool isOfEachRow = wavelengths.axes == flux.axes && flux.axes.size() == 2;
  const std::size_t pixels = isOfEachRow ? lengthOf(flux, 1) : values.size();
  std::vector<StatedWavelengths> rows;
  for (std::size_t first = 0; first < values.size(); first += pixels)
    rows.push_back(wavelengthsOf(std::span(values).subspan(first, pixels), stated.unit, stated.isLog, stated.isAir,
                                 file.source()));
  const bool areEqual = std::all_of(rows.begin(), rows.end(), [&](const StatedWavelengths& row) {
    return row.nm == rows.front().nm && row.isReversed == rows.front().isReversed;
  });
  if (areEqual) rows.resize(1);
  return rows;
}

/// Returns the wavelengths that an image of two numbers, start and step, states for one of the axes: that for which
/// they end with Gaia's RVS window, or the only possible one. They were written by OCA's group for its RVS spectra.
std::optional<MatrixWavelengths> wavelengthsByTwoNumbers(SourceFile& file, const Image& image) {
  for (const Image& other : file.images()) {
    if (other.hdu == image.hdu || other.axes.size() != 1 || other.length(0) != 2) continue;
    file.fits().moveTo(other.hdu);
    const std::vector<double> numbers = file.fits().readImage();
    const double start = numbers[0], step = numbers[1];
    if (!(start > 0.0) || !(step > 0.0) || !(step < 0.01 * start)) continue;
    std::vector<MatrixWavelengths> found;
    for (const int axis : {1, 2}) {
      std::vector<double> values(lengthOf(image, axis));
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = start + step * static_cast<double>(i);
      const std::vector<double> nm = wavelengthsOf(values, "", false, false, file.source()).nm;
      constexpr double kRvsEndNm = 869.9;
      if (nm.size() < 2 || gaiaSpectrumOf(nm) != GaiaSpectrum::Rvs || nm.back() < kRvsEndNm) continue;
      found.push_back({axis, {{nm, false, false}}});
    }
    if (found.size() != 1)
      refuseFile(file.source(),
                 fmt::format("{} holds two numbers, {} and {}, which may be the start and step of the wavelengths of "
                             "the {} × {} image, but neither axis ends at 870 nm as Gaia's RVS spectra do",
                             file.hduLabel(other.hdu), start, step, image.length(0), image.length(1)),
                 "Use --wavelengths to name a file that has the wavelengths.");
    file.markUsed(other.hdu);
    return std::move(found.front());
  }
  return std::nullopt;
}

}  // namespace

bool MatrixWavelengths::areArms() const {
  for (std::size_t i = 1; i < rows.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (spectra::coverTheSame(rows[i].nm.front(), rows[i].nm.back(), rows[k].nm.front(), rows[k].nm.back()))
        return false;
  return rows.size() > 1;
}

MatrixWavelengths wavelengthsOfMatrix(SourceFile& file, const Image& image, const ImportOptions& options,
                                      bool isVacuum) {
  if (!options.wavelengths.empty()) {
    StatedWavelengths given = readWavelengths(options.wavelengths, options.medium);
    const int axis = axisOf(file, image, given.nm.size(), options.wavelengths.string());
    return {axis, {std::move(given)}};
  }
  const std::optional<bool> knownAir = isVacuum ? std::optional(false) : std::nullopt;
  HeaderKeys keys(file.fits(), image.hdu);
  for (const int axis : {1, 2}) {
    // CRVAL2 may merely count the stars; it is a wavelength only if axis 1 has none.
    if (static_cast<std::size_t>(axis) > image.axes.size() || !hasWavelengthAxis(keys, axis)) continue;
    const auto stated = statedAir(keys, axis);
    return {axis,
            {wavelengthsOfAxis(keys, axis, lengthOf(image, axis), stated ? stated : knownAir, options.medium,
                               file.source())}};
  }
  if (const Image* other = wavelengthsOf(file, image)) {
    std::vector<StatedWavelengths> rows = wavelengthsInImage(file, *other, image, isVacuum, options.medium);
    if (rows.size() > 1) return {1, std::move(rows)};
    const int axis = axisOf(file, image, rows.front().nm.size(), file.hduLabel(other->hdu));
    return {axis, std::move(rows)};
  }
  if (auto two = wavelengthsByTwoNumbers(file, image)) return std::move(*two);
  for (const int axis : {1, 2}) {
    if (static_cast<std::size_t>(axis) > image.axes.size()) break;
    auto stated = wavelengthsInOtherHdu(file, lengthOf(image, axis), image.hdu, options.medium);
    if (!stated) continue;
    const int placed = axisOf(file, image, stated->nm.size(), "the HDU of wavelengths");
    return {placed, {std::move(*stated)}};
  }
  refuseFile(file.source(),
             fmt::format("the image of {} × {} values has no wavelengths, neither in its header (CRVAL1 with CDELT1 or "
                         "CD1_1) nor in another HDU",
                         image.length(0), image.length(1)),
             "Use --wavelengths to name a file that has them.");
}

bool hasWavelengthsElsewhere(SourceFile& file, const Image& image) {
  return file.hasGivenWavelengths || wavelengthsOf(file, image) != nullptr ||
         wavelengthsInOtherHdu(file, lengthOf(image, 1), image.hdu, ImportOptions::Medium::Vacuum).has_value();
}

}  // namespace maury::survey
