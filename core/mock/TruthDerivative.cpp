// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/TruthDerivative.h"

namespace maury::mock {

TruthDerivative truthDerivative(const StellarParameters& star, const spectra::WavelengthGrid& grid, double resolution) {
  const SpectrumModel model(grid, resolution);
  TruthDerivative out{std::vector<double>(grid.size()), std::vector<double>(kMockLabels * grid.size())};
  model.differentiate(star, out.flux, out.derivatives);
  return out;
}

}  // namespace maury::mock
