// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/WindowText.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "base/Error.h"
#include "io/Numbers.h"
#include "spectra/LineList.h"
#include "survey/names/LabelNames.h"

namespace maury::network {

namespace {

using Ranges = std::vector<spectra::WavelengthRange>;

void addElement(Ranges& ranges, const std::string& element, const spectra::LineList& lines) {
  const std::size_t before = ranges.size();
  for (const spectra::SpectralLine& line : lines)
    if (line.element() == element)
      ranges.push_back({line.vacuumNm - kWindowHalfWidthNm, line.vacuumNm + kWindowHalfWidthNm});
  if (ranges.size() == before)
    throw Error(ErrorKind::Usage,
                fmt::format("windows: '{}' is neither an element with a line in this spectrum nor a range of vacuum "
                            "wavelengths in nm, such as 855.0-856.2",
                            element));
}

Ranges mergeOverlaps(Ranges ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.lowNm < b.lowNm; });
  Ranges result;
  for (const spectra::WavelengthRange& range : ranges) {
    if (!result.empty() && range.lowNm <= result.back().highNm)
      result.back().highNm = std::max(result.back().highNm, range.highNm);
    else
      result.push_back(range);
  }
  return result;
}

}  // namespace

LabelWindows windowsFromText(const std::string& text, const spectra::WavelengthGrid& grid) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw Error(ErrorKind::Usage,
                fmt::format("windows '{}': name the label first, as in alpham=Ca,Si,Ti,Mg or mh=855.0-856.2", text));
  LabelWindows result{survey::canonicalLabelName(text.substr(0, equals)), {}};
  const spectra::LineList lines = spectra::linesOn(grid);
  std::istringstream words(text.substr(equals + 1));
  for (std::string word; std::getline(words, word, ',');) {
    std::erase(word, ' ');
    const auto dash = word.find('-');
    const auto low = io::parseReal(word.substr(0, dash));
    const auto high = dash == std::string::npos ? std::nullopt : io::parseReal(word.substr(dash + 1));
    if (low && high && *low < *high && (*high < grid.first() || *low > grid.last())) {
      throw Error(
          ErrorKind::Usage,
          fmt::format("windows '{}': {:g}-{:g} nm lies outside the spectra ({})", text, *low, *high, grid.describe()),
          "Correct --windows.");
    }
    if (low && high && *low < *high)
      result.rangesNm.push_back({*low, *high});
    else
      addElement(result.rangesNm, word, lines);
  }
  if (result.rangesNm.empty())
    throw Error(ErrorKind::Usage, fmt::format("windows '{}': name an element or a wavelength range after the =", text));
  result.rangesNm = mergeOverlaps(std::move(result.rangesNm));
  return result;
}

std::string windowsText(const LabelWindows& windows) {
  std::vector<std::string> ranges;
  for (const spectra::WavelengthRange& range : windows.rangesNm)
    ranges.push_back(fmt::format("{:.3f}-{:.3f}", range.lowNm, range.highNm));
  return fmt::format("{}={}", windows.label, fmt::join(ranges, ","));
}

}  // namespace maury::network
