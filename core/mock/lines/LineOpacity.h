// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "mock/Atmosphere.h"
#include "spectra/WavelengthGrid.h"

namespace maury::mock {

/// A line of resources/lines/mock.csv.
struct MockLine {
  double vacuumNm = 0.0;
  std::string species;      ///< "Ca II", "CN"
  std::size_t element = 0;  ///< in kElements, or kCn
  bool ion = false;
  double excitationEv = 0.0;  ///< of the lower level
  double logGf = 0.0;
  double logVanDerWaals = 0.0;  ///< log₁₀ of the broadening (rad s⁻¹ cm³) by hydrogen at 10 000 K
  double logRadiative = 0.0;    ///< log₁₀ of the natural broadening (s⁻¹)
};
inline constexpr std::size_t kCn = kElements.size();

/// η(λ), the opacity of all lines against the continuum's, in each layer on fine pixels (0.006 nm), and how it changes
/// with each label. Immutable after construction, so thread-safe.
class LineOpacity {
public:
  /// About a Doppler width: a Gaussian summed up at such steps is right to 1e-3, and the spectrograph sees 0.075 nm.
  static constexpr double kFineStepNm = 0.006;

  LineOpacity() = default;
  /// Fine pixels from `firstNm` on, `pixels` of them or a few more; lines as shifted as `fastestKmS` are in it.
  LineOpacity(double firstNm, std::size_t pixels, const std::vector<MockLine>& lines, const Calibration& calibration,
              double fastestKmS);

  std::size_t pixels() const noexcept { return m_pixels; }
  double nm(std::size_t pixel) const noexcept { return m_firstNm + kFineStepNm * static_cast<double>(pixel); }

  /// `opacity`: pixels() × kLayers.
  void compute(const Atmosphere<double>& star, double shift, std::vector<float>& opacity) const;
  /// `opacity`: pixels() × (1 + kMockLabels) × kLayers, the opacity and then its derivative to each label.
  void differentiate(const Atmosphere<Dual<kMockLabels>>& star, std::vector<double>& opacity) const;

private:
  /// A line and what of it does not depend on the star.
  struct Prepared {
    double vacuumNm, reachNm;
    std::size_t species;  ///< element, plus kElements.size() + 1 for an ion
    std::size_t milliEv;
    float strength, natural, vanDerWaals;
    bool broad;  ///< its wings fill the window
  };
  template <class T, class Wide, class R>
  void addAll(const Atmosphere<Wide>& star, double shift, std::vector<R>& opacity) const;

  double m_firstNm = 0.0;
  std::size_t m_pixels = 0;
  double m_pressureFactor = 1.0;
  std::vector<Prepared> m_lines;
};

}  // namespace maury::mock
