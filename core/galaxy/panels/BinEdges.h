// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/NumericView.h"

namespace maury::galaxy {

/// Edges of R and |Z| bins (kpc).
struct BinEdges {
  std::vector<double> radiusKpc;
  std::vector<double> heightKpc;
};

/// Bins that fit where the stars are: the whole disc (0–14 kpc by 2; |Z| 0, 0.5, 1, 2 kpc) when the middle 98 % of the
/// radii span more than 6 kpc, else at most six round steps over that span, and |Z| 0, 0.25, 0.5, 1, 2 kpc. NaNs are
/// left out. Of more than 65 536 stars every k-th is looked at.
BinEdges suggestedEdges(const survey::NumericView& radiusKpc);

struct NamedEdges {
  std::string name, title;
  BinEdges edges;
};
/// Edges of published figures: "hayden2015" (R 3–15 kpc by 2, |Z| 0, 0.5, 1, 2 kpc; Hayden+2015, ApJ 808, 132, Fig. 4),
/// and "disc", the whole disc of suggestedEdges(), "disc-signed" with the rows below the plane apart.
const std::vector<NamedEdges>& edgePresets();
/// Throws Error(Usage) that lists the names.
const BinEdges& edgePreset(const std::string& name);

}  // namespace maury::galaxy
