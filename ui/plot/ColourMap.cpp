// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/ColourMap.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace maury::ui {

namespace {

// Viridis (S. van der Walt, N. Smith 2015, CC0), every 16th of its 256 entries; between them within 6/255.
constexpr std::array<QRgb, 17> kViridis{0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D,
                                        0x2C728E, 0x26828E, 0x21918C, 0x1F9F88, 0x27AD81, 0x3DBC74,
                                        0x5CC863, 0x81D34D, 0xAADC32, 0xD5E21A, 0xFDE725};
// Cividis (Nuñez, Anderton & Renslow 2018, PLoS ONE 13, e0199239), every 16th of 256; between them within 11/255.
constexpr std::array<QRgb, 17> kCividis{0x00224E, 0x002E6A, 0x1A386F, 0x32436D, 0x434E6C, 0x535A6D,
                                        0x61656F, 0x6F7073, 0x7D7C78, 0x8B8778, 0x9A9376, 0xAAA073,
                                        0xBBAD6D, 0xCCBA64, 0xDDC858, 0xEFD748, 0xFEE838};
// ColorBrewer 2.0 (C. Brewer, Apache 2): the blue half of RdBu-11 and the orange half of PuOr-11, which a red-green
// blind eye tells apart; negative is orange, positive blue.
constexpr std::array<QRgb, 11> kDiverging{0x7F3B08, 0xB35806, 0xE08214, 0xFDB863, 0xFEE0B6, 0xF7F7F7,
                                          0xD1E5F0, 0x92C5DE, 0x4393C3, 0x2166AC, 0x053061};
// The same hues turned inside out, so that zero sinks into a dark background.
constexpr std::array<QRgb, 11> kDivergingDark{0xFEE0B6, 0xFDB863, 0xE08214, 0xB35806, 0x5E3210, 0x22252B,
                                              0x123B68, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0};

/// On a dark card the darkest sixth of a sequential map would hide single stars.
constexpr double kDarkStart = 0.17;

/// The map from the share `from` on, or all of it reversed.
std::array<QRgb, 256> interpolated(std::span<const QRgb> points, bool reversed, double from = 0.0) {
  std::array<QRgb, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double share = from + (1.0 - from) * static_cast<double>(reversed ? 255 - i : i) / 255.0;
    const double t = share * static_cast<double>(points.size() - 1);
    const std::size_t k = std::min(static_cast<std::size_t>(t), points.size() - 2);
    const double f = t - static_cast<double>(k);
    const auto mix = [f](int a, int b) { return static_cast<int>(std::lround(a + f * (b - a))); };
    const QRgb a = points[k], b = points[k + 1];
    table[i] = qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
  }
  return table;
}

}  // namespace

ColourMap::ColourMap(ColourMapName name, bool darkBackground) {
  switch (name) {
    case ColourMapName::Cividis:
      m_table = interpolated(kCividis, !darkBackground, darkBackground ? kDarkStart : 0.0);
      break;
    case ColourMapName::Viridis:
      m_table = interpolated(kViridis, !darkBackground, darkBackground ? kDarkStart : 0.0);
      break;
    case ColourMapName::Diverging:
      m_table = interpolated(darkBackground ? kDivergingDark : kDiverging, false);
      break;
  }
}

QRgb ColourMap::at(double t) const {
  return m_table[static_cast<std::size_t>(std::lround(std::clamp(t, 0.0, 1.0) * 255.0))];
}

}  // namespace maury::ui
