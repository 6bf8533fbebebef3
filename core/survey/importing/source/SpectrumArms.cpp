// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/SpectrumArms.h"

#include <algorithm>
#include <optional>
#include <span>

#include "io/fits/FitsReader.h"
#include "spectra/JoinArms.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/source/ImageRoles.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

using Image = SourceFile::Image;

struct Range {
  double first = 0.0, last = 0.0;
};

std::optional<Range> rangeOf(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return Range{*low, *high};
}

/// Returns the range of the wavelengths of a flux image, in the unit of the file; nullopt if they are unknown.
std::optional<Range> imageRange(SourceFile& file, const Image& image) {
  HeaderKeys keys(file.fits(), image.hdu);
  for (const int axis : {1, 2}) {
    if (static_cast<std::size_t>(axis) > image.axes.size() || !hasWavelengthAxis(keys, axis)) continue;
    const auto pixels = static_cast<std::size_t>(image.length(static_cast<std::size_t>(axis - 1)));
    return rangeOf(axisValues(keys, axis, pixels, file.source()).values);
  }
  const Image* wavelengths = wavelengthsOf(file, image);
  if (wavelengths == nullptr) return std::nullopt;
  file.fits().moveTo(wavelengths->hdu);
  return rangeOf(file.fits().readImage());
}

/// Returns the range of the wavelengths in a table of one spectrum, or of the first spectrum in a table with vectors.
std::optional<Range> tableRange(SourceFile& file, const SourceFile::Tabular& table) {
  const auto names = fluxColumnsAmong(table.spectrumColumns, true, file.roles());
  if (!names) return std::nullopt;
  const auto column = static_cast<int>(std::find(table.columns.begin(), table.columns.end(), names->wavelength) -
                                       table.columns.begin());
  io::FitsReader& fits = file.fits();
  fits.moveTo(table.hdu);
  const io::FitsColumn header = fits.columns()[static_cast<std::size_t>(column)];
  if (header.type == 'A') return std::nullopt;
  io::FitsArrays ends;
  fits.readArrays(column, 0, 1, ends);
  if (!header.varies && header.width == 1) fits.readArrays(column, table.rows - 1, 1, ends);
  return rangeOf(ends.values);
}

bool coversAny(const std::vector<Range>& taken, const Range& range) {
  return std::any_of(taken.begin(), taken.end(), [&](const Range& other) {
    return spectra::coverTheSame(other.first, other.last, range.first, range.last);
  });
}

std::vector<int> imageArms(SourceFile& file, const Image& flux) {
  const auto first = imageRange(file, flux);
  if (!first) return {};
  std::vector<int> arms = {flux.hdu};
  std::vector<Range> taken = {*first};
  for (const Image& image : file.images()) {
    if (image.hdu == flux.hdu || image.axes.size() != flux.axes.size() || armForm(image.name) != armForm(flux.name) ||
        image.length(1) != flux.length(1) || roleOf(file, image) != ImageRole::Spectrum)
      continue;
    const auto range = imageRange(file, image);
    if (!range || coversAny(taken, *range)) continue;
    taken.push_back(*range);
    arms.push_back(image.hdu);
  }
  return arms;
}

std::vector<int> tableArms(SourceFile& file) {
  const auto& tables = file.tables();
  const auto main = std::find_if(tables.begin(), tables.end(),
                                 [&](const SourceFile::Tabular& table) { return table.hdu == file.tableHdu(); });
  if (main == tables.end() || main->rows == 0 || !main->hasSpectra) return {};
  const auto first = tableRange(file, *main);
  if (!first) return {};
  std::vector<int> arms = {main->hdu};
  std::vector<Range> taken = {*first};
  for (const SourceFile::Tabular& table : tables) {
    if (table.hdu == main->hdu || table.rows == 0 || !table.hasSpectra || armForm(table.name) != armForm(main->name) ||
        table.hasVectors != main->hasVectors || (table.hasVectors && table.rows != main->rows))
      continue;
    const auto range = tableRange(file, table);
    if (!range || coversAny(taken, *range)) continue;
    taken.push_back(*range);
    arms.push_back(table.hdu);
  }
  return arms;
}

}  // namespace

std::vector<int> armHdus(SourceFile& file, Format::Arms where) {
  if (where == Format::Arms::None || !file.isFits() || file.chosenHdu() || file.hasGivenWavelengths) return {};
  const Image* flux = where == Format::Arms::InImages ? fluxImage(file) : nullptr;
  std::vector<int> arms = flux != nullptr ? imageArms(file, *flux) : tableArms(file);
  if (arms.size() < 2) arms.clear();
  return arms;
}

}  // namespace maury::survey
