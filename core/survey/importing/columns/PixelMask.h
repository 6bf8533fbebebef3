// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/columns/MaskBits.h"
#include "survey/importing/readers/Format.h"

namespace maury::survey {

/// Bits of a mask that mark pixels without data.
struct MaskRule {
  std::uint64_t bits = ~std::uint64_t{0};
  bool marksGoodPixels = false;  ///< pixels with none of the bits have no data, instead of those with one
  bool isChosen = false;         ///< chosen by the user
  std::string reason = {};       ///< why the other bits are ignored, as a clause; empty if no bit is
  bool isDefined = false;        ///< the survey defines the bits (MaskBits.h), so that most pixels may be bad
  std::string statement = {};    ///< clause for the reading report: "any bit means no data"
};

/// Returns true if a value in an image of masks marks its pixel as bad: a whole number with one of the bits, or a value
/// that is none and so cannot be a set of bits (missing, a fraction, beyond 2^53).
bool isMasked(double value, std::uint64_t bits);

/// Returns the bits of a mask: those that the user chose, those that the survey defines as bad (MaskBits.h), or all. No
/// bit of a mask of any exposure counts, nor of pixel_flags in an unknown table with inverse variances. `columns` says
/// whether the mask marks good pixels, and the kind of the errors.
MaskRule maskRuleOf(const MaskPlace& place, const FluxColumns& columns, const std::optional<std::uint64_t>& chosen);

/// States in the entry of the mask in the reading report which bits mean no data.
void describeMask(ReadGroup& group, const MaskRule& rule);

/// Applies a mask to the spectra of one table, and counts pixels for a note.
class MaskApplier {
public:
  MaskApplier(std::string name, MaskRule rule) : m_name(std::move(name)), m_rule(std::move(rule)) {}

  /// Sets the flux to NaN in masked pixels. Missing values and fractions in the mask mask nothing; a value beyond 2^53,
  /// of which a double has lost bits, counts as having all of them.
  void apply(std::span<const double> mask, std::span<float> flux);
  /// Adds notes on the pixels that were masked, or on bits that were ignored, and counts them in the report. Throws
  /// Error(Format) if more than half of the pixels with flux are masked and neither the user nor the survey chose the
  /// bits: then the mask may mark the good pixels.
  void finish(const std::string& source, const FormatOutput& output) const;
  const MaskRule& rule() const { return m_rule; }

private:
  std::string m_name;
  MaskRule m_rule;
  std::size_t m_pixels = 0;     ///< pixels with flux
  std::size_t m_masked = 0;     ///< masked ones among these
  std::size_t m_ignored = 0;    ///< ones among these whose bits were ignored
  std::size_t m_fractions = 0;  ///< values that are no whole numbers
};

}  // namespace maury::survey
