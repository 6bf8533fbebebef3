// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

// Free functions of plain values: safe on any thread.
namespace maury::galaxy {

struct DistanceQuantiles {
  double p16Kpc = 0.0, medianKpc = 0.0, p84Kpc = 0.0;  ///< NaN where there is no parallax or no error > 0
};

/// Posterior of a distance r from a parallax (mas, any sign) with a Gaussian error and the prior r² exp(−r/L) of an
/// exponentially decreasing space density (Bailer-Jones 2015, PASP 127, 994). Integrated numerically up to 40 L; the
/// quantiles are good to 2e-3 of p84 − p16. L defaults to 1.35 kpc (Astraatmadja &
/// Bailer-Jones 2016, ApJ 833, 119).
DistanceQuantiles parallaxDistance(double parallaxMas, double parallaxErrorMas, double lengthKpc = 1.35);

/// Where distances come from.
struct DistanceOptions {
  std::string column;                ///< this column; empty: found by its name, else from the parallax
  std::string unit;                  ///< of it, "pc" or "kpc"; empty: as the column says, else by its name, else kpc
  double minimumParallaxSnr = 10.0;  ///< 1/parallax above this ϖ/σ, parallaxDistance() at or below
  double priorLengthKpc = 1.35;      ///< L of parallaxDistance()
};

struct Distances {
  std::vector<double> kpc;       ///< N; NaN = unknown
  std::vector<double> errorKpc;  ///< N, half of p84 − p16; NaN = unknown; empty if nothing is known of any star's
  std::string source;            ///< in words; empty if the dataset has no distance at all
};

/// Returns the distance of each star from the column asked for, or else from survey::findDistanceColumn(), or else from
/// survey::parallaxNames() and the parallax's error. Without an error column every positive parallax is inverted.
/// Blocks (10⁶ posteriors: seconds), on all cores. Throws Error(Mismatch) for a column that is missing, Error(Usage)
/// for invalid options.
Distances distancesOf(const survey::Dataset& dataset, const DistanceOptions& options = {});

}  // namespace maury::galaxy
