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

namespace maury::validation {

/// Labels that have bounds: teff (K), logg, mh, feh, alpham (dex).
inline constexpr std::array<const char*, 5> kBoundLabels = {"teff", "logg", "mh", "feh", "alpham"};
using LabelSigmas = std::array<double, kBoundLabels.size()>;

/// Conditions under which a mock star was observed.
struct Observed {
  double snr = 100.0;  ///< S/N per pixel of 0.03 nm; uncorrelated pixel noise as in mock/Observation.h
  double distanceKpc = 1.0;
  double extinctionV = 0.0;
  double massSolar = 1.0;
};

/// Smallest 1σ that an unbiased estimate of each label can have.
struct LabelBounds {
  LabelSigmas spectrum{};  ///< bounds for the spectrum alone
  LabelSigmas all{};       ///< bounds for the spectrum, G, BP, RP, parallax and XP coefficients together
};

/// Returns the Cramér–Rao bound of each label of a mock star. The parameters that are estimated together are Teff,
/// logg, [M/H] and [α/M]; seven elements, with their scatter in the mock (Evolution.cpp) as prior; and, with the other
/// inputs, distance and extinction without prior and mass with a prior of 10 %. Errors of the rest-frame correction are
/// ignored. Thread-safe.
LabelBounds labelBounds(const mock::SpectrumModel& model, const mock::StellarParameters& star,
                        const Observed& observed);

/// Bounds of one star of a mock survey.
struct StarBound {
  std::string id;
  double snr = 0.0;
  LabelBounds bounds;
};

/// Returns the bounds of the rows `stars` of a mock survey, or of a catalogue predicted from one, for spectra on the
/// pixels of `grid`. Uses the true labels, S/N, distance and extinction of each star; the mass is 1 solar mass, because
/// surveys have no such column. Uses all cores; blocks; progress unit "stars". Throws Error(Mismatch) if columns of the
/// mock's truth are missing, Error(Cancelled).
std::vector<StarBound> starBounds(const survey::Dataset& survey, const spectra::WavelengthGrid& grid,
                                  std::span<const std::size_t> stars, double resolution, Job& job);

/// Options for the bounds of a survey file.
struct BoundOptions {
  std::size_t maxStars = 1000;               ///< maximum number of stars, evenly spread over the file
  double resolution = mock::kRvsResolution;  ///< resolving power λ/FWHM
};

/// Returns the bounds of some stars of a mock survey file. Throws the errors of starBounds() and SurveyReader.
std::vector<StarBound> surveyBounds(const std::filesystem::path& survey, const BoundOptions& options, Job& job);

}  // namespace maury::validation
