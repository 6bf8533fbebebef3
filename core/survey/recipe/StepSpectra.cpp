// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/recipe/StepSpectra.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "base/Overloaded.h"
#include "spectra/Pixels.h"
#include "spectra/Resample.h"

namespace maury::survey {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

[[noreturn]] void mismatch(const Step& step, const std::string& reason) {
  throw Error(ErrorKind::Mismatch, fmt::format("The step '{}' does not fit this survey: {}.", toText(step), reason));
}

/// Returns the grid with `change` applied to each wavelength.
template <typename Change>
spectra::WavelengthGrid mapWavelengths(const spectra::WavelengthGrid& grid, const Change& change) {
  std::vector<double> nm(grid.size());
  std::transform(grid.nm().begin(), grid.nm().end(), nm.begin(), change);
  return spectra::WavelengthGrid(std::move(nm));
}

void resample(Resampling method, const spectra::WavelengthGrid& from, const spectra::WavelengthGrid& to,
              SpectrumBuffer& spectrum) {
  spectrum.otherFlux.resize(to.size());
  spectrum.otherError.resize(spectrum.fluxError.empty() ? 0 : to.size());
  const auto resampler = method == Resampling::Flux ? &spectra::rebin : &spectra::resampleLinear;
  resampler(from, spectrum.flux, spectrum.fluxError, to, spectrum.otherFlux, spectrum.otherError);
  std::swap(spectrum.flux, spectrum.otherFlux);
  std::swap(spectrum.fluxError, spectrum.otherError);
}

/// Shifts the spectrum to the rest frame. Returns false if the velocity is missing or implausible for a star.
bool toRestFrame(const RestFrameStep& step, double velocityKmS, const spectra::WavelengthGrid& grid,
                 SpectrumBuffer& spectrum) {
  if (!(std::abs(velocityKmS) <= RestFrameStep::kFastestKmS)) return false;
  const double factor = spectra::dopplerShiftNm(1.0, velocityKmS);
  const auto atRest = mapWavelengths(grid, [factor](double nm) { return nm / factor; });
  resample(step.method, atRest, grid, spectrum);
  return true;
}

}  // namespace

SpectrumSteps::SpectrumSteps(const std::vector<Step>& steps, const Dataset& dataset) : m_gridBefore(dataset.grid) {
  for (const Step& step : steps) {
    if (!needsSpectra(step)) continue;
    if (dataset.grid.empty()) mismatch(step, "it has no spectra (a catalogue), so only steps on inputs can be applied");
    m_steps.push_back({step, gridAfter(), {}, {}});
    bindGrid(m_steps.back(), dataset);
  }
}

void SpectrumSteps::bindGrid(BoundStep& bound, const Dataset& dataset) {
  bound.after = bound.before;
  if (const auto* resampling = std::get_if<ResampleStep>(&bound.step)) {
    bound.after = resampling->grid();
    if (bound.after.first() > bound.before.last() || bound.after.last() < bound.before.first())
      mismatch(bound.step, fmt::format("the new grid lies entirely outside its spectra ({})", bound.before.describe()));
  } else if (const auto* medium = std::get_if<MediumStep>(&bound.step)) {
    bound.after = mapWavelengths(bound.before, medium->toVacuum ? &spectra::airToVacuumNm : &spectra::vacuumToAirNm);
  } else if (const auto* rest = std::get_if<RestFrameStep>(&bound.step)) {
    if (!dataset.hasNumeric(rest->column))
      mismatch(bound.step,
               fmt::format("it has no column of numbers called {}; choose a column of velocities", rest->column));
    const std::string unit = dataset.unitOf(rest->column);
    if (unit == "m/s" || unit == "m.s**-1" || unit == "m s-1" || unit == "m s^-1")
      mismatch(bound.step, fmt::format("the column {} is in {}, but km/s is needed", rest->column, unit));
    bound.velocities = dataset.numeric(rest->column);
  }
}

const spectra::WavelengthGrid& SpectrumSteps::gridAfter() const noexcept {
  return m_steps.empty() ? m_gridBefore : m_steps.back().after;
}

bool SpectrumSteps::applyOne(const BoundStep& bound, SpectrumBuffer& spectrum, std::size_t star) {
  return std::visit(
      Overloaded{
          [&](const ResampleStep& step) {
            resample(step.method, bound.before, bound.after, spectrum);
            return true;
          },
          [&](const RestFrameStep& step) { return toRestFrame(step, bound.velocities[star], bound.before, spectrum); },
          [&](const ContinuumStep& step) {
            return spectra::divideByContinuum(step.fit(bound.before, spectrum.flux), spectrum.flux, spectrum.fluxError);
          },
          [&](const EdgeFillStep& step) {
            spectra::fillEdges(spectrum.flux, spectrum.fluxError, step.value);
            return true;
          },
          [&](const MaskStep& step) {
            spectra::maskRanges(bound.before, step.ranges, spectrum.flux, spectrum.fluxError);
            return true;
          },
          [](const MediumStep&) { return true; },              // changes wavelengths only
          [](const XpNormaliseStep&) { return true; },         // works on inputs
          [](const AbsoluteMagnitudesStep&) { return true; },  // works on inputs
      },
      bound.step);
}

std::size_t SpectrumSteps::apply(SpectrumBuffer& spectrum, std::size_t star) const {
  const auto hasData = [&] {
    return std::any_of(spectrum.flux.begin(), spectrum.flux.end(), [](float flux) { return std::isfinite(flux); });
  };
  std::size_t failed = 0;
  bool blank = !hasData();  // a spectrum that has no data to begin with is not a failure
  for (std::size_t i = 0; i < m_steps.size() && !blank; ++i) {
    if (applyOne(m_steps[i], spectrum, star)) continue;
    failed = hasData() ? i + 1 : 0;
    blank = true;
  }
  if (blank) {
    spectrum.flux.assign(gridAfter().size(), kNoData);
    if (!spectrum.fluxError.empty()) spectrum.fluxError.assign(gridAfter().size(), kNoData);
  }
  return failed;
}

std::string SpectrumSteps::failure(std::size_t index) const {
  const Step& step = m_steps[index].step;
  if (const auto* rest = std::get_if<RestFrameStep>(&step))
    return fmt::format("have no valid velocity in the column {} (step '{}')", rest->column, toText(step));
  return fmt::format("have no positive continuum (step '{}')", toText(step));
}

}  // namespace maury::survey
