// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/JoinArms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/Error.h"
#include "spectra/Resample.h"

namespace maury::spectra {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
constexpr double kMaxPixels = 1e6;
/// Largest distance of a pixel from a lattice, in pixels. The 32-bit log wavelengths of LAMOST are off by 1 %.
constexpr double kTolerance = 0.05;

double coordinate(double nm, bool isLog) {
  return isLog ? std::log10(nm) : nm;
}

double wavelength(double coordinate, bool isLog) {
  return isLog ? std::pow(10.0, coordinate) : coordinate;
}

/// Points at origin + i step, in nm or in log10 of nm.
struct Lattice {
  bool isLog = false;
  double origin = 0.0, step = 0.0;

  double indexOf(double nm) const { return (coordinate(nm, isLog) - origin) / step; }
};

double stepOf(const WavelengthGrid& grid, bool isLog) {
  return (coordinate(grid.last(), isLog) - coordinate(grid.first(), isLog)) / static_cast<double>(grid.size() - 1);
}

/// Returns true if each pixel of the grid lies on a point of the lattice, neighbours on neighbouring points.
bool liesOn(const Lattice& lattice, const WavelengthGrid& grid) {
  const double start = std::round(lattice.indexOf(grid.first()));
  for (std::size_t i = 0; i < grid.size(); ++i)
    if (std::abs(lattice.indexOf(grid[i]) - start - static_cast<double>(i)) > kTolerance) return false;
  return true;
}

bool isUniform(const WavelengthGrid& grid, bool isLog) {
  return liesOn({isLog, coordinate(grid.first(), isLog), stepOf(grid, isLog)}, grid);
}

/// Returns the lattice of all arms, which are sorted by their first wavelength; nullopt if they have none.
std::optional<Lattice> commonLattice(std::span<const WavelengthGrid* const> arms, double lastNm) {
  const WavelengthGrid& longest =
      **std::max_element(arms.begin(), arms.end(), [](const auto* a, const auto* b) { return a->size() < b->size(); });
  for (const bool isLog : {false, true}) {
    Lattice lattice{isLog, coordinate(arms.front()->first(), isLog), stepOf(longest, isLog)};
    // The step of one arm, from 32-bit wavelengths, is not exact enough for the whole range.
    const double steps = std::round(lattice.indexOf(lastNm));
    lattice.step = (coordinate(lastNm, isLog) - lattice.origin) / steps;
    if (std::all_of(arms.begin(), arms.end(), [&](const auto* arm) { return liesOn(lattice, *arm); })) return lattice;
  }
  return std::nullopt;
}

std::size_t pixelsUpTo(const Lattice& lattice, double lastNm) {
  const double count = std::floor(lattice.indexOf(lastNm) + kTolerance) + 1.0;
  if (count > kMaxPixels)
    throw Error(ErrorKind::Format,
                fmt::format("the arms span {:.0f} pixels of the finest step, but at most {:.0f} can be joined; read "
                            "one arm, or rebin to a grid",
                            count, kMaxPixels));
  return static_cast<std::size_t>(count);
}

std::vector<double> latticePoints(const Lattice& lattice, std::size_t count) {
  std::vector<double> nm(count);
  for (std::size_t i = 0; i < count; ++i)
    nm[i] = wavelength(lattice.origin + static_cast<double>(i) * lattice.step, lattice.isLog);
  return nm;
}

/// Returns the lattice with the very wavelengths of the arms where they have pixels.
std::vector<double> onLattice(const Lattice& lattice, std::span<const WavelengthGrid* const> arms, double lastNm) {
  std::vector<double> nm = latticePoints(lattice, pixelsUpTo(lattice, lastNm));
  for (auto arm = arms.rbegin(); arm != arms.rend(); ++arm) {  // the bluer arm takes precedence
    const auto start = static_cast<std::size_t>(std::max(0.0, std::round(lattice.indexOf((*arm)->first()))));
    for (std::size_t i = 0; i < (*arm)->size() && start + i < nm.size(); ++i)
      nm[start + i] = (**arm)[i];
  }
  return nm;
}

/// Returns the pixels of arms that do not overlap, and pixels in the gaps between them.
std::vector<double> oneAfterAnother(std::span<const WavelengthGrid* const> arms) {
  std::vector<double> nm = arms.front()->nm();
  for (std::size_t k = 1; k < arms.size(); ++k) {
    const WavelengthGrid& before = *arms[k - 1];
    const WavelengthGrid& next = *arms[k];
    const double step = std::min(before[before.size() - 1] - before[before.size() - 2], next[1] - next[0]);
    const double gap = next.first() - before.last();
    const double steps = std::max(1.0, std::round(gap / step));
    if (static_cast<double>(nm.size() + next.size()) + steps > kMaxPixels)
      throw Error(ErrorKind::Format, fmt::format("the gaps between the arms have more than {:.0f} pixels; read one "
                                                 "arm, or rebin to a grid",
                                                 kMaxPixels));
    for (double i = 1.0; i < steps; i += 1.0)
      nm.push_back(before.last() + gap * i / steps);
    nm.insert(nm.end(), next.nm().begin(), next.nm().end());
  }
  return nm;
}

/// Returns the pixel of `grid` at which pixels of `arm` begin to coincide with its pixels; nullopt if they do not.
std::optional<std::size_t> placeOf(const WavelengthGrid& arm, const WavelengthGrid& grid) {
  if (arm.size() > grid.size()) return std::nullopt;
  const std::size_t start = grid.nearest(arm.first());
  if (start + arm.size() > grid.size()) return std::nullopt;
  for (std::size_t i = 0; i < arm.size(); ++i) {
    const std::size_t left = std::max<std::size_t>(start + i, 1) - 1;
    const std::size_t right = std::min(left + 1, grid.size() - 1);
    if (std::abs(grid[start + i] - arm[i]) > kTolerance * (grid[right] - grid[left])) return std::nullopt;
  }
  return start;
}

/// Sums over the arms that cover one pixel.
struct PixelSum {
  double weight = 0.0, weighted = 0.0;  ///< Σ 1/σ² and Σ flux/σ²
  double flux = 0.0;                    ///< Σ flux
  int count = 0;

  void add(double value, double error) {
    if (!std::isfinite(value)) return;
    flux += value;
    ++count;
    if (!(error > 0.0) || !std::isfinite(error)) return;
    weight += 1.0 / (error * error);
    weighted += value / (error * error);
  }
};

}  // namespace

bool coverTheSame(double firstA, double lastA, double firstB, double lastB) {
  const double overlap = std::min(lastA, lastB) - std::max(firstA, firstB);
  return overlap > 0.5 * std::min(lastA - firstA, lastB - firstB);
}

WavelengthGrid joinedGrid(std::span<const WavelengthGrid* const> given) {
  std::vector<const WavelengthGrid*> arms(given.begin(), given.end());
  std::erase_if(arms, [](const WavelengthGrid* arm) { return arm->size() < 2; });
  if (arms.empty()) return given.empty() ? WavelengthGrid() : *given.front();
  std::sort(arms.begin(), arms.end(), [](const auto* a, const auto* b) { return a->first() < b->first(); });
  double lastNm = 0.0;
  bool overlap = false;
  for (const WavelengthGrid* arm : arms) {
    overlap = overlap || arm->first() <= lastNm;
    lastNm = std::max(lastNm, arm->last());
  }
  if (const auto lattice = commonLattice(arms, lastNm)) return WavelengthGrid(onLattice(*lattice, arms, lastNm));
  if (!overlap) return WavelengthGrid(oneAfterAnother(arms));
  Lattice finest;
  finest.isLog = std::all_of(arms.begin(), arms.end(), [](const auto* arm) { return isUniform(*arm, true); });
  finest.origin = coordinate(arms.front()->first(), finest.isLog);
  finest.step = std::numeric_limits<double>::infinity();
  for (const WavelengthGrid* arm : arms)
    finest.step = std::min(finest.step, stepOf(*arm, finest.isLog));
  return WavelengthGrid(latticePoints(finest, pixelsUpTo(finest, lastNm)));
}

void joinArms(std::span<const ArmSpectrum> arms, const WavelengthGrid& grid, std::span<float> flux,
              std::span<float> fluxError) {
  std::vector<PixelSum> sums(grid.size());
  std::vector<float> rebinned, errors;
  for (const ArmSpectrum& arm : arms) {
    const auto errorAt = [](std::span<const float> of, std::size_t i) { return of.empty() ? kNoData : of[i]; };
    if (const auto start = placeOf(*arm.grid, grid)) {
      for (std::size_t i = 0; i < arm.flux.size(); ++i)
        sums[*start + i].add(arm.flux[i], errorAt(arm.fluxError, i));
      continue;
    }
    rebinned.assign(grid.size(), kNoData);
    errors.assign(arm.fluxError.empty() ? 0 : grid.size(), kNoData);
    rebin(*arm.grid, arm.flux, arm.fluxError, grid, rebinned, errors);
    for (std::size_t i = 0; i < grid.size(); ++i)
      sums[i].add(rebinned[i], errorAt(errors, i));
  }
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const PixelSum& sum = sums[i];
    const bool weighted = sum.weight > 0.0;
    flux[i] = weighted        ? static_cast<float>(sum.weighted / sum.weight)
              : sum.count > 0 ? static_cast<float>(sum.flux / sum.count)
                              : kNoData;
    if (!fluxError.empty()) fluxError[i] = weighted ? static_cast<float>(1.0 / std::sqrt(sum.weight)) : kNoData;
  }
}

}  // namespace maury::spectra
