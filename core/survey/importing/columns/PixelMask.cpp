// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/columns/PixelMask.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/text/Printable.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

MaskRule maskRuleOf(const FluxColumns& columns, const std::optional<std::uint64_t>& chosen) {
  MaskRule rule;
  rule.marksGoodPixels = columns.marksGoodPixels;
  if (chosen) {
    rule.bits = *chosen;
    rule.isChosen = true;
    return rule;
  }
  // SDSS: the masks of several exposures, combined by AND and by OR, hold warnings too (a bright sky, a nearby bright
  // fibre), and "the conditions that are considered very bad are already used to set … the inverse variance … to zero"
  // (SDSS DR10, SPPIXMASK bits). LAMOST's masks of these names, and pixel_flags of SDSS-V, are treated alike.
  const std::string& name = columns.mask;
  const bool isOfVisits =
      name == "and_mask" || name == "andmask" || name == "or_mask" || name == "ormask" || name == "pixel_flags";
  if (isOfVisits && columns.errorMeaning == ErrorMeaning::InverseVariance) {
    rule.bits = 0;
    rule.reason = "the inverse variance marks the pixels without data";
  }
  return rule;
}

namespace {

constexpr double kLargest = 9007199254740992.0;  // 2^53: larger integers are not exact as doubles

}  // namespace

bool isMasked(double value, std::uint64_t bits) {
  if (!std::isfinite(value) || std::abs(value) > kLargest || value != std::floor(value)) return true;
  return (static_cast<std::uint64_t>(static_cast<std::int64_t>(value)) & bits) != 0;
}

void MaskApplier::apply(std::span<const double> mask, std::span<float> flux) {
  for (std::size_t i = 0; i < std::min(mask.size(), flux.size()); ++i) {
    if (!std::isfinite(flux[i])) continue;
    ++m_pixels;
    const double value = mask[i];
    if (!std::isfinite(value) || value != std::floor(value)) {
      ++m_fractions;
      continue;
    }
    // Beyond 2^53, only the high bits are known, so that any bit may be set.
    const bool isLarge = std::abs(value) > kLargest;
    const auto set = isLarge ? ~std::uint64_t{0} : static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
    if (((set & m_rule.bits) != 0) != m_rule.marksGoodPixels) {
      flux[i] = std::numeric_limits<float>::quiet_NaN();
      ++m_masked;
    } else if (set != 0 && !m_rule.marksGoodPixels) {
      ++m_ignored;
    }
  }
}

void MaskApplier::finish(const std::string& source, const FormatOutput& output) const {
  const std::string name = excerpt(m_name);
  if (!m_rule.isChosen && 2 * m_masked > m_pixels)
    refuseFile(source,
               fmt::format("column '{}' masks {} of {} pixels with flux, so that it may mark good pixels or hold mere "
                           "warnings; state which of its bits mean no data.",
                           name, m_masked, m_pixels),
               "Use --mask-bits with the numbers of the bits, or none to ignore the mask.");
  countMissing(output.reading, PartRole::Flux, MissingCause::Masked, m_masked);
  if (m_fractions > 0)
    output.note(fmt::format("{}: {} values of the mask '{}' are no whole numbers; they mask nothing.", source,
                            m_fractions, name));
  if (m_masked > 0)
    output.note(
        fmt::format("{}: {} of {} pixels have no data according to the mask '{}'.", source, m_masked, m_pixels, name));
  if (m_ignored > 0)
    output.note(fmt::format("{}: {} of {} pixels have bits set in the mask '{}' that were ignored{}.", source,
                            m_ignored, m_pixels, name,
                            m_rule.reason.empty() ? "" : fmt::format(", because {}", m_rule.reason)));
}

}  // namespace maury::survey
