// SPDX-License-Identifier: GPL-3.0-or-later
// Reads descriptions of networks, writes and reads them again, and computes their sizes for a spectrum of 800 pixels.
// Aborts if the description changes on the way.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/Error.h"
#include "network/description/DescriptionJson.h"
#include "network/description/NetworkDescription.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace maury::network;
  constexpr std::size_t kPixels = 800, kLabels = 3;
  try {
    const NetworkDescription description = descriptionFromJson(std::string(bytes, bytes + size));
    const std::string text = toJson(description);
    if (toJson(descriptionFromJson(text)) != text) std::abort();
    const std::vector<std::size_t> widths(description.auxiliary().size(), 2);
    layerList(description, kPixels, widths, kLabels);
    forwardFlop(description, kPixels, widths, kLabels);
  } catch (const maury::Error&) {
    // Invalid descriptions, and networks that do not fit the spectrum, are refused; any other exception ends the
    // fuzzer.
  }
  return 0;
}
