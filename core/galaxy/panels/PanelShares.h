// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "survey/dataset/NumericView.h"

namespace maury::galaxy {

/// Where a star may be: Gaussian errors of R and Z (kpc, 1σ) and their correlation. An error of 0 or NaN: there
/// exactly.
struct PositionError {
  double radiusKpc = 0.0, heightKpc = 0.0, correlation = 0.0;
};

/// Edges of the panels: columns of R, rows of |Z| or, where the first is below 0, of Z.
struct PanelEdges {
  const std::vector<double>& radiusKpc;
  const std::vector<double>& heightKpc;

  std::size_t columns() const { return radiusKpc.size() - 1; }
  std::size_t panels() const { return columns() * (heightKpc.size() - 1); }
  bool signedHeight() const { return heightKpc.front() < 0.0; }
  /// The panel (row × columns + column; low ≤ value < high, the last edges included); panels() where there is none.
  std::size_t panelOf(double radius, double height) const;
};

/// A panel's share of a star: the probability that the star lies there.
struct PanelShare {
  std::size_t panel;
  double share;
};
/// The panels in which a star may lie, each once, with shares of at least 1e-6; they sum to the probability that it
/// lies in any. None for a position with a NaN. A correlation of ±1 is that of an error along the line of sight: R and
/// Z then move together, to first order.
std::vector<PanelShare> sharesOf(double radiusKpc, double heightKpc, const PositionError& error,
                                 const PanelEdges& edges);

/// The shares of all stars, one star after the other: 4 bytes a star and 6 a share.
struct PanelShares {
  std::vector<std::uint32_t> first;  ///< N + 1 places in the others
  std::vector<std::uint16_t> panels;
  std::vector<float> shares;
  /// Each star is wholly in one panel or in none.
  bool isWhole() const;
};

/// Errors and correlation of all stars; an empty view: not given.
struct PositionErrors {
  survey::NumericView radiusKpc, heightKpc, correlation;
};
/// On all cores; blocks (1e6 stars: some tenths of a second).
PanelShares panelShares(const survey::NumericView& radiusKpc, const survey::NumericView& heightKpc,
                        const PositionErrors& errors, const PanelEdges& edges);

}  // namespace maury::galaxy
