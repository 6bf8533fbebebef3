// SPDX-License-Identifier: GPL-3.0-or-later
// Wavelengths along an axis, from the keys of FITS world coordinates: Greisen & Calabretta (2002, A&A 395, 1061; "paper
// I") for the linear part, and Greisen+ (2006, A&A 446, 747; "paper III") for spectral axes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/WavelengthScale.h"

namespace maury::survey {

/// Names of the header keys of one axis.
struct AxisKeys {
  /// Names the keys of axis `axis` of an image: CRVALn, CDELTn … Implicit, so that the number of an axis stands for its
  /// keys.
  AxisKeys(int axis);  // NOLINT: implicit by design
  /// Names the keys of the first axis of the vectors in column `column` (1-based) of a table: 1CRVLn, 1CDLTn … (paper
  /// I, table 2).
  static AxisKeys ofColumn(int column);
  /// Names the keys that describe all vectors of a table: CRVAL, CDELT … without a number (SDSS-V's mwmVisit).
  static AxisKeys ofTable();

  std::string value;        ///< CRVALn
  std::string step;         ///< CDELTn
  std::string reference;    ///< CRPIXn
  std::string matrix;       ///< CDn_n, which includes the step
  std::string rotation;     ///< PCn_n, which multiplies the step
  std::string type;         ///< CTYPEn
  std::string unit;         ///< CUNITn
  std::string iraf;         ///< WATn_001, IRAF's attributes of the axis; empty for a column
  bool isOfColumn = false;  ///< true for the vectors of a table
};

/// Returns the step from pixel to pixel: CDn_n, or else CDELTn × PCn_n, where a missing factor is 1 (paper I, section
/// 2.1.2); nullopt if the header has none of them.
std::optional<double> axisStep(HeaderKeys& keys, const AxisKeys& axis);

/// Returns true if a header has wavelengths (or wavenumbers) along an axis: it has a reference value and a step, and
/// CTYPEn is not another quantity. The keys of the axis all come from the header that has CRVALn: that of the HDU, or
/// else the primary one, which may have the coordinates of an image of the sky.
bool hasWavelengthAxis(HeaderKeys& header, const AxisKeys& axis);

/// Values along an axis and the statements of the header on their unit.
struct AxisValues {
  std::vector<double> values;  ///< one for each pixel
  StatedScale stated;
  bool hasReference = true;  ///< false if the header lacks CRPIXn, so that the value is taken for that of pixel 1
};

/// Returns the values along an axis: linear in the pixel; logarithms if DC-FLAG is 1, CTYPEn begins with LOG or LN, or
/// COEFF0 equals CRVALn (IRAF, SDSS, LAMOST, APOGEE); or wavelengths sampled in their logarithm (WAVE-LOG: paper III,
/// section 3.2, equation 5) or in frequency (WAVE-F2W: equation 2 there). The unit is CUNITn, or else that of IRAF's
/// key WATn_001 or of a CTYPEn that is a unit. Throws Error(Format) "source: reason" if the value or the step is
/// missing, and for other samplings of paper III.
AxisValues axisValues(HeaderKeys& header, const AxisKeys& axis, std::size_t pixels, const std::string& source);

}  // namespace maury::survey
