// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spectra/ChebyshevContinuum.h"
#include "spectra/Continuum.h"
#include "spectra/WavelengthGrid.h"

namespace maury::survey {

/// Method of resampling: conserving flux, or linear interpolation (spectra/Resample.h).
enum class Resampling { Flux, Linear };

/// Step `resample method=flux first=846.02 step=0.03 pixels=800`: resamples onto a grid that is uniform in nm, or, with
/// `spacing=log10`, in log₁₀ of nm. `preset=rvs800` stands for these numbers: each of 800 pixels is the mean of three
/// RVS pixels of 0.01 nm (the pixel at 846.00 nm is dropped), as in GSP-Spec (Recio-Blanco+2023, A&A 674, A29) and
/// Guiglion+2024.
struct ResampleStep {
  Resampling method = Resampling::Flux;
  double firstNm = 846.02;
  double step = 0.03;
  std::size_t pixels = 800;
  bool isLog10 = false;

  spectra::WavelengthGrid grid() const;
};

/// Step `air-to-vacuum`: converts wavelengths that are in air although the survey labels them as vacuum. Step
/// `vacuum-to-air`: undoes the conversion of wavelengths that were in vacuum already.
struct MediumStep {
  bool toVacuum = true;
};

/// Step `rest-frame column=radial_velocity method=flux`: divides wavelengths by 1 + v/c and resamples onto the same
/// grid. v is in km/s, positive for receding stars. The pixels of a star without velocity, or with |v| > kFastestKmS (a
/// sentinel), become missing values.
struct RestFrameStep {
  std::string column;
  Resampling method = Resampling::Flux;
  static constexpr double kFastestKmS = 3000.0;
};

/// Step `continuum method=…`: divides flux and errors by a continuum (spectra/Continuum.h).
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

  spectra::Continuum fit(const spectra::WavelengthGrid& grid, std::span<const float> flux) const;
};

/// Step `edge-fill value=1` or `value=nearest`: fills the pixels without data at both ends.
struct EdgeFillStep {
  std::optional<float> value = 1.0F;  ///< none: the value of the nearest pixel with data
};

/// Step `mask ranges=655.66-657.26,…`: sets pixels in these ranges to missing values. `name=halpha` and
/// `name=tellurics` stand for the ranges of namedMask().
struct MaskStep {
  std::vector<spectra::WavelengthRange> ranges;
};

/// Step `xp-normalise bp=bp_coefficients rp=rp_coefficients`: divides each coefficient vector by its first element,
/// reportedly as Guiglion+2024 and Buck & Schwarz 2024 do (c[1:] / c[0] for BP and for RP). The papers then drop the
/// first element; here it becomes 1, which is equivalent, because a constant input carries no information. Vectors
/// whose first element is not positive become missing values.
struct XpNormaliseStep {
  std::vector<std::string> inputs;  ///< names of survey::AuxiliaryInput
};

/// Step `absolute-magnitudes parallax=parallax magnitudes=phot_g_mean_mag,…`: adds an input for each magnitude,
/// M = m + 5 (log₁₀(max(ϖ / 1000, 1e-4)) + 1) with ϖ in mas, as in the code of Guiglion+2020: stars beyond 10 kpc or
/// with negative parallax are placed at 10 kpc. The inputs are called abs_mag_BAND (bandOfMagnitude()), like those of
/// that network.
struct AbsoluteMagnitudesStep {
  std::string parallax;
  std::vector<std::string> magnitudes;  ///< scalar inputs or numeric columns, in mag
};

using Step = std::variant<ResampleStep, MediumStep, RestFrameStep, ContinuumStep, EdgeFillStep, MaskStep,
                          XpNormaliseStep, AbsoluteMagnitudesStep>;

/// Parses a step. Throws StepError (StepWords.h) that names step, key and reason.
Step parseStep(std::string_view text);
/// Returns the complete text of a step, with presets and names expanded and all defaults written out, so that
/// parseStep(toText(step)) returns the same step.
std::string toText(const Step& step);

/// Returns true for a step on flux or wavelengths, which cannot be applied to a catalogue.
bool needsSpectra(const Step& step);

/// Returns the vacuum ranges (nm) of the mask `halpha` or `tellurics`; none for other names.
std::vector<spectra::WavelengthRange> namedMask(std::string_view name);

/// Returns the band of a magnitude: "g" for phot_g_mean_mag, "j" for Jmag_2MASS or j_m, "w1" for wise1 or w1mpro; for
/// other names, the name in lower case without "_mag".
std::string bandOfMagnitude(std::string_view name);
/// Returns the names of the inputs that the step adds, one per magnitude: "abs_mag_g" …
std::vector<std::string> absoluteMagnitudeNames(const AbsoluteMagnitudesStep& step);

}  // namespace maury::survey
