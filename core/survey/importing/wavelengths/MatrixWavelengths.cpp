// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/wavelengths/MatrixWavelengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/Error.h"
#include "spectra/JoinArms.h"
#include "survey/importing/readers/GaiaProducts.h"
#include "survey/importing/source/ImageRoles.h"

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

/// Returns what an image of wavelengths says about its unit: its name, and its BUNIT ("Angstrom", or APOGEE's
/// "Wavelength (Ang)"), unless that is another quantity's.
StatedScale scaleOf(HeaderKeys& keys, const Image& wavelengths) {
  bool isLog = false;
  (void)isWavelengthName(lowerCase(wavelengths.name), isLog);
  std::string unit = keys.text("BUNIT").value_or("");
  if (const std::size_t open = unit.find('('), close = unit.rfind(')');
      !parseWavelengthUnit(unit) && open != std::string::npos && close != std::string::npos && close > open)
    unit = unit.substr(open + 1, close - open - 1);
  StatedScale scale = statedScaleOf(wavelengths.name, parseWavelengthUnit(unit) ? unit : "", isLog);
  scale.where = "BUNIT";
  if (scale.ground == Ground::Unit) scale.ground = Ground::Header;
  return scale;
}

std::vector<StatedWavelengths> wavelengthsInImage(SourceFile& file, const Image& wavelengths, const Image& flux,
                                                  bool isVacuum, const ReadContext& context) {
  file.markUsed(wavelengths.hdu);
  file.fits().moveTo(wavelengths.hdu);
  const std::vector<double> values = file.fits().readImage();
  HeaderKeys keys(file.fits(), wavelengths.hdu);
  std::optional<StatedMedium> stated = statedMedium(keys);
  if (!stated && isVacuum) stated = kVacuumByDefinition;
  const StatedMedium medium = mediumOf(stated, context.options.medium, file.source());
  // The rows have one unit, so that all of them decide about it.
  const ChosenUnit unit = chooseWavelengthUnit(values, scaleOf(keys, wavelengths), context.options.unit, file.source(),
                                               context.wavelengthNotes);
  const bool isOfEachRow = wavelengths.axes == flux.axes && flux.axes.size() == 2;
  const std::size_t pixels = isOfEachRow ? lengthOf(flux, 1) : values.size();
  std::vector<StatedWavelengths> rows;
  for (std::size_t first = 0; first < values.size(); first += pixels)
    rows.push_back(
        wavelengthsOf(std::span(values).subspan(first, pixels), unit, medium, file.hduLabel(wavelengths.hdu)));
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
      for (const WavelengthUnit& unit : {kNanometre, kAngstrom}) {
        const Reason reason{Ground::Values, "so that they end at 870 nm, as Gaia's RVS spectra do"};
        StatedWavelengths stated =
            wavelengthsOf(values, {unit, reason}, kVacuumByDefinition, file.hduLabel(other.hdu) + ", start and step");
        constexpr double kRvsEndNm = 869.9;
        if (values.size() < 2 || gaiaSpectrumOf(stated.nm) != GaiaSpectrum::Rvs || stated.nm.back() < kRvsEndNm)
          continue;
        found.push_back({axis, {std::move(stated)}});
      }
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

MatrixWavelengths wavelengthsOfMatrix(SourceFile& file, const Image& image, const ReadContext& context, bool isVacuum) {
  if (const std::filesystem::path& path = context.options.wavelengths; !path.empty()) {
    StatedWavelengths given = readWavelengths(path, context);
    const int axis = axisOf(file, image, given.nm.size(), path.string());
    return {axis, {std::move(given)}};
  }
  const std::optional<StatedMedium> known = isVacuum ? std::optional(kVacuumByDefinition) : std::nullopt;
  HeaderKeys keys(file.fits(), image.hdu);
  for (const int axis : {1, 2}) {
    // CRVAL2 may merely count the stars; it is a wavelength only if axis 1 has none.
    if (static_cast<std::size_t>(axis) > image.axes.size() || !hasWavelengthAxis(keys, axis)) continue;
    const auto stated = statedMedium(keys, axis);
    return {axis,
            {wavelengthsOfAxis(keys, axis, lengthOf(image, axis), stated ? stated : known, context, file.source())}};
  }
  if (const Image* other = wavelengthsOf(file, image)) {
    std::vector<StatedWavelengths> rows = wavelengthsInImage(file, *other, image, isVacuum, context);
    if (rows.size() > 1) return {1, std::move(rows)};
    const int axis = axisOf(file, image, rows.front().nm.size(), file.hduLabel(other->hdu));
    return {axis, std::move(rows)};
  }
  if (auto two = wavelengthsByTwoNumbers(file, image)) return std::move(*two);
  for (const int axis : {1, 2}) {
    if (static_cast<std::size_t>(axis) > image.axes.size()) break;
    auto stated = wavelengthsInOtherHdu(file, lengthOf(image, axis), image.hdu, context);
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
  if (file.hasGivenWavelengths || wavelengthsOf(file, image) != nullptr) return true;
  // The medium and the unit are asked for when the file is read.
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  GridStore grids;
  WavelengthNotes notes;
  Job job;
  try {
    return wavelengthsInOtherHdu(file, lengthOf(image, 1), image.hdu, {options, grids, notes, job}).has_value();
  } catch (const UnitUnknown&) {
    return true;
  }
}

}  // namespace maury::survey
