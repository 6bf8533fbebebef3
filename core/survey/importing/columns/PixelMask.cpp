// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/columns/PixelMask.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "base/text/Printable.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

namespace {

/// Returns "bits 18, 22, 24"; "bits 0 to 7" for more than two in a row from 0 on.
std::string bitList(std::uint64_t bits) {
  std::vector<int> numbers;
  for (int bit = 0; bit < 64; ++bit)
    if ((bits >> bit & 1) != 0) numbers.push_back(bit);
  if (numbers.size() == 1) return fmt::format("bit {}", numbers[0]);
  if (numbers.size() > 2 && numbers.back() + 1 == static_cast<int>(numbers.size()))
    return fmt::format("bits 0 to {}", numbers.back());
  return fmt::format("bits {}", fmt::join(numbers, ", "));
}

/// Returns "bit 23 means no data", "bits 1, 2 of SPPIXMASK mean no data"; `definition` is "" or " of SPPIXMASK".
std::string meaningOf(std::uint64_t bits, const std::string& definition) {
  return fmt::format("{}{} {} no data", bitList(bits), definition, std::has_single_bit(bits) ? "means" : "mean");
}

MaskRule chosenRule(std::uint64_t bits, MaskRule rule) {
  rule.bits = bits;
  rule.isChosen = true;
  rule.statement = bits == 0 ? "ignored" : bits == ~std::uint64_t{0} ? "any bit means no data" : meaningOf(bits, "");
  rule.statement += ", as you stated";
  return rule;
}

}  // namespace

MaskRule maskRuleOf(const MaskPlace& place, const FluxColumns& columns, const std::optional<std::uint64_t>& chosen) {
  MaskRule rule;
  rule.marksGoodPixels = columns.marksGoodPixels;
  if (chosen) return chosenRule(*chosen, rule);
  rule.statement = rule.marksGoodPixels ? "pixels without any bit have no data" : "any bit means no data";
  const MaskDefinition* definition = maskDefinitionOf(place);
  rule.isDefined = definition != nullptr;
  if (isMaskOfAnyExposure(place)) {
    rule.bits = 0;
    rule.reason = "they are those of any exposure, while the others may have data";
  } else if (definition != nullptr && !definition->badNames.empty()) {
    rule.bits = definition->bad;
    rule.statement = meaningOf(rule.bits, fmt::format(" of {} ({})", definition->name, definition->badNames));
    rule.reason = "only " + meaningOf(rule.bits, fmt::format(" of {}", definition->name));
  } else if (definition != nullptr) {
    rule.statement = fmt::format("any bit of {} means no data", definition->name);
  } else if (place.name == "pixel_flags" && columns.errorMeaning == ErrorMeaning::InverseVariance) {
    // SDSS-V: "the conditions that are considered very bad are already used to set … the inverse variance … to zero"
    // (SDSS DR10, about masks of spectra).
    rule.bits = 0;
    rule.reason = "the inverse variance marks the pixels without data";
  }
  if (rule.bits == 0) rule.statement = "its bits are ignored, because " + rule.reason;
  return rule;
}

void describeMask(ReadGroup& group, const MaskRule& rule) {
  for (ReadPart& part : group.parts)
    if (part.role == PartRole::Mask) part.detail = rule.statement;
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
  if (!m_rule.isChosen && !m_rule.isDefined && 2 * m_masked > m_pixels)
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
