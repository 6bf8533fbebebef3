// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string>

namespace maury::survey {

/// Lower and upper bound on a number; infinite if there is none.
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool operator==(const Bounds&) const = default;
};

/// Filter text as conditions joined by &&, in which sliders and check boxes read and rewrite their own conditions. For
/// example, `snr > 15 && snr < 25 && abs(Z_kpc) > 1 && in_limits` has bounds on snr and the flag in_limits. All other
/// text is preserved byte for byte. A preset counts as its conditions, and is replaced by them if one of them changes.
/// A text with || outside parentheses counts as a single condition without bounds. Incomplete text is parsed as far as
/// possible. A plain value.
class FilterTerms {
public:
  explicit FilterTerms(std::string text) : m_text(std::move(text)) {}

  /// Returns the tightest bounds from comparisons of this name with a number.
  Bounds boundsOf(const std::string& name) const;
  /// Rewrites these comparisons in place; unchanged bounds keep their text. A new bound is added after the last
  /// condition on the name, or at the end.
  void setBounds(const std::string& name, const Bounds& bounds);

  /// Returns true if one of the conditions is the name alone.
  bool hasFlag(const std::string& name) const;
  void setFlag(const std::string& name, bool on);

  const std::string& text() const { return m_text; }

private:
  std::string m_text;
};

}  // namespace maury::survey
