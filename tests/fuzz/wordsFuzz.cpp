// SPDX-License-Identifier: GPL-3.0-or-later
// Parses text that users type, once as a preprocessing step and once as a grid. Filters have their own fuzzer.
#include <string>

#include "base/Error.h"
#include "survey/importing/Import.h"
#include "survey/recipe/Step.h"

namespace {

template <typename Call>
void allowRefusal(const Call& call) {
  try {
    call();
  } catch (const maury::Error&) {
    // Invalid text is refused; any other exception ends the fuzzer.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(bytes, bytes + size);
  allowRefusal([&] { maury::survey::parseStep(maury::survey::toText(maury::survey::parseStep(text))); });
  allowRefusal([&] { maury::survey::parseGrid(text); });
  return 0;
}
