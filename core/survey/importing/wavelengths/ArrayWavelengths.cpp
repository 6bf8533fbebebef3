// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/wavelengths/ArrayWavelengths.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "io/tables/ArrayTables.h"
#include "survey/importing/columns/ColumnNames.h"
#include "survey/importing/source/ArrayRoles.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

StatedWavelengths wavelengthsOfArray(const io::ArrayInfo& info, const FluxColumns& names,
                                     std::span<const double> values, const ReadContext& context,
                                     const std::string& source) {
  const std::string unit = lowerCase(info.unit), medium = lowerCase(info.description);
  std::optional<StatedMedium> stated;
  if (names.isAir) stated.emplace(*names.isAir, Reason{Ground::Name, info.name});
  if (!stated) stated = statedMedium(info.baseName(), "", info.description);
  const Reason byUnit{Ground::Unit, info.unit}, byDescription{Ground::Description, info.description};
  if (!stated && unit.find("(vac") != std::string::npos) stated.emplace(false, byUnit);
  if (!stated && unit.find("(air") != std::string::npos) stated.emplace(true, byUnit);
  if (!stated && medium.starts_with("vac")) stated.emplace(false, byDescription);
  if (!stated && medium == "air") stated.emplace(true, byDescription);
  StatedScale scale = statedScaleOf(info.baseName(), info.unit, names);
  scale.place = fmt::format("array '{}'", info.name);
  if (!info.unit.empty() && !names.isUnitChosen) scale.where = fmt::format("attribute unit of '{}'", info.name);
  return wavelengthsOf(values, scale, mediumOf(stated, context.options.medium, source), context, source);
}

StatedWavelengths wavelengthsInArrays(io::ArrayFile& arrays, const ReadContext& context) {
  std::vector<std::size_t> vectors;
  for (const std::size_t i : wavelengthArrays(arrays))
    if (arrays.arrays()[i].vectorLength()) vectors.push_back(i);
  if (vectors.empty() && arrays.arrays().size() == 1 && arrays.arrays().front().vectorLength()) vectors.push_back(0);
  if (vectors.empty())
    refuseFile(arrays.source(),
               "no wavelengths; an array called wavelength is needed, but the file has " + io::arrayList(arrays));
  const io::ArrayInfo& info = arrays.arrays()[vectors.front()];
  const ColumnName meaning = interpretColumnName(info.baseName());
  FluxColumns names;
  names.isLog = meaning.isLog;
  names.isAir = meaning.isAir;
  names.wavelengthUnit = meaning.unit;
  std::vector<double> values(info.rows() * info.width());
  arrays.readReals(vectors.front(), 0, values);
  return wavelengthsOfArray(info, names, values, context, arrays.source());
}

std::optional<std::vector<std::size_t>> astroNnPixels(std::size_t count) {
  constexpr std::size_t kAll = 8575, kOfChips = 7514;
  constexpr std::array<std::array<std::size_t, 2>, 3> kChips = {{{246, 3274}, {3585, 6080}, {6344, 8335}}};
  std::vector<std::size_t> pixels;
  if (count == kAll) {
    pixels.resize(kAll);
    std::iota(pixels.begin(), pixels.end(), std::size_t{0});
    return pixels;
  }
  if (count != kOfChips) return std::nullopt;
  for (const auto& [first, end] : kChips)
    for (std::size_t pixel = first; pixel < end; ++pixel)
      pixels.push_back(pixel);
  return pixels;
}

std::vector<double> apogeeNm(std::span<const std::size_t> pixels) {
  constexpr double kFirst = 4.179, kStep = 6e-6;  // log10 of Å
  std::vector<double> nm;
  for (const std::size_t pixel : pixels)
    nm.push_back(0.1 * std::pow(10.0, kFirst + kStep * static_cast<double>(pixel)));
  return nm;
}

}  // namespace maury::survey
