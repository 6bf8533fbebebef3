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

/// teff (K), logg, mh, feh, alpham (dex): the order of the mock's labels.
inline constexpr std::array<const char*, 5> kBoundLabels = {"teff", "logg", "mh", "feh", "alpham"};
using LabelSigmas = std::array<double, kBoundLabels.size()>;

/// How a mock star was observed.
struct Observed {
  double snr = 100.0;  ///< a pixel of 0.03 nm; pixel noise as in mock/Observation.h, uncorrelated
  double distanceKpc = 1.0;
  double extinctionV = 0.0;
  double massSolar = 1.0;
};

/// The least 1σ that any unbiased estimate can have.
struct LabelBounds {
  LabelSigmas spectrum{};  ///< from the spectrum alone
  LabelSigmas all{};       ///< with G, BP, RP, parallax and XP coefficients as well
};

/// The Cramér–Rao bound of each label of a mock star. Estimated together: Teff, logg, [M/H], [α/M]; the seven elements,
/// of which their scatter in the mock (Evolution.cpp) is known beforehand; and with the other inputs distance and
/// extinction, of which nothing is known, and mass, known to 10 %. Rest-frame errors are not counted. Thread-safe.
LabelBounds labelBounds(const mock::SpectrumModel& model, const mock::StellarParameters& star,
                        const Observed& observed);

/// The bound of a star of a mock survey.
struct StarBound {
  std::string id;
  double snr = 0.0;
  LabelBounds bounds;
};

/// Bounds of the rows `stars` of a mock survey, or of a catalogue predicted from one, seen through the pixels of
/// `grid`, at their true labels, S/N, distance and extinction (solar mass 1: it is no column). Uses all cores; blocks;
/// progress unit "stars". Throws Error(Mismatch) where the mock's truth is missing, Error(Cancelled).
std::vector<StarBound> starBounds(const survey::Dataset& survey, const spectra::WavelengthGrid& grid,
                                  std::span<const std::size_t> stars, double resolution, Job& job);

/// How the bounds of a survey file are found.
struct BoundOptions {
  std::size_t mostStars = 1000;              ///< evenly spaced along the file
  double resolution = mock::kRvsResolution;  ///< λ/FWHM
};

/// The same of some stars of a mock survey file. Throws also as SurveyReader.
std::vector<StarBound> surveyBounds(const std::filesystem::path& survey, const BoundOptions& options, Job& job);

}  // namespace maury::validation
