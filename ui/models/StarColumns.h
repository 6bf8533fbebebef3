// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/dataset/NumericView.h"

namespace maury::ui {

/// Column of the star table: the id, a label, a scalar input or another column of a dataset, formatted as text. Reads
/// the dataset in place. Immutable; safe on any thread.
class StarColumn {
public:
  enum class Kind { Id, Label, Input, Column };

  StarColumn(std::shared_ptr<const survey::Dataset> stars, Kind kind, std::size_t index);

  Kind kind() const { return m_kind; }
  bool isText() const;
  QString header() const { return m_header; }  ///< name and unit: "Teff (K)"
  QString name() const { return m_name; }      ///< as in filters: "teff"
  /// Returns the value as text: "4612 ± 41" for a label with an uncertainty, "–" if missing. The number of decimals is
  /// the same in the whole column.
  QString text(std::size_t star) const;
  /// Returns the value; NaN if it is missing or text.
  double number(std::size_t star) const;

private:
  std::shared_ptr<const survey::Dataset> m_stars;
  Kind m_kind;
  std::size_t m_index;
  std::optional<survey::NumericView> m_uncertainties;  ///< nullopt unless a label has them
  QString m_header;
  QString m_name;
  int m_decimals = 0;
};

/// Returns the id, then labels, each predicted one followed by its reference, scalar inputs and other columns; leaves
/// out vectors (XP coefficients).
std::vector<StarColumn> starColumns(const std::shared_ptr<const survey::Dataset>& stars);

/// Returns a number with `decimals` decimals, a decimal point in every locale and a true minus sign; "–" for NaN.
QString valueText(double value, int decimals);
/// Returns a count with its digits in groups of three: "886 080".
QString countText(std::size_t count);
/// Returns a number of stars: "1 star", "886 080 stars".
QString starCountText(std::size_t count);

}  // namespace maury::ui
