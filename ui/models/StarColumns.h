// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstddef>
#include <memory>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::ui {

/// One column of the star table: what a person reads of a dataset's id, labels, scalar inputs and columns. Reads the
/// dataset in place; immutable, any thread.
class StarColumn {
public:
  enum class Kind { Id, Label, Input, Column };

  StarColumn(std::shared_ptr<const survey::Dataset> stars, Kind kind, std::size_t index);

  Kind kind() const { return m_kind; }
  bool isText() const;
  QString header() const { return m_header; }  ///< with unit: "Teff (K)"
  QString name() const { return m_name; }      ///< as filters write it: "teff"
  /// "4612 ± 41" for a label with an error, "–" where missing; the column's digits after the point are the same in all.
  QString text(std::size_t star) const;
  /// NaN where missing or text.
  double number(std::size_t star) const;

private:
  std::shared_ptr<const survey::Dataset> m_stars;
  Kind m_kind;
  std::size_t m_index;
  QString m_header;
  QString m_name;
  int m_decimals = 0;
};

/// The id, then labels, then scalar inputs, then columns; vectors (XP coefficients) are left out.
std::vector<StarColumn> starColumns(const std::shared_ptr<const survey::Dataset>& stars);

/// A number with `decimals` digits after the point (always a point) and a true minus sign; "–" for NaN.
QString valueText(double value, int decimals);
/// A count in groups of three: "886 080".
QString countText(std::size_t count);

}  // namespace maury::ui
