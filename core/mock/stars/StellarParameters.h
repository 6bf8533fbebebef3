// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace maury::mock {

/// Labels on which the mock's spectra depend. The elements are [X/M] beyond the contribution of α: the abundance of X
/// is mh + element (+ alpham for Ca, Si, Ti, Mg).
enum class MockLabel : std::size_t { Teff, Logg, Mh, Alpham, Ca, Si, Ti, Mg, Fe, Ni, Al };
inline constexpr std::size_t kMockLabels = 11;
inline constexpr std::size_t kMockElements = 7;

/// Returns "teff", "logg", "mh", "alpham", or "delta_ca" … "delta_al".
std::string_view mockLabelName(MockLabel label) noexcept;

/// True labels of a star.
struct StellarParameters {
  double teff = 5772.0;                         ///< K
  double logg = 4.438;                          ///< log₁₀ of cm s⁻²
  double mh = 0.0;                              ///< dex
  double alpham = 0.0;                          ///< dex
  std::array<double, kMockElements> element{};  ///< dex, in MockLabel's order from Ca

  double feh() const noexcept { return mh + element[4]; }
  /// Returns the value of a label.
  double& value(MockLabel label) noexcept;
  double value(MockLabel label) const noexcept { return const_cast<StellarParameters*>(this)->value(label); }
};

}  // namespace maury::mock
