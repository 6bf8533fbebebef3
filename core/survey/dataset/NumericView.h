// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Numbers of a dataset where they are, of whatever type, read as doubles: what Dataset::numeric() copies. Valid as
/// long as they are; any thread.
class NumericView {
public:
  using Values = std::variant<std::span<const double>, std::span<const float>, std::span<const std::int64_t>>;

  NumericView() = default;
  template <typename T>
  NumericView(const std::vector<T>& values) : m_values(std::span<const T>(values)) {}
  template <typename T>
  NumericView(std::span<const T> values) : m_values(values) {}

  /// Calls `with` with the span, for loops over many rows.
  template <typename Visitor>
  auto visit(const Visitor& with) const {
    return std::visit(with, m_values);
  }
  std::size_t size() const {
    return visit([](auto values) { return values.size(); });
  }
  /// So many rows from `first` on.
  NumericView part(std::size_t first, std::size_t count) const {
    return visit([=](auto values) { return NumericView(values.subspan(first, count)); });
  }
  /// Rows from `first` on, as many as `into` holds.
  void read(std::size_t first, std::span<double> into) const {
    visit([=](auto values) {
      for (std::size_t i = 0; i < into.size(); ++i)
        into[i] = static_cast<double>(values[first + i]);
    });
  }
  /// These rows, as many as `into` holds.
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

/// The values that Dataset::numeric() copies, where they are: valid while the dataset is not changed. Throws as it
/// does.
NumericView viewOf(const Dataset& dataset, std::string_view name);

}  // namespace maury::survey
