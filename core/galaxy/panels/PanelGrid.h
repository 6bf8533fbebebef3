// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "galaxy/density/Contours.h"
#include "galaxy/density/Density.h"
#include "galaxy/density/Point.h"
#include "galaxy/density/RunningMedian.h"
#include "galaxy/panels/PanelPlacing.h"
#include "survey/dataset/Dataset.h"
#include "survey/names/PositionColumns.h"

namespace maury::galaxy {

/// Options of the figure of Guiglion (IAUS 395, Fig. 1) and Hayden+2015: densities of two labels in bins of R and |Z|.
struct PanelGridOptions {
  std::vector<double> radiusEdgesKpc{0, 2, 4, 6, 8, 10, 12, 14};
  /// Ascending edges of |Z|, or of Z if the first one is below 0.
  std::vector<double> heightEdgesKpc{0, 0.5, 1, 2};
  std::string xName = "mh", yName = "alpham";
  std::string radiusName = survey::kRadiusColumn, heightName = survey::kHeightColumn;
  CellGrid cells;
  std::vector<double> massFractions{0.3, 0.6, 0.9};
  double smoothing = 1.0;  ///< factor on Scott's rule for the contours (see scottBandwidth())
  /// True: contours and cells show the result of an adaptive kernel (adaptiveDensity()). False: cells show counts, and
  /// contours are smoothed with the same bandwidth everywhere.
  bool adaptiveKernel = false;
  std::size_t minStars = 30;  ///< minimum number of stars within the cells for levels and contours
  /// The high-α share: fraction with y > highAlpha among stars with shareXLow < x < shareXHigh.
  double highAlpha = 0.15, shareXLow = -0.8, shareXHigh = -0.1;
  std::string meanName;        ///< label or column whose mean is computed in each cell; empty: none
  bool columnShares = false;   ///< true: each cell is shown relative to the fullest cell of its column
  bool runningMedian = false;  ///< true: the 16, 50 and 84 % quantiles of y are computed along x
  /// True: each star counts in every panel with the probability of lying there, given the Gaussian errors "e_" +
  /// radiusName and "e_" + heightName and their correlation survey::kPositionCorrelationColumn (default: 0).
  bool spread = false;

  /// Returns true if stars below the plane have separate rows.
  bool signedHeight() const { return !heightEdgesKpc.empty() && heightEdgesKpc.front() < 0.0; }
  /// Returns the quantity that is binned in rows: "|Z|" or "Z".
  const char* heightSymbol() const { return signedHeight() ? "Z" : "|Z|"; }
};

/// Names of the labels on the two axes.
struct PanelLabels {
  std::string x, y;
};
/// Returns the default labels for a dataset: the first that exists of [M/H] and [Fe/H], and of [α/M], [α/Fe] and
/// [Mg/Fe], predicted ones before references; otherwise the defaults of PanelGridOptions.
PanelLabels defaultPanelLabels(const survey::Dataset& dataset);

/// Returns true if the dataset has the errors that PanelGridOptions::spread needs.
bool canSpread(const survey::Dataset& dataset, const PanelGridOptions& options = {});

/// One panel of the figure.
struct Panel {
  double radiusLowKpc = 0, radiusHighKpc = 0, heightLowKpc = 0, heightHighKpc = 0;
  std::vector<std::uint32_t> stars;   ///< rows of the stars whose position is in the panel, in the order given
  double starCount = 0.0;             ///< number of stars, with or without labels; if spread, the sum of their shares
  double effectiveStars = 0.0;        ///< (Σw)²/Σw² of the shares w; equals starCount if all are 1
  Density counts;                     ///< stars per cell, not smoothed; counts.inside is the number with both labels
  std::vector<float> kernel;          ///< stars per cell from the adaptive kernel; empty if off or too few stars
  std::vector<float> means;           ///< mean of meanName in each cell, NaN in empty cells; empty if not requested
  std::vector<RunningPoint> running;  ///< empty if not requested or if there are too few stars
  std::vector<double> levels;         ///< levels of massFractions, smoothed stars per cell; empty if too few stars
  std::vector<std::vector<Polyline>> contours;  ///< one list for each level
  double shareStars = 0.0;                      ///< number of stars in the x range of the share that have a y
  double highAlphaShare = 0.0;                  ///< NaN if shareStars is 0
  /// Standard deviation of the posterior of the share, a Beta distribution (Cameron 2011, PASA 28, 128). For many stars
  /// it is √(p (1 − p)/n); unlike that, it is above 0 even if all stars are on one side. NaN if shareStars is 0.
  double highAlphaShareError = 0.0;
};

/// All panels of the figure.
struct PanelGrid {
  PanelGridOptions options;
  std::size_t columns = 0, rows = 0;  ///< number of bins in R and in |Z|
  std::vector<Panel> panels;          ///< rows × columns; row 0 has the lowest |Z| or Z
  std::size_t starsPlaced = 0;        ///< number of stars in any panel
  std::size_t starsWithoutPosition = 0;

  const Panel& at(std::size_t column, std::size_t row) const { return panels[row * columns + column]; }
};

/// Computes panels repeatedly for the same dataset. Remembers the bin of each star in R and |Z|, so that moving a
/// slider recomputes only what changes. Needs 2 bytes per star, 8 bytes per binned star (x and y; 16 bytes if these are
/// not labels), and the shares of spread stars; a grid needs 4 more bytes per binned star. Not thread-safe; movable.
class PanelBinner {
public:
  /// `dataset` must outlive this object.
  explicit PanelBinner(const survey::Dataset& dataset) : m_dataset(&dataset) {}
  /// Bins the stars and computes the panels; see panelGrid().
  PanelGrid bin(const std::vector<std::size_t>& stars, const PanelGridOptions& options);
  /// Returns the elements of `stars` that are inside an outline in the plane of xName and yName; see rowsInside().
  std::vector<std::size_t> inside(std::span<const Point> outline, std::span<const std::uint32_t> stars,
                                  const PanelGridOptions& options);

private:
  void findPanels(const PanelGridOptions& options);
  const PanelShares* sharesFor(const PanelGridOptions& options);

  const survey::Dataset* m_dataset;
  // Columns and edges for which m_panels were computed.
  std::string m_radiusName, m_heightName;
  std::vector<double> m_radiusEdges, m_heightEdges;
  std::vector<std::uint16_t> m_panels;  ///< panel of each row of the dataset
  std::optional<PanelShares> m_shares;  ///< shares of spread stars; empty until first requested
  PlacedStars m_placed;
};

/// Bins the rows `stars` of `dataset` (low ≤ value < high; the last bin includes its upper edge) and computes all
/// panels. Blocks (a fraction of a second for 1e6 stars); uses all cores. Throws Error(Mismatch) if a column or row
/// does not exist; Error(Usage) unless the edges increase, the cells are valid, the fractions are within (0, 1], the
/// smoothing is ≥ 0 and there are at most 65 000 panels.
PanelGrid panelGrid(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                    const PanelGridOptions& options);

}  // namespace maury::galaxy
