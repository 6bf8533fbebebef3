// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "mock/MockSpectrum.h"
#include "spectra/WavelengthGrid.h"
#include "survey/dataset/Dataset.h"
#include "validation/LabelPrior.h"
#include "validation/NoiseWhitening.h"

namespace maury::validation {

/// Labels that have bounds: teff (K), logg, mh, feh, alpham (dex).
inline constexpr std::array<const char*, 5> kBoundLabels = {"teff", "logg", "mh", "feh", "alpham"};
using LabelSigmas = std::array<double, kBoundLabels.size()>;

/// Conditions under which a mock star was observed.
struct Observed {
  double snr = 100.0;  ///< S/N per pixel of 0.03 nm, as in mock/Observation.h
  double distanceKpc = 1.0;
  double extinctionV = 0.0;
  double massSolar = 1.0;
  double velocityErrorKmS = 0.0;            ///< 1σ error of the rest frame of the spectrum
  const NoiseCorrelation* noise = nullptr;  ///< correlation of the pixels' noise, not owned; null: uncorrelated
};

/// Smallest 1σ that an estimate of each label can have.
struct LabelBounds {
  LabelSigmas spectrum{};  ///< bounds of unbiased estimates from the spectrum alone
  LabelSigmas all{};       ///< bounds of unbiased estimates from spectrum, G, BP, RP, parallax and XP coefficients
  /// Bounds of any estimate from the same inputs and the distribution of labels in the training set; NaN without one.
  LabelSigmas posterior{};
};

/// Returns the bounds of each label of a mock star, from the inverse of the Fisher matrix of all parameters
/// (CramerRao.h). The parameters that are estimated together are Teff, logg, [M/H] and [α/M]; seven elements, with
/// their scatter in the mock (Evolution.cpp) as prior; the velocity left in the spectrum, with its error as prior; and,
/// with the other inputs, distance and extinction without prior and mass with a prior of 10 %.
///
/// The posterior bound adds the information of `prior` at the star's labels. It is the posterior scatter in a Gaussian
/// approximation (LabelPrior.h), not van Trees's average over all stars. A network that learns from labels with errors,
/// or from few stars, stays above it; one that also knows how extinctions and distances are distributed can fall below.
///
/// With correlated noise, the bounds are those of estimates that are linear in the flux, because the mean covariance is
/// taken for all spectra; the position of the detector's pixels is unknown. Throws Error(Numerical) if the correlation
/// is not positive definite. Thread-safe.
LabelBounds labelBounds(const mock::SpectrumModel& model, const mock::StellarParameters& star, const Observed& observed,
                        const LabelPrior* prior = nullptr);

/// Bounds of one star of a mock survey.
struct StarBound {
  std::string id;
  double snr = 0.0;
  LabelBounds bounds;
};

/// Returns the bounds of the rows `stars` of a mock survey, or of a catalogue predicted from one, for spectra on the
/// pixels of `grid`. Uses the true labels, S/N, distance and extinction of each star; the mass is 1 solar mass, because
/// surveys have no such column. The error of the rest frame follows from phot_g_mean_mag (without it, from the true
/// labels) and the provenance, which also says whether noise is correlated. Posterior bounds need a prior. Uses all
/// cores; blocks; progress unit "stars". Throws Error(Mismatch) if columns of the mock's truth are missing,
/// Error(Cancelled).
std::vector<StarBound> starBounds(const survey::Dataset& survey, const spectra::WavelengthGrid& grid,
                                  std::span<const std::size_t> stars, double resolution, Job& job,
                                  const LabelPrior* prior = nullptr);

/// Options for the bounds of a survey file.
struct BoundOptions {
  std::size_t maxStars = 1000;               ///< maximum number of stars, evenly spread over the file
  double resolution = mock::kRvsResolution;  ///< resolving power λ/FWHM
};

/// Returns the bounds of some stars of a mock survey file, with the labels of all its stars as prior. Throws the errors
/// of starBounds() and SurveyReader.
std::vector<StarBound> surveyBounds(const std::filesystem::path& survey, const BoundOptions& options, Job& job);

}  // namespace maury::validation
