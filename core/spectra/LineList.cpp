// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/LineList.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/archives/Gzip.h"
#include "spectra/EmbeddedLines.h"

namespace maury::spectra {

namespace {

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\"");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\"") - first + 1);
}

std::vector<std::string_view> cells(std::string_view line) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0;;) {
    const auto comma = line.find(',', begin);
    out.push_back(trim(line.substr(begin, comma == std::string_view::npos ? comma : comma - begin)));
    if (comma == std::string_view::npos) return out;
    begin = comma + 1;
  }
}

/// Positions of the columns of a line list, from its header line.
struct LineColumns {
  std::size_t wavelength = 0;
  std::size_t species = 0;
  std::optional<std::size_t> depth;
  bool air = false;
  std::string wavelengthName;
};

LineColumns columnsOf(const std::vector<std::string_view>& header, const std::string& source) {
  const auto find = [&](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
  };
  const auto vacuum = find("vacuum_nm");
  const auto air = find("air_nm");
  const auto species = find("species");
  if ((!vacuum && !air) || !species) {
    throw Error(ErrorKind::Format, fmt::format("{}: a line list needs the columns vacuum_nm (or air_nm) and species, "
                                               "optionally depth; its header is '{}'.",
                                               source, excerpt(fmt::format("{}", fmt::join(header, ",")))));
  }
  return {vacuum ? *vacuum : *air, *species, find("depth"), !vacuum, vacuum ? "vacuum_nm" : "air_nm"};
}

double numberIn(std::string_view cell, std::string_view column, const std::string& source, int lineNumber) {
  double value = 0.0;
  const auto [end, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (problem != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value)) {
    throw Error(ErrorKind::Format, fmt::format("{}, line {}, column {}: '{}' is not a number.", source, lineNumber,
                                               column, excerpt(cell)));
  }
  return value;
}

SpectralLine parseRow(const std::vector<std::string_view>& row, const LineColumns& columns, const std::string& source,
                      int lineNumber) {
  if (row.size() <= std::max(columns.wavelength, columns.species)) {
    throw Error(ErrorKind::Format, fmt::format("{}, line {}: only {} columns.", source, lineNumber, row.size()));
  }
  SpectralLine line;
  const double nm = numberIn(row[columns.wavelength], columns.wavelengthName, source, lineNumber);
  if (nm <= 0.0) {
    throw Error(ErrorKind::Format, fmt::format("{}, line {}, column {}: {} nm is not a wavelength.", source, lineNumber,
                                               columns.wavelengthName, nm));
  }
  line.vacuumNm = columns.air ? airToVacuumNm(nm) : nm;
  line.species = row[columns.species];
  if (line.species.empty()) {
    throw Error(ErrorKind::Format, fmt::format("{}, line {}: the column species is empty.", source, lineNumber));
  }
  if (columns.depth && *columns.depth < row.size() && !row[*columns.depth].empty()) {
    line.depth = numberIn(row[*columns.depth], "depth", source, lineNumber);
  }
  return line;
}

LineList parse(std::string_view text, const std::string& source) {
  LineList lines;
  std::optional<LineColumns> columns;
  int lineNumber = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto content = trim(text.substr(begin, end - begin));
    begin = end + 1;
    ++lineNumber;
    if (content.empty() || content.front() == '#') continue;
    const auto row = cells(content);
    if (columns) {
      lines.push_back(parseRow(row, *columns, source, lineNumber));
    } else {
      columns = columnsOf(row, source);
    }
  }
  if (lines.empty()) throw Error(ErrorKind::Format, fmt::format("{}: the line list is empty.", source));
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.vacuumNm < b.vacuumNm; });
  return lines;
}

}  // namespace

std::string SpectralLine::element() const {
  return species.substr(0, species.find(' '));
}

const LineList& rvsLines() {
  static const LineList lines = parse(kRvsLinesCsv, "rvs.csv");
  return lines;
}

const LineList& opticalLines() {
  static const LineList lines = parse(kOpticalLinesCsv, "optical.csv");
  return lines;
}

const LineList& hBandLines() {
  static const LineList lines = parse(kHBandLinesCsv, "hband.csv");
  return lines;
}

LineList linesOn(const WavelengthGrid& grid) {
  LineList inside;
  if (grid.empty()) return inside;
  // Each list ends before the next one begins, so the result is in order of wavelength.
  for (const auto* list : {&opticalLines(), &rvsLines(), &hBandLines()}) {
    std::copy_if(list->begin(), list->end(), std::back_inserter(inside), [&](const SpectralLine& line) {
      return line.vacuumNm >= grid.first() && line.vacuumNm <= grid.last();
    });
  }
  return inside;
}

LineList readLineList(const std::filesystem::path& path) {
  return parse(io::readBytes(path), path.string());
}

const SpectralLine* nearestLine(std::span<const SpectralLine> lines, double wavelengthNm, double withinNm) {
  const SpectralLine* best = nullptr;
  double bestDistance = withinNm;
  for (const auto& line : lines) {
    const double distance = std::abs(line.vacuumNm - wavelengthNm);
    if (distance <= bestDistance) {
      best = &line;
      bestDistance = distance;
    }
  }
  return best;
}

void measureDepths(LineList& lines, const WavelengthGrid& grid, std::span<const float> flux) {
  if (grid.empty() || std::any_of(lines.begin(), lines.end(), [](const auto& line) { return line.depth > 0.0; }))
    return;
  for (SpectralLine& line : lines) {
    const std::size_t pixel = grid.nearest(line.vacuumNm);
    const std::size_t first = pixel > 0 ? pixel - 1 : 0, last = std::min(pixel + 1, grid.size() - 1);
    for (std::size_t i = first; i <= last; ++i) {
      if (std::isfinite(flux[i])) line.depth = std::max(line.depth, 1.0 - static_cast<double>(flux[i]));
    }
  }
}

}  // namespace maury::spectra
