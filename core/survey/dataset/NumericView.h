// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// View of float, double or integer values that reads them as doubles without a copy. Valid as long as the viewed
/// values are; thread-safe for reading.
class NumericView {
public:
  using Values = std::variant<std::span<const double>, std::span<const float>, std::span<const std::int64_t>>;

  NumericView() = default;
  template <typename T>
  NumericView(const std::vector<T>& values) : m_values(std::span<const T>(values)) {}
  template <typename T>
  NumericView(std::span<const T> values) : m_values(values) {}

  /// Calls `visitor` with the typed span; avoids a dispatch per row in loops over many rows.
  template <typename Visitor>
  auto visit(const Visitor& visitor) const {
    return std::visit(visitor, m_values);
  }
  std::size_t size() const {
    return visit([](auto values) { return values.size(); });
  }
  /// Returns a view of the rows [first, first + count).
  NumericView part(std::size_t first, std::size_t count) const {
    return visit([=](auto values) { return NumericView(values.subspan(first, count)); });
  }
  /// Fills `into` with consecutive rows from `first` on.
  void read(std::size_t first, std::span<double> into) const {
    visit([=](auto values) {
      for (std::size_t i = 0; i < into.size(); ++i)
        into[i] = static_cast<double>(values[first + i]);
    });
  }
  /// Fills `into` with the values at `rows`, which has at least the length of `into`.
  void read(std::span<const std::uint32_t> rows, std::span<double> into) const {
    visit([=](auto values) {
      for (std::size_t i = 0; i < into.size(); ++i)
        into[i] = static_cast<double>(values[rows[i]]);
    });
  }
  double operator[](std::size_t row) const {
    return visit([row](auto values) { return static_cast<double>(values[row]); });
  }

private:
  Values m_values;
};

/// Returns a view of the values that Dataset::numeric() would copy. Valid until the dataset changes. Throws the errors
/// of numeric().
NumericView viewOf(const Dataset& dataset, std::string_view name);

/// Returns a view of the 1σ uncertainties of a label: those of the reference, or the calibrated ones of a predicted
/// label, whose scatter over the networks is no uncertainty. nullopt if they are not known.
std::optional<NumericView> uncertaintiesOf(const Dataset& dataset, const Label& label);

}  // namespace maury::survey
