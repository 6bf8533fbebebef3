// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "galaxy/density/CellStatistics.h"
#include "galaxy/density/Density.h"
#include "galaxy/panels/PanelPlacing.h"
#include "galaxy/positions/Distances.h"
#include "galaxy/positions/Galactocentric.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/PositionColumns.h"

namespace maury::galaxy {

/// The figure of Guiglion (IAUS 395, Fig. 1) and Hayden+2015: densities of two labels in bins of R and |Z|.
struct PanelGridOptions {
  std::vector<double> radiusEdgesKpc{0, 2, 4, 6, 8, 10, 12, 14};
  /// Lowest first: of |Z|, or, where the first is below 0, of Z.
  std::vector<double> heightEdgesKpc{0, 0.5, 1, 2};
  std::string xName = "mh", yName = "alpham";
  std::string radiusName = survey::kRadiusColumn, heightName = survey::kHeightColumn;
  CellGrid cells;
  std::vector<double> massFractions{0.3, 0.6, 0.9};
  double smoothing = 1.0;  ///< factor on Scott's rule for the contours (see scottBandwidth)
  /// The contours, and the cells that are drawn and written, are of an adaptive kernel
  /// (countedAndAdaptivelySmoothed()); else cells are counts, and contours of one bandwidth for all.
  bool adaptiveKernel = false;
  std::size_t fewStars = 30;  ///< below this many stars within the cells a panel has no levels and no contours
  /// The high-α share: fraction with y > highAlpha among stars with shareXLow < x < shareXHigh.
  double highAlpha = 0.15, shareXLow = -0.8, shareXHigh = -0.1;
  std::string meanName;        ///< a label or column whose mean in each cell is wanted; empty: none
  bool columnShares = false;   ///< draw and write each column of cells relative to its own fullest cell
  bool runningMedian = false;  ///< of y along x, with the 16 and 84 % quantiles
  /// Each star counts in every panel with the probability that it lies there, by the Gaussian errors "e_" + radiusName
  /// and "e_" + heightName and their correlation survey::kPositionCorrelationColumn; without that column they are
  /// independent.
  bool spread = false;

  /// Whether stars below the plane have rows of their own.
  bool signedHeight() const { return !heightEdgesKpc.empty() && heightEdgesKpc.front() < 0.0; }
  /// What the rows are bins of: "|Z|" or "Z".
  const char* heightSymbol() const { return signedHeight() ? "Z" : "|Z|"; }
};

/// Names for x and y where nobody says which: [M/H] or else [Fe/H], [α/M], [α/Fe] or else [Mg/Fe]; those of
/// PanelGridOptions for a dataset without any.
struct PanelLabels {
  std::string x, y;
};
PanelLabels usualLabels(const survey::Dataset& dataset);

/// Whether the dataset has the errors that PanelGridOptions::spread needs.
bool canSpread(const survey::Dataset& dataset, const PanelGridOptions& options = {});

struct Panel {
  double radiusLowKpc = 0, radiusHighKpc = 0, heightLowKpc = 0, heightHighKpc = 0;
  std::vector<std::uint32_t> stars;             ///< by position: rows of the dataset, in the order given
  double starCount = 0.0;                       ///< labels known or not; the sum of their shares where they are spread
  double effectiveStars = 0.0;                  ///< (Σw)²/Σw² of these shares w; starCount where all are 1
  Density counts;                               ///< stars a cell, not smoothed; counts.inside of them have both labels
  std::vector<float> kernel;                    ///< stars a cell by the adaptive kernel; empty if not wanted, or few
  std::vector<float> means;                     ///< of meanName in each cell, NaN where empty; empty if not wanted
  std::vector<RunningPoint> running;            ///< empty if not wanted, or with few stars
  std::vector<double> levels;                   ///< of massFractions, in smoothed stars a cell; empty where few stars
  std::vector<std::vector<Polyline>> contours;  ///< one list a level
  double shareStars = 0.0;                      ///< stars in the x range of the share with a y
  double highAlphaShare = 0.0;                  ///< NaN when shareStars is 0
  /// Standard deviation of the share's posterior, a Beta distribution (Cameron 2011, PASA 28, 128): √(p (1 − p)/n) for
  /// many stars, and not 0 where a few are all on one side. NaN when shareStars is 0.
  double highAlphaShareError = 0.0;
};

struct PanelGrid {
  PanelGridOptions options;
  std::size_t columns = 0, rows = 0;  ///< R bins, |Z| bins
  std::vector<Panel> panels;          ///< rows × columns, row 0 = lowest |Z| or Z
  std::size_t starsPlaced = 0;        ///< in any panel
  std::size_t starsWithoutPosition = 0;

  const Panel& at(std::size_t column, std::size_t row) const { return panels[row * columns + column]; }
};

/// Keeps each star's bin in R and |Z|, so that a step of a slider costs only what it changed: 2 bytes a star, 8 for
/// each star placed (x and y; 16 where these are not labels), and where stars are spread their shares. A grid holds 4
/// more. Not safe to use from two threads at once; movable.
class PanelBinner {
public:
  /// `dataset` must outlive this.
  explicit PanelBinner(const survey::Dataset& dataset) : m_dataset(&dataset) {}
  /// As panelGrid().
  PanelGrid bin(const std::vector<std::size_t>& stars, const PanelGridOptions& options);
  /// Those of `stars` inside a line drawn in the plane of options' xName and yName, as rowsInside().
  std::vector<std::size_t> inside(std::span<const Point> outline, std::span<const std::uint32_t> stars,
                                  const PanelGridOptions& options);

private:
  void findPanels(const PanelGridOptions& options);
  const PanelShares* sharesFor(const PanelGridOptions& options);

  const survey::Dataset* m_dataset;
  std::string m_radiusName, m_heightName;  ///< that m_panels are for, with edges
  std::vector<double> m_radiusEdges, m_heightEdges;
  std::vector<std::uint16_t> m_panels;  ///< of each row of the dataset
  std::optional<PanelShares> m_shares;  ///< the same where they are spread; none before they are asked for
  PlacedStars m_placed;
};

/// Bins the rows `stars` of `dataset` (low ≤ value < high, the last edge included) and computes each panel, on all
/// cores. Blocks until done (1e6 stars: a fraction of a second). Throws Error(Mismatch) if a name or a row is missing,
/// Error(Usage) unless edges increase, cells are valid, fractions lie in (0, 1],
/// smoothing is ≥ 0 and there are fewer than 65 000 panels.
PanelGrid panelGrid(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                    const PanelGridOptions& options);

/// Adds those of the columns R_kpc, Z_kpc (kpc) and phi_rad that the dataset lacks, from ra, dec (deg) and the
/// distances of distancesOf(), and e_R_kpc, e_Z_kpc and their correlation survey::kPositionCorrelationColumn where
/// those have errors: the distance's error alone, to first order, moves R and Z together, so that the correlation is 1
/// or −1 (0 where one does not move). Directions as directionNames() finds them. NaN where a star has no distance.
/// Returns a sentence that says what was used, how many stars have a position, and where the Sun was put; empty if
/// R_kpc and Z_kpc were there. Throws Error(Mismatch) naming what is missing and what would do, and as distancesOf().
std::string ensurePositions(survey::Dataset& dataset, const SolarPosition& sun = {},
                            const DistanceOptions& options = {});
/// The same columns anew with the Sun elsewhere, whether they were found or the file's own. Returns and throws as
/// ensurePositions(); the dataset is as it was when it throws.
std::string placeSun(survey::Dataset& dataset, const SolarPosition& sun, const DistanceOptions& options = {});
/// Where the Sun is for the dataset's R_kpc, as the column itself says ("Sun at R 8.122 kpc, z 20.8 pc"); empty if it
/// does not: the file's own.
std::string sunStatement(const survey::Dataset& dataset);

}  // namespace maury::galaxy
