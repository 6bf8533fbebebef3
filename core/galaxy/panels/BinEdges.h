// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/NumericView.h"

namespace maury::galaxy {

/// Edges of the bins in R and |Z| (kpc).
struct BinEdges {
  std::vector<double> radiusKpc;
  std::vector<double> heightKpc;
};

/// Suggests bins that suit the positions of the stars. If the central 98 % of the radii span more than 6 kpc, returns
/// the whole disc (R 0–14 kpc in steps of 2 kpc; |Z| 0, 0.5, 1, 2 kpc); otherwise at most six bins of a round width
/// over that span, and |Z| 0, 0.25, 0.5, 1, 2 kpc. Ignores NaNs, and uses only every k-th of more than 65 536 stars.
BinEdges suggestEdges(const survey::NumericView& radiusKpc);

/// Preset of bin edges.
struct NamedEdges {
  std::string name, title;
  BinEdges edges;
};
/// Returns the presets: "disc", the whole disc of suggestEdges(); "disc-signed", the same with separate rows for
/// stars below the plane; and "hayden2015", the bins of Hayden+2015, ApJ 808, 132, Fig. 4 (R 3–15 kpc in steps of 2
/// kpc, |Z| 0, 0.5, 1, 2 kpc).
const std::vector<NamedEdges>& edgePresets();
/// Returns the edges of a preset. Throws Error(Usage) listing the names if there is none of this name.
const BinEdges& edgePreset(std::string_view name);

}  // namespace maury::galaxy
