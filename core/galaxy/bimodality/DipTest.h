// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

// Free functions of plain values: safe on any thread.
namespace maury::galaxy {

/// Hartigan's dip: the largest distance between the empirical distribution of N ascending values and the nearest
/// unimodal one (Hartigan & Hartigan 1985, Ann. Stat. 13, 70; algorithm AS 217 with the corrections of Maechler's
/// R package diptest). At least 1/(2N). O(N). Throws Error(Usage) unless the values are finite, ascending and at least
/// one.
double dipStatistic(std::span<const double> ascending);

/// Chance that N draws of a uniform distribution, the unimodal one that dips most, have a dip of at least this:
/// interpolated in the quantiles of √N dip that diptest's table qDiptab gives (10⁶ simulations a row; N from 10, and
/// those of N = 72 000 beyond). Above 0.5 only roughly, never below 0.001: the table ends there. 1 for N < 10.
double dipPValue(double dip, std::size_t count);

}  // namespace maury::galaxy
