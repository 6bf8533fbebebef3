// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "survey/dataset/NumericView.h"

namespace maury::galaxy {

/// Gaussian errors of R and Z (kpc, 1σ) of a star and their correlation. An error of 0 or NaN means that the value is
/// exact.
struct PositionError {
  double radiusKpc = 0.0, heightKpc = 0.0, correlation = 0.0;
};

/// Edges of the panels: columns in R, rows in |Z| or, if the first edge is below 0, in Z.
struct PanelEdges {
  const std::vector<double>& radiusKpc;
  const std::vector<double>& heightKpc;

  std::size_t columns() const { return radiusKpc.size() - 1; }
  std::size_t panels() const { return columns() * (heightKpc.size() - 1); }
  bool signedHeight() const { return heightKpc.front() < 0.0; }
  /// Returns the panel of a position: row × columns + column, where low ≤ value < high and the last bins include their
  /// upper edges; panels() if the position is outside.
  std::size_t panelOf(double radius, double height) const;
};

/// Share of a panel in a star: the probability that the star is in the panel.
struct PanelShare {
  std::size_t panel;
  double share;
};
/// Returns the panels in which a star may be, each once, with shares of at least 1e-6. The shares sum to the
/// probability that the star is in any panel. Returns nothing for a position with a NaN. A correlation of ±1 describes
/// an error of the distance alone, which to first order moves R and Z together.
std::vector<PanelShare> sharesOf(double radiusKpc, double heightKpc, const PositionError& error,
                                 const PanelEdges& edges);

/// Shares of N stars, one star after the other. Needs 4 bytes per star and 6 per share.
struct PanelShares {
  std::vector<std::uint32_t> first;  ///< N + 1 offsets into `panels` and `shares`
  std::vector<std::uint16_t> panels;
  std::vector<float> shares;
  /// Returns true if no star is divided: each is in one panel with a share of 1, or in none.
  bool isWhole() const;
};

/// Errors and correlations of all stars. An empty view means that there are none.
struct PositionErrors {
  survey::NumericView radiusKpc, heightKpc, correlation;
};
/// Returns the shares of all stars. Blocks (a few tenths of a second for 1e6 stars); uses all cores.
PanelShares panelShares(const survey::NumericView& radiusKpc, const survey::NumericView& heightKpc,
                        const PositionErrors& errors, const PanelEdges& edges);

}  // namespace maury::galaxy
