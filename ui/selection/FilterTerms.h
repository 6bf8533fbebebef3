// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace maury::ui {

/// Bounds on a number; infinite where there is none.
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool operator==(const Bounds&) const = default;
};

/// A filter's text as conditions joined by &&, so that a slider can read and rewrite its own: `snr > 15 && snr < 25 &&
/// abs(Z_kpc) > 1 && in_limits` bounds snr, has the flag in_limits, and keeps the rest as it is written. A cut's @name
/// alone between && stands for its own conditions. A text with || outside parentheses is one condition that bounds
/// nothing. A plain value.
class FilterTerms {
public:
  explicit FilterTerms(const std::string& text);

  /// The narrowest bounds that single comparisons with a number put on this name.
  Bounds boundsOf(const std::string& name) const;
  /// Rewrites those comparisons, where they stand; a bound that stays is left as it is written.
  void setBounds(const std::string& name, const Bounds& bounds);
  bool hasFlag(const std::string& name) const;
  void setFlag(const std::string& name, bool on);
  std::string text() const;

private:
  struct Term {
    std::string text;
    std::string name;  ///< of a comparison with a number, or a flag; empty for anything else
    enum class Kind { Other, Low, High, Flag } kind = Kind::Other;
    double value = 0.0;
  };
  void add(const std::string& text);
  static Term termOf(const std::string& text);
  void setBound(const std::string& name, Term::Kind kind, double value, double now);
  void append(Term term, const std::string& beside);

  std::vector<Term> m_terms;
};

}  // namespace maury::ui
