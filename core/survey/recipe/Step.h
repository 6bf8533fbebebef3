// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spectra/Continuum.h"
#include "spectra/WavelengthGrid.h"

namespace maury::survey {

/// How flux goes from one grid to another; see spectra/Resample.h.
enum class Resampling { Flux, Linear };

/// `resample method=flux first=846.02 step=0.03 pixels=800`: onto a grid of steps in nm, or with `spacing=log10` of
/// steps in log₁₀ of nm. `preset=rvs800` stands for these numbers: 2401 RVS pixels of 0.01 nm become 800, each the mean
/// of three whole ones (846.00 nm is left out), as GSP-Spec (Recio-Blanco+2023, A&A 674, A29) and Guiglion+2024 take.
struct ResampleStep {
  Resampling method = Resampling::Flux;
  double firstNm = 846.02;
  double step = 0.03;
  std::size_t pixels = 800;
  bool isLog10 = false;

  spectra::WavelengthGrid grid() const;
};

/// `air-to-vacuum`: the survey's wavelengths, vacuum by its word, were those in air, and are converted now.
/// `vacuum-to-air`: they were converted though they were in vacuum already; this takes that back.
struct MediumStep {
  bool toVacuum = true;
};

/// `rest-frame column=radial_velocity method=flux`: wavelengths over 1 + v/c, brought back onto the same grid. v in
/// km/s, positive when receding. A star without velocity, or with one beyond kFastestKmS (a sentinel), becomes missing.
struct RestFrameStep {
  std::string column;
  Resampling method = Resampling::Flux;
  static constexpr double kFastestKmS = 3000.0;
};

/// `continuum method=…`: flux and errors over a continuum; see spectra/Continuum.h.
struct ContinuumStep {
  struct RunningMean {  ///< pixels=301
    int pixels = 301;
  };
  struct RunningQuantile {  ///< width=20 quantile=0.95
    double widthNm = 20.0;
    double quantile = 0.95;
  };
  struct ChipMedian {  ///< chips=1514-1581,1585-1644,1647-1696
    std::vector<spectra::WavelengthRange> chips;
  };
  /// Chebyshev: degree=4 low=1.5 high=3 iterations=5
  std::variant<spectra::ChebyshevFit, RunningQuantile, RunningMean, ChipMedian> method;

  spectra::Continuum of(const spectra::WavelengthGrid& grid, std::span<const float> flux) const;
};

/// `edge-fill value=1` or `value=nearest`: the pixels without data at both ends.
struct EdgeFillStep {
  std::optional<float> value = 1.0F;  ///< none: that of the nearest pixel
};

/// `mask ranges=655.66-657.26,…`: pixels in these ranges become missing. `name=halpha` or `name=tellurics` stands for
/// ranges of namedMask().
struct MaskStep {
  std::vector<spectra::WavelengthRange> ranges;
};

/// `xp-normalise bp=bp_coefficients rp=rp_coefficients`: each coefficient vector over its own first element, which
/// becomes 1, as Guiglion+2024 and Buck & Schwarz 2024 are said to do (c[1:] / c[0] for BP and for RP). The papers then
/// leave the first out, which to a network is the same: a constant input carries nothing. Missing where it is not
/// positive.
struct XpNormaliseStep {
  std::vector<std::string> inputs;  ///< names of survey::AuxiliaryInput
};

/// `absolute-magnitudes parallax=parallax magnitudes=phot_g_mean_mag,…`: adds an input for each magnitude,
/// M = m + 5 (log₁₀(max(ϖ / 1000, 1e-4)) + 1) with ϖ in mas, as the code of Guiglion+2020 has it: stars beyond 10 kpc,
/// or of negative parallax, are taken at 10 kpc. Named abs_mag_BAND as that network's inputs (see bandOfMagnitude()).
struct AbsoluteMagnitudesStep {
  std::string parallax;
  std::vector<std::string> magnitudes;  ///< scalar inputs or numeric columns, in mag
};

using Step = std::variant<ResampleStep, MediumStep, RestFrameStep, ContinuumStep, EdgeFillStep, MaskStep,
                          XpNormaliseStep, AbsoluteMagnitudesStep>;

/// A step from its text, and the text in full: presets and names expanded, every number as it will be used, so that
/// parseStep(toText(step)) returns the same step. Throws StepError (StepWords.h) naming step, key and reason.
Step parseStep(std::string_view text);
std::string toText(const Step& step);

/// True for a step that works on flux or wavelengths, and so is none for a catalogue.
bool needsSpectra(const Step& step);

/// Vacuum ranges (nm) of a named mask: halpha, tellurics. Nothing for another name.
std::vector<spectra::WavelengthRange> namedMask(std::string_view name);

/// "g" of phot_g_mean_mag, "j" of Jmag_2MASS or j_m, "w1" of wise1 or w1mpro; of another name that name in lower case
/// without "_mag".
std::string bandOfMagnitude(std::string_view name);
/// Names of the inputs that the step adds, one a magnitude: "abs_mag_g" …
std::vector<std::string> absoluteMagnitudeNames(const AbsoluteMagnitudesStep& step);

}  // namespace maury::survey
