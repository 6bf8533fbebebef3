// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "mock/Atmosphere.h"
#include "mock/StellarParameters.h"
#include "spectra/WavelengthGrid.h"

namespace maury::mock {

/// A line of resources/lines/mock.csv.
struct MockLine {
  double vacuumNm = 0.0;
  std::string species;      ///< "Ca II"
  std::size_t element = 0;  ///< in kElements
  bool ion = false;
  double excitationEv = 0.0;  ///< of the lower level
  double logGf = 0.0;
  double logVanDerWaals = 0.0;  ///< log₁₀ of the broadening (rad s⁻¹ cm³) by hydrogen at 10 000 K
  double logRadiative = 0.0;    ///< log₁₀ of the natural broadening (s⁻¹)
};

/// The embedded list, 840–882 nm, in order of wavelength. Beyond it there is only hydrogen (Paschen 10 to 20).
const std::vector<MockLine>& mockLines();

/// 800 px of 0.03 nm whose edges are 846.0 and 870.0 nm.
const spectra::WavelengthGrid& rvsGrid();
/// The archive's 2401 px, 846–870 nm in steps of 0.01 nm.
const spectra::WavelengthGrid& rvsArchiveGrid();

inline constexpr double kFastestKmS = 80.0;
inline constexpr double kRvsResolution = 11500.0;  ///< λ/FWHM; Cropper et al. (2018, A&A 616, A5)

/// Continuum-normalised, noiseless spectra, and how they change with each label.
///
/// Each line's opacity against the continuum's, η(λ), follows from abundance, Saha, Boltzmann and a Voigt profile in
/// one layer (Atmosphere.h). The flux is that of a Milne–Eddington atmosphere, 1 − A η / (1 + η), where A, the depth of
/// a saturated line, is the difference of Planck's function between Teff and the surface, a little larger in the
/// strongest cores, which form higher. Then come the line-spread function and the pixels. No molecules: CN and TiO are
/// not in it. Immutable after construction, so thread-safe.
class SpectrumModel {
public:
  /// The grid's pixels are as wide as the distance between their neighbours. Throws Error(Mismatch) for a grid that is
  /// empty or not within 840–882 nm, Error(Usage) for a resolution outside 1000–100 000.
  explicit SpectrumModel(const spectra::WavelengthGrid& grid, double resolution = kRvsResolution);
  /// With other lines or constants than the fitted ones; for calibrating.
  SpectrumModel(const spectra::WavelengthGrid& grid, double resolution, std::vector<MockLine> lines,
                const Calibration& calibration);

  const spectra::WavelengthGrid& grid() const noexcept { return m_grid; }

  /// The flux of one star in single precision; `flux` holds P pixels. It may move at up to kFastestKmS.
  void compute(const StellarParameters& star, std::span<float> flux, double velocityKmS = 0.0) const;

  /// The flux (P) and its derivative to each label (kMockLabels × P, a row a label; per K or per dex), by automatic
  /// differentiation in double precision. Takes about thirty times as long as compute().
  void differentiate(const StellarParameters& star, std::span<double> flux, std::span<double> derivatives) const;

private:
  struct LineSpan {
    std::size_t first = 0, count = 0;  ///< fine pixels that the line reaches
  };
  struct PixelResponse {
    std::size_t first = 0;       ///< fine pixel
    std::vector<float> weights;  ///< sum 1
  };

  template <class T, class Pixel>
  void addLines(const Layer<T>& layer, double shift, std::span<Pixel> opacity) const;
  template <class T, class Pixel>
  void addHydrogen(const Layer<T>& layer, const T& teff, double shift, std::span<Pixel> opacity) const;
  double fineNm(std::size_t i) const { return m_fineFirstNm + kFineStepNm * static_cast<double>(i); }

  static constexpr double kFineStepNm = 0.004;  // under a Doppler width of 0.006 nm
  spectra::WavelengthGrid m_grid;
  Calibration m_calibration;
  std::vector<MockLine> m_lines;
  std::vector<LineSpan> m_spans;
  double m_fineFirstNm = 0.0;
  std::size_t m_finePixels = 0;
  std::vector<PixelResponse> m_responses;
};

/// The program's model of rvsGrid().
const SpectrumModel& spectrumModel();

}  // namespace maury::mock
