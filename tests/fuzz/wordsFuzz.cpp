// SPDX-License-Identifier: GPL-3.0-or-later
// What users type: a preprocessing step, a grid. The same text goes to both; filters have a fuzzer of their own.
#include <string>

#include "base/Error.h"
#include "survey/importing/Import.h"
#include "survey/recipe/Step.h"

namespace {

template <typename Call>
void refusing(const Call& call) {
  try {
    call();
  } catch (const maury::Error&) {
    // A refusal is right for what means nothing; anything else thrown ends the fuzzer.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(bytes, bytes + size);
  refusing([&] { maury::survey::parseStep(maury::survey::toText(maury::survey::parseStep(text))); });
  refusing([&] { maury::survey::parseGrid(text); });
  return 0;
}
