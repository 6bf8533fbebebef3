// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/PanelShares.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/Parallel.h"

namespace maury::galaxy {
namespace {

constexpr double kSmallestShare = 1e-6;
constexpr double kFar = 6.0;  ///< in σ; 2e-9 of a Gaussian is farther out
constexpr std::size_t kStarsPerChunk = 1 << 14;

/// Returns the bin of a value (low ≤ value < high; the last bin includes its upper edge); edges.size() if there is
/// none.
std::size_t binOf(double value, const std::vector<double>& edges) {
  if (!(value >= edges.front() && value <= edges.back())) return edges.size();
  // There are few edges, so counting is faster than bisection.
  std::size_t above = 0;
  for (std::size_t i = 1; i + 1 < edges.size(); ++i)
    above += value >= edges[i];
  return above;
}

/// Returns the cumulative distribution of a standard Gaussian.
double gaussianCdf(double sigmas) {
  if (sigmas <= -kFar) return 0.0;
  if (sigmas >= kFar) return 1.0;
  return 0.5 * (1.0 + std::erf(sigmas / std::numbers::sqrt2));
}

/// Returns the share of a Gaussian in each bin. If `folded`, the bins are those of |value|. If sigma is 0, all of it is
/// at the mean.
std::vector<double> sharesAlong(double mean, double sigma, const std::vector<double>& edges, bool folded) {
  std::vector<double> shares(edges.size() - 1, 0.0);
  if (!(sigma > 0.0)) {
    if (const std::size_t bin = binOf(folded ? std::abs(mean) : mean, edges); bin < shares.size()) shares[bin] = 1.0;
    return shares;
  }
  const auto between = [&](double low, double high) {
    return gaussianCdf((high - mean) / sigma) - gaussianCdf((low - mean) / sigma);
  };
  for (std::size_t i = 0; i < shares.size(); ++i)
    shares[i] = between(edges[i], edges[i + 1]) + (folded ? between(-edges[i + 1], -edges[i]) : 0.0);
  return shares;
}

/// Adds the shares of a star for a correlation of ±1. R and Z then move together along a line, which is divided at each
/// edge that it crosses.
void addAlongLine(double radius, double height, double radiusStep, double heightStep, const PanelEdges& edges,
                  std::vector<double>& shares) {
  std::vector<double> cuts{-kFar, kFar};
  const auto cutAt = [&cuts](double from, double step, double edge) {
    const double sigmas = (edge - from) / step;  // not finite if step is 0
    if (std::abs(sigmas) < kFar) cuts.push_back(sigmas);
  };
  for (const double edge : edges.radiusKpc)
    cutAt(radius, radiusStep, edge);
  for (const double edge : edges.heightKpc) {
    cutAt(height, heightStep, edge);
    if (!edges.signedHeight()) cutAt(height, heightStep, -edge);
  }
  std::sort(cuts.begin(), cuts.end());
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const double middle = 0.5 * (cuts[i] + cuts[i + 1]);
    const std::size_t panel = edges.panelOf(radius + middle * radiusStep, height + middle * heightStep);
    if (panel < shares.size()) shares[panel] += gaussianCdf(cuts[i + 1]) - gaussianCdf(cuts[i]);
  }
}

/// Adds the shares of a star with correlated errors. Integrates over R in each bin, with the conditional distribution
/// of Z at each R, by eight-point Gauss–Legendre quadrature (Abramowitz & Stegun, table 25.4) in pieces of at most 1 σ.
void addCorrelated(double radius, double height, const PositionError& error, const PanelEdges& edges,
                   std::vector<double>& shares) {
  constexpr std::array kPlaces{0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363};
  constexpr std::array kWeights{0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763};
  const double conditionalSigma = error.heightKpc * std::sqrt(1.0 - error.correlation * error.correlation);
  const auto addAt = [&](std::size_t column, double sigmas, double weight) {
    const double density = std::exp(-0.5 * sigmas * sigmas) / std::sqrt(2.0 * std::numbers::pi);
    const auto rows = sharesAlong(height + error.correlation * error.heightKpc * sigmas, conditionalSigma,
                                  edges.heightKpc, !edges.signedHeight());
    for (std::size_t row = 0; row < rows.size(); ++row)
      shares[row * edges.columns() + column] += weight * density * rows[row];
  };
  for (std::size_t column = 0; column < edges.columns(); ++column) {
    const double low = std::max(-kFar, (edges.radiusKpc[column] - radius) / error.radiusKpc);
    const double high = std::min(kFar, (edges.radiusKpc[column + 1] - radius) / error.radiusKpc);
    const int pieces = low < high ? static_cast<int>(std::ceil(high - low)) : 0;
    for (int piece = 0; piece < pieces; ++piece) {
      const double half = 0.5 * (high - low) / pieces, centre = low + (2 * piece + 1) * half;
      for (std::size_t i = 0; i < kPlaces.size(); ++i)
        for (const double side : {-1.0, 1.0})
          addAt(column, centre + side * half * kPlaces[i], half * kWeights[i]);
    }
  }
}

double valueOr(const survey::NumericView& values, std::size_t star, double otherwise) {
  if (values.size() == 0) return otherwise;
  const double value = values[star];
  return std::isfinite(value) ? value : otherwise;
}

}  // namespace

std::size_t PanelEdges::panelOf(double radius, double height) const {
  const std::size_t column = binOf(radius, radiusKpc),
                    row = binOf(signedHeight() ? height : std::abs(height), heightKpc);
  return column < columns() && row + 1 < heightKpc.size() ? row * columns() + column : panels();
}

std::vector<PanelShare> sharesOf(double radiusKpc, double heightKpc, const PositionError& error,
                                 const PanelEdges& edges) {
  if (!std::isfinite(radiusKpc) || !std::isfinite(heightKpc)) return {};
  const double sigmaR = error.radiusKpc > 0.0 ? error.radiusKpc : 0.0,
               sigmaZ = error.heightKpc > 0.0 ? error.heightKpc : 0.0;
  if (sigmaR == 0.0 && sigmaZ == 0.0) {
    const std::size_t panel = edges.panelOf(radiusKpc, heightKpc);
    return panel < edges.panels() ? std::vector<PanelShare>{{panel, 1.0}} : std::vector<PanelShare>{};
  }
  std::vector<double> shares(edges.panels(), 0.0);
  const double correlation = sigmaR > 0.0 && sigmaZ > 0.0 ? error.correlation : 0.0;
  if (std::abs(correlation) >= 1.0) {
    addAlongLine(radiusKpc, heightKpc, sigmaR, std::copysign(sigmaZ, correlation), edges, shares);
  } else if (correlation != 0.0) {
    addCorrelated(radiusKpc, heightKpc, {sigmaR, sigmaZ, correlation}, edges, shares);
  } else {
    const auto columns = sharesAlong(radiusKpc, sigmaR, edges.radiusKpc, false),
               rows = sharesAlong(heightKpc, sigmaZ, edges.heightKpc, !edges.signedHeight());
    for (std::size_t row = 0; row < rows.size(); ++row)
      for (std::size_t column = 0; column < columns.size(); ++column)
        shares[row * columns.size() + column] = rows[row] * columns[column];
  }
  std::vector<PanelShare> found;
  for (std::size_t panel = 0; panel < shares.size(); ++panel)
    if (shares[panel] >= kSmallestShare) found.push_back({panel, shares[panel]});
  return found;
}

bool PanelShares::isWhole() const {
  for (std::size_t star = 0; star + 1 < first.size(); ++star)
    if (first[star + 1] - first[star] > 1) return false;
  return std::all_of(shares.begin(), shares.end(), [](float share) { return share == 1.0F; });
}

PanelShares panelShares(const survey::NumericView& radiusKpc, const survey::NumericView& heightKpc,
                        const PositionErrors& errors, const PanelEdges& edges) {
  const std::size_t stars = radiusKpc.size();
  std::vector<std::vector<PanelShare>> pieces((stars + kStarsPerChunk - 1) / kStarsPerChunk);
  PanelShares result;
  result.first.assign(stars + 1, 0);
  parallelChunks(stars, kStarsPerChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    std::vector<PanelShare>& piece = pieces[begin / kStarsPerChunk];
    for (std::size_t star = begin; star < end; ++star) {
      const PositionError error{valueOr(errors.radiusKpc, star, 0.0), valueOr(errors.heightKpc, star, 0.0),
                                valueOr(errors.correlation, star, 0.0)};
      const auto shares = sharesOf(radiusKpc[star], heightKpc[star], error, edges);
      piece.insert(piece.end(), shares.begin(), shares.end());
      result.first[star + 1] = static_cast<std::uint32_t>(shares.size());
    }
  });
  for (std::size_t star = 0; star < stars; ++star)
    result.first[star + 1] += result.first[star];
  result.panels.reserve(result.first.back());
  result.shares.reserve(result.first.back());
  for (std::vector<PanelShare>& piece : pieces) {
    for (const PanelShare& share : piece) {
      result.panels.push_back(static_cast<std::uint16_t>(share.panel));
      result.shares.push_back(static_cast<float>(share.share));
    }
    piece = {};
  }
  return result;
}

}  // namespace maury::galaxy
