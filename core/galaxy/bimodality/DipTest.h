// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

// The functions in this header are thread-safe.
namespace maury::galaxy {

/// Returns Hartigan's dip: the largest distance between the empirical distribution of N ascending values and the
/// closest unimodal distribution (Hartigan & Hartigan 1985, Ann. Stat. 13, 70; algorithm AS 217 with the corrections of
/// Maechler's R package diptest). The dip is at least 1/(2N). Takes O(N) time. Throws Error(Usage) unless there is a
/// value and all are finite and ascending.
double dipStatistic(std::span<const double> ascending);

/// Returns the probability that `count` draws from a uniform distribution, the unimodal distribution with the largest
/// dips, have a dip of at least `dip`. Interpolates the quantiles of √N dip in diptest's table qDiptab (10⁶ simulations
/// per row, N from 10 to 72 000; the last row is used for larger N). Values above 0.5 are rough, and the smallest value
/// is 0.001, because the table ends there. Returns 1 for count < 10.
double dipPValue(double dip, std::size_t count);

}  // namespace maury::galaxy
