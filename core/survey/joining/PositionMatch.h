// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/joining/Join.h"

/// Matches stars by their position on the sky. Used by Join.cpp only; thread-safe.
namespace maury::survey {

inline constexpr const char* kOwnSide = "The survey has";  ///< start of messages about a side of the join
inline constexpr const char* kOtherSide = "The catalogue has";

/// Returns the columns that matchPositions() needs: right ascension and declination, and for a match at one epoch the
/// proper motion and the column ref_epoch, if there are. `side` is the start of an error message ("The survey has").
/// Throws Error(Mismatch) if there are no positions.
std::vector<std::string> positionColumns(const Dataset& dataset, const JoinOptions& options, const char* side);

/// Finds the nearest row of the catalogue within the radius of each star, as matchStars() describes. Fills `rows`,
/// `duplicates` and `warnings`, and, if there is no match, `noMatchReason`.
Matches matchPositions(const Dataset& stars, const Dataset& catalogue, const JoinOptions& options);

}  // namespace maury::survey
