// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace maury::workbench {

/// Fixed colour, or a role in the theme that is resolved when the figure is painted, so that the same figure works in
/// light and dark themes on screen and on white paper.
class Ink {
public:
  enum class Role { Text, Muted, Accent, Border };

  Ink() = default;  ///< text colour of the theme
  Ink(Role role) : m_role(role) {}
  /// Makes a fixed colour, 0xRRGGBB.
  explicit Ink(std::uint32_t rgb, double opacity = 1.0) : m_rgb(rgb & 0xFFFFFFU), m_opacity(opacity) {}

  /// Returns 0xRRGGBB of a fixed colour; nullopt if role() defines the colour.
  const std::optional<std::uint32_t>& rgb() const { return m_rgb; }
  Role role() const { return m_role; }
  double opacity() const { return m_opacity; }  ///< 0–1

  /// Returns this ink with its opacity multiplied by `opacity`, 0–1.
  Ink withOpacityFactor(double opacity) const {
    Ink result = *this;
    result.m_opacity *= opacity;
    return result;
  }

  bool operator==(const Ink&) const = default;

private:
  std::optional<std::uint32_t> m_rgb;
  Role m_role = Role::Text;
  double m_opacity = 1.0;
};

}  // namespace maury::workbench
