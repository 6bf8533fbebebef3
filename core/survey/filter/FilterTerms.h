// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string>

namespace maury::survey {

/// Bounds on a number; infinite where there is none.
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool operator==(const Bounds&) const = default;
};

/// A filter's text as conditions joined by &&, so that a slider can read and rewrite its own: `snr > 15 && snr < 25 &&
/// abs(Z_kpc) > 1 && in_limits` bounds snr, has the flag in_limits, and everything else stays byte for byte as it is
/// written. A preset between && stands for its own conditions and is replaced by them when one of them changes. A text
/// with || outside parentheses is one condition that bounds nothing. A text that is only half written is read as far
/// as possible. A plain value.
class FilterTerms {
public:
  explicit FilterTerms(std::string text) : m_text(std::move(text)) {}

  /// Returns the narrowest bounds that single comparisons with a number put on this name.
  Bounds boundsOf(const std::string& name) const;
  /// Rewrites those comparisons where they stand; a bound that stays is left as it is written. A new one follows the
  /// last condition on the name, or ends the text.
  void setBounds(const std::string& name, const Bounds& bounds);

  /// Whether the name stands alone between &&.
  bool hasFlag(const std::string& name) const;
  void setFlag(const std::string& name, bool on);

  const std::string& text() const { return m_text; }

private:
  std::string m_text;
};

}  // namespace maury::survey
