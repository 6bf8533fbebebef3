// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fits/FitsHeaderCompression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>

#include "io/archives/Gzip.h"

namespace maury::io {
namespace {

/// Largest ZNAXIS (MAX_COMPRESS_DIM in fitsio.h).
constexpr std::int64_t kMaxCompressedAxes = 6;
/// Largest number of pixels of a compression tile: CFITSIO keeps the number and the bytes of a tile (up to 8 for each
/// pixel) in variables of 32 bits (imcomp_calc_max_elem(), imcomp_decompress_tile()).
constexpr std::int64_t kMaxTilePixels = std::int64_t{1} << 27;

void requireRice(const FitsCards& header) {
  constexpr std::int64_t kMaxRice = 1024;  // block sizes are 16 or 32, pixel sizes 1 to 8
  for (std::size_t i = kTableCards.size(); i < header.count; ++i) {
    const std::string_view name = cardName(header.card(i));
    if (name != "ZVAL1" && name != "ZVAL2") continue;
    const std::string_view value = cardValue(header.card(i));
    const auto number = cardInteger(header.card(i));
    if (name == "ZVAL2" && !number && !value.empty()) continue;  // a text in an old file; CFITSIO ignores it
    if (!number || *number < 1 || *number > kMaxRice)
      header.refuseCard(i, fmt::format("of a compressed image must be {} from 1 to {}", name, kMaxRice));
  }
}

}  // namespace

void checkCompressedImage(const FitsCards& header) {
  bool isCompressed = false;
  for (std::size_t i = kTableCards.size(); i < header.count; ++i)
    if (cardName(header.card(i)) == "ZIMAGE") isCompressed = isCompressed || cardValue(header.card(i)).starts_with('T');
  if (!isCompressed) return;
  // Keys may be repeated, and CFITSIO uses the first one. Therefore every one must be valid.
  std::map<std::string_view, std::int64_t> lowest, highest;
  std::string method;
  for (std::size_t i = kTableCards.size(); i < header.count; ++i) {
    const std::string_view name = cardName(header.card(i));
    if (name == "ZCMPTYPE") method = cardText(header.card(i));
    const bool isSize =
        name == "ZNAXIS" || name == "ZBITPIX" || indexAfter(name, "ZNAXIS") || indexAfter(name, "ZTILE");
    if (!isSize) continue;
    const auto value = cardInteger(header.card(i));
    if (!value || (name == "ZBITPIX" && !isPixelSize(*value)))
      header.refuseCard(i, fmt::format("of a compressed image must be {} with a valid whole number", name));
    const auto low = lowest.emplace(name, *value).first;
    low->second = std::min(low->second, *value);
    const auto high = highest.emplace(name, *value).first;
    high->second = std::max(high->second, *value);
  }
  const auto between = [&](const std::string& name, std::int64_t low, std::int64_t high, std::int64_t absent) {
    const auto found = lowest.find(name);
    if (found == lowest.end()) return absent;
    if (found->second < low || highest.at(name) > high)
      header.refuse(fmt::format("damaged: {} of a compressed image must be from {} to {}", name, low, high));
    return highest.at(name);
  };
  constexpr std::int64_t kMaxLength = std::numeric_limits<std::int32_t>::max();
  const std::int64_t axes = between("ZNAXIS", 1, kMaxCompressedAxes, 0);
  const std::int64_t bits = std::abs(between("ZBITPIX", -64, 64, 64));
  std::optional<std::int64_t> pixels = 1, tile = 1;
  for (std::int64_t axis = 1; axis <= axes; ++axis) {
    const std::int64_t length = between(fmt::format("ZNAXIS{}", axis), 0, kMaxLength, 0);
    pixels = multiplyBytes(pixels, length);
    tile = multiplyBytes(tile, between(fmt::format("ZTILE{}", axis), 1, kMaxLength, axis == 1 ? length : 1));
  }
  if (!tile || *tile > kMaxTilePixels)
    header.refuse(fmt::format("damaged: the tiles of a compressed image have more than {} pixels", kMaxTilePixels));
  const auto bytes = multiplyBytes(pixels, std::max<std::int64_t>(1, bits / 8));
  if (!bytes || static_cast<std::uint64_t>(*bytes) > unpackedLimit(header.fileBytes))
    header.refuse("damaged: the compressed image is too large for a file of this size");
  if (method.starts_with("RICE")) requireRice(header);
}

}  // namespace maury::io
