// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "mock/Atmosphere.h"
#include "spectra/WavelengthGrid.h"

namespace maury::mock {

/// One line of resources/lines/mock.csv.
struct MockLine {
  double vacuumNm = 0.0;
  std::string species;      ///< "Ca II", "CN"
  std::size_t element = 0;  ///< index in kElements, or kCn
  bool ion = false;
  double excitationEv = 0.0;  ///< energy of the lower level
  double logGf = 0.0;
  double logVanDerWaals = 0.0;  ///< log₁₀ of the broadening by hydrogen at 10 000 K (rad s⁻¹ cm³)
  double logRadiative = 0.0;    ///< log₁₀ of the natural broadening (s⁻¹)
};
inline constexpr std::size_t kCn = kElements.size();

/// Ratio η(λ) of the opacity of all lines to the continuum's, in each layer on fine pixels (0.006 nm), and its
/// derivatives with respect to each label. Immutable after construction, so thread-safe.
class LineOpacity {
public:
  /// About one Doppler width: sums over a Gaussian at such steps are accurate to 1e-3, and the spectrograph's FWHM is
  /// 0.075 nm.
  static constexpr double kFineStepNm = 0.006;

  LineOpacity() = default;
  /// Prepares lines on `pixels` fine pixels or a few more, from `firstNm`. Lines that a velocity of up to `fastestKmS`
  /// can shift into this range are included.
  LineOpacity(double firstNm, std::size_t pixels, const std::vector<MockLine>& lines, const Calibration& calibration,
              double fastestKmS);

  std::size_t pixels() const noexcept { return m_pixels; }
  double nm(std::size_t pixel) const noexcept { return m_firstNm + kFineStepNm * static_cast<double>(pixel); }

  /// Computes the opacity of a star whose lines are shifted by the factor `shift`; `opacity` is resized to pixels() ×
  /// kLayers.
  void compute(const Atmosphere<double>& star, double shift, std::vector<float>& opacity) const;
  /// Computes the opacity and then its derivative with respect to each label; `opacity` is resized to pixels() × (1 +
  /// kMockLabels) × kLayers.
  void differentiate(const Atmosphere<Dual<kMockLabels>>& star, std::vector<double>& opacity) const;

private:
  /// A line and everything about it that does not depend on the star.
  struct PreparedLine {
    double vacuumNm, reachNm;
    std::size_t species;  ///< index of the element, plus kElements.size() + 1 for an ion
    std::size_t milliEv;
    float strength, natural, vanDerWaals;
    bool broad;  ///< true if the wings extend over the whole window
  };
  template <class T, class Wide, class R>
  void addAll(const Atmosphere<Wide>& star, double shift, std::vector<R>& opacity) const;

  double m_firstNm = 0.0;
  std::size_t m_pixels = 0;
  double m_pressureFactor = 1.0;
  std::vector<PreparedLine> m_lines;
};

}  // namespace maury::mock
