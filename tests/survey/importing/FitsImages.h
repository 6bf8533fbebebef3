// SPDX-License-Identifier: GPL-3.0-or-later
// FITS files with several images, written byte by byte from the standard, so that the tests do not rely on the library
// that reads them.
#pragma once

#include <bit>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "support/Files.h"

namespace maury::test {

/// Image HDU of doubles. Without axes it is empty.
struct FitsImage {
  std::vector<std::string> cards;  ///< "CRVAL1  = 5000.0"
  std::vector<std::size_t> axes;   ///< NAXIS1, NAXIS2 …
  std::vector<double> values;
};

inline std::string fitsCard(const std::string& key, const std::string& value) {
  std::string card = key;
  card.resize(8, ' ');
  card += "= " + std::string(20 > value.size() ? 20 - value.size() : 0, ' ') + value;
  card.resize(80, ' ');
  return card;
}

inline void writeImages(const std::filesystem::path& path, const std::vector<FitsImage>& images) {
  std::string file;
  for (const FitsImage& image : images) {
    std::string text = file.empty() ? fitsCard("SIMPLE", "T") : "XTENSION= 'IMAGE   '";
    text.resize(80, ' ');
    text += fitsCard("BITPIX", "-64") + fitsCard("NAXIS", std::to_string(image.axes.size()));
    for (std::size_t i = 0; i < image.axes.size(); ++i)
      text += fitsCard("NAXIS" + std::to_string(i + 1), std::to_string(image.axes[i]));
    if (!file.empty()) text += fitsCard("PCOUNT", "0") + fitsCard("GCOUNT", "1");
    for (std::string card : image.cards) {
      card.resize(80, ' ');
      text += card;
    }
    std::string end = "END";
    end.resize(80, ' ');
    text += end;
    text.resize((text.size() + 2879) / 2880 * 2880, ' ');
    std::string data;
    for (const double value : image.values) {
      const auto bits = std::bit_cast<std::uint64_t>(value);
      for (int shift = 56; shift >= 0; shift -= 8)
        data += static_cast<char>((bits >> shift) & 0xFFu);
    }
    data.resize((data.size() + 2879) / 2880 * 2880, '\0');
    file += text + data;
  }
  writeBytes(path, file);
}

}  // namespace maury::test
