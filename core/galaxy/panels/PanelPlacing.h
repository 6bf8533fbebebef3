// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts stars, and their x and y, by panel. The densities of the panels are computed from the result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "galaxy/density/Density.h"
#include "galaxy/panels/PanelShares.h"
#include "survey/dataset/NumericView.h"

namespace maury::galaxy {

/// Buffer of numbers copied from a dataset: floats if they are floats there (labels), otherwise doubles.
class GroupedValues {
public:
  /// Makes space for `count` numbers of the type of `source`, not initialised. Reuses the buffer if it is large enough.
  void reserve(const survey::NumericView& source, std::size_t count);

  /// Calls `visitor` with a pointer to the buffer.
  template <typename Visitor>
  void visitBuffer(const Visitor& visitor) {
    std::visit([&](auto& values) { visitor(values.get()); }, m_values);
  }
  survey::NumericView part(std::size_t first, std::size_t count) const;

private:
  std::variant<std::unique_ptr<float[]>, std::unique_ptr<double[]>> m_values;
  std::size_t m_capacity = 0;
};

/// Reserved panel numbers.
constexpr std::uint16_t kOutside = 65535, kWithoutPosition = 65534;

/// Panels of each row of a dataset.
struct StarPanels {
  std::span<const std::uint16_t> panelOf;  ///< panel of each star's position, or a reserved number
  const PanelShares* shares = nullptr;     ///< the panels' shares of each star, if stars are spread; otherwise null
  std::size_t panels = 0;                  ///< number of panels
};

/// Stars sorted by panel.
struct PlacedStars {
  /// For each panel, the rows of the stars whose position is in it, in the order given.
  std::vector<std::vector<std::uint32_t>> stars;
  std::size_t starsWithoutPosition = 0;

  /// Returns the points of a panel: its stars or, if stars are spread, all stars that may be in it, with weights. Valid
  /// while this object lives.
  Points points(std::size_t panel) const;
  /// Returns the rows of these points. Valid while this object lives.
  std::span<const std::uint32_t> rows(std::size_t panel) const;

  // The points of all panels, one panel after the other.
  std::vector<std::size_t> first;  ///< panels + 1 offsets into the other members
  GroupedValues x, y;
  std::unique_ptr<std::uint32_t[]> spreadRows;  ///< null if stars are not spread; the rows are then those of `stars`
  std::unique_ptr<float[]> weights;             ///< null if all weights are 1
};

/// Sorts rows by panel and stores the result in `into`, whose buffers are reused. Blocks; uses all cores. Throws
/// Error(Mismatch) for a row that the dataset does not have.
void placeStars(std::span<const std::size_t> rows, const StarPanels& starPanels, const survey::NumericView& x,
                const survey::NumericView& y, PlacedStars& into);

}  // namespace maury::galaxy
