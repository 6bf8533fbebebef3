// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "galaxy/positions/Distances.h"
#include "galaxy/positions/Galactocentric.h"
#include "survey/dataset/Dataset.h"
#include "survey/names/PositionColumns.h"

namespace maury::galaxy {

/// Adds the columns R_kpc, Z_kpc (kpc) and phi_rad if the dataset lacks them. Computes them from the directions
/// (see survey::directionNames()) and from the distances of distancesOf(); a star without a distance gets NaN. If
/// the distances have errors, also adds e_R_kpc, e_Z_kpc and their correlation
/// survey::kPositionCorrelationColumn. Only the error of the distance is considered, to first order: it moves R
/// and Z together, so that the correlation is 1 or −1 (0 if one of them does not change). Returns a sentence with
/// the columns used, the number of stars with a position, and the position of the Sun; empty if R_kpc and Z_kpc
/// exist already. Throws Error(Mismatch) naming the missing columns and the possible alternatives, and the errors
/// of distancesOf().
std::string ensurePositions(survey::Dataset& dataset, const SolarPosition& sun = {},
                            const DistanceOptions& options = {});
/// Recomputes these columns for another position of the Sun, replacing them even if they came from the file. Returns
/// the same and throws the same errors as ensurePositions(); does not change the dataset if it throws.
std::string placeSun(survey::Dataset& dataset, const SolarPosition& sun, const DistanceOptions& options = {});
/// Returns the position of the Sun for which R_kpc was computed, from the description of the column ("Sun at R 8.122
/// kpc, z 20.8 pc"); empty if the column came from the file and its description does not contain the position.
std::string sunStatement(const survey::Dataset& dataset);

}  // namespace maury::galaxy
