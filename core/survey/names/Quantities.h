// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string>
#include <string_view>

/// Numbers that a column can hold, by the quantity that its name and unit reveal. All functions are thread-safe.
namespace maury::survey {

/// Values that a quantity can have, and the numbers among them that catalogues write for "no value".
struct Quantity {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  /// A number of nines only (999, −99.99) of at least this size may stand for "no value" although it is within the
  /// limits.
  double ninesFrom = std::numeric_limits<double>::infinity();
  bool minusOneIsMissing = false;  ///< −1 may stand for "no value"
  /// False if the values outside the limits are kept, unless they have the form of a sentinel. The reader of the column
  /// then treats them.
  bool outsideIsMissing = true;
  /// True if the quantity is unknown: only negative numbers of nines may stand for "no value", because positive and
  /// huge ones may be true (a period of 999.9 days, 1e33 erg/s).
  bool isUnknown = false;
  std::string unit = {};  ///< unit of the limits, for messages
};

/// Returns the quantity of a label: its physical limits are those of KnownNames.h (Teff 1000–200 000 K, log g −1…9.9,
/// [X/Y] −8…+6, A(X) −3…13). A label of an unknown name has no limits.
Quantity labelQuantity(std::string_view labelName);
/// Returns the quantity of a 1σ error of a label: at least 0, at most the width of the label's limits.
Quantity labelErrorQuantity(std::string_view labelName);

/// Returns true, with the quantity, if name and unit of a column or input reveal one: magnitude, parallax, proper
/// motion, direction, distance, velocity, S/N, or an error of these. Other columns (ids, counts, flags …) may hold any
/// number.
bool findQuantity(std::string_view name, std::string_view unit, Quantity& quantity);
/// Returns the quantity of a column of measurements (real numbers, not all of them whole) that findQuantity() does not
/// know.
Quantity unknownQuantity();

}  // namespace maury::survey
