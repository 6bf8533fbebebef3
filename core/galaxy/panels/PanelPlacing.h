// SPDX-License-Identifier: GPL-3.0-or-later
// Stars and their numbers sorted by panel, as the panels' densities are made of them.
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

/// Numbers taken out of a dataset: floats where they are floats there (labels), else doubles.
class GroupedValues {
public:
  /// Makes room for so many of `source`, not filled yet: what there is serves where it is large enough.
  void prepare(const survey::NumericView& source, std::size_t count);

  /// Calls `with` with a pointer to the room.
  template <typename Visitor>
  void fill(const Visitor& with) {
    std::visit([&](auto& values) { with(values.get()); }, m_values);
  }
  survey::NumericView part(std::size_t first, std::size_t count) const;

private:
  std::variant<std::unique_ptr<float[]>, std::unique_ptr<double[]>> m_values;
  std::size_t m_capacity = 0;
};

/// What binning makes of a star besides the number of its panel.
constexpr std::uint16_t kOutside = 65535, kWithoutPosition = 65534;

/// Where each row of a dataset belongs.
struct StarPanels {
  std::span<const std::uint16_t> panelOf;  ///< by its position
  const PanelShares* shares = nullptr;     ///< by its errors, where stars are spread over the panels
  std::size_t panels = 0;
};

/// The stars of all panels, those of the first panel first.
struct PlacedStars {
  std::vector<std::vector<std::uint32_t>>
      stars;  ///< of each panel by position: rows of the dataset, in the order given
  std::size_t starsWithoutPosition = 0;

  /// What the densities of a panel are made of: its stars, or with shares whatever may lie there, weighed.
  Points points(std::size_t panel) const;
  /// The rows of these points; valid, like them, while this lives.
  std::span<const std::uint32_t> rows(std::size_t panel) const;

  // Of the points, panel by panel.
  std::vector<std::size_t> first;  ///< panels + 1 places in the others
  GroupedValues x, y;
  std::unique_ptr<std::uint32_t[]> spreadRows;  ///< nullptr: stars
  std::unique_ptr<float[]> weights;             ///< nullptr: 1 each
};

/// Sorts rows into panels, in the room of what was placed before, so that no new memory need be fetched.
/// On all cores; blocks. Throws Error(Mismatch) for a row that the dataset lacks.
void place(std::span<const std::size_t> rows, const StarPanels& where, const survey::NumericView& x,
           const survey::NumericView& y, PlacedStars& into);

}  // namespace maury::galaxy
