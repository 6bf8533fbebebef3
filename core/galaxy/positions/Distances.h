// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

// The functions in this header are thread-safe.
namespace maury::galaxy {

/// Quantiles of the posterior of a distance.
struct DistanceQuantiles {
  double p16Kpc = 0.0, medianKpc = 0.0, p84Kpc = 0.0;  ///< NaN if the parallax is missing or its error is not above 0
};

/// Returns quantiles of the posterior of a distance r, given a parallax (mas, any sign) with a Gaussian error and the
/// prior r² exp(−r/L), which corresponds to an exponentially decreasing space density (Bailer-Jones 2015, PASP 127,
/// 994). Integrates numerically up to 40 L; the quantiles are accurate to 2e-3 of p84 − p16. The default L of 1.35 kpc
/// is from Astraatmadja & Bailer-Jones 2016, ApJ 833, 119.
DistanceQuantiles parallaxDistance(double parallaxMas, double parallaxErrorMas, double lengthKpc = 1.35);

/// Sources of distances.
struct DistanceOptions {
  std::string column;  ///< column of distances; empty: a column with a known name, otherwise the parallax
  std::string unit;    ///< unit of `column`, "pc" or "kpc"; empty: from the column's unit, otherwise its name, else kpc
  double minimumParallaxSnr = 10.0;  ///< distance = 1/parallax above this ϖ/σ; otherwise parallaxDistance()
  double priorLengthKpc = 1.35;      ///< L of parallaxDistance()
};

/// Distances of N stars.
struct Distances {
  std::vector<double> kpc;       ///< N; NaN = unknown
  std::vector<double> errorKpc;  ///< N, half of p84 − p16; NaN = unknown; empty if no star has an error
  std::string source;            ///< their origin as text; empty if the dataset has no distances
};

/// Returns the distance of each star, from the requested column, otherwise from survey::findDistanceColumn(), otherwise
/// from survey::parallaxNames() and the error of the parallax. Inverts all positive parallaxes if there is no error
/// column. Columns are read in the units that they state. Blocks (10⁶ posteriors take seconds); uses all cores. Throws
/// Error(Mismatch) if a column is missing or has a unit of another quantity, Error(Usage) for invalid options.
Distances distancesOf(const survey::Dataset& dataset, const DistanceOptions& options = {});

}  // namespace maury::galaxy
