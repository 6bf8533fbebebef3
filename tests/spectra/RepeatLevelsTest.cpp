// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/RepeatLevels.h"

#include <limits>
#include <vector>

#include "support/Catch.h"

using namespace maury::spectra;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
using Values = std::vector<float>;

/// Returns `count` values from `first` in steps of `step`.
Values ramp(std::size_t count, float first, float step) {
  Values values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(first + step * static_cast<float>(i));
  return values;
}

/// Returns a pattern `count` times.
Values repeated(const Values& pattern, std::size_t count) {
  Values values;
  for (std::size_t i = 0; i < count; ++i)
    values.insert(values.end(), pattern.begin(), pattern.end());
  return values;
}

}  // namespace

TEST_CASE("levels: a spectrum is scaled by the ratio of medians to that with the highest S/N") {
  const Values ones(11, 1.0F), bright = ramp(11, 10.0F, 1.0F);
  Values faint = ramp(11, 5.0F, 0.5F);
  faint[0] = 6.0F;  // a pixel that differs leaves the median, 7.5, as it is
  const std::vector<RepeatSpectrum> spectra = {{faint, ones}, {bright, ones}};
  CHECK(referenceRepeat(spectra) == 1);  // S/N 15 and 7.5
  const auto factors = levelFactors(spectra);
  CHECK(factors[0].isScaled);
  CHECK(factors[0].factor == 2.0);
  CHECK_FALSE(factors[1].isScaled);
  CHECK(factors[1].factor == 1.0);
  // The S/N decides, not the level.
  const Values tenths(11, 0.1F);
  const std::vector<RepeatSpectrum> others = {{faint, tenths}, {bright, ones}};
  CHECK(referenceRepeat(others) == 0);
  CHECK(levelFactors(others)[1].factor == 0.5);
}

TEST_CASE("levels: only pixels with data in both count") {
  const Values ones(20, 1.0F);
  Values first = ramp(20, 30.0F, 0.0F), second = ramp(20, 10.0F, 0.0F), error = ones;
  for (std::size_t i = 0; i < 8; ++i)
    first[i] = i < 4 ? kNaN : 9000.0F;
  for (std::size_t i = 4; i < 8; ++i)
    error[i] = kNaN;
  CHECK(levelFactors(std::vector<RepeatSpectrum>{{first, error}, {second, ones}})[1].factor == 3.0);
}

TEST_CASE("levels: spectra that agree within their noise are not scaled") {
  // Medians 1 and 1.02 of 16 pixels; the differences scatter by 0.148, so that the ratio is known to 0.045.
  const Values first = repeated({0.9F, 1.1F}, 8), second = repeated({0.92F, 0.92F, 1.12F, 1.12F}, 4);
  const Values errors(16, 0.1F);
  const auto factors = levelFactors(std::vector<RepeatSpectrum>{{first, errors}, {second, errors}});
  for (const LevelFactor& level : factors) {
    CHECK(level.isKnown);
    CHECK_FALSE(level.isScaled);
    CHECK(level.factor == 1.0);
  }
}

TEST_CASE("levels: without errors, the highest level is the reference") {
  const Values low(12, 2.0F), high(12, 4.0F);
  const std::vector<RepeatSpectrum> spectra = {{low, {}}, {high, {}}};
  CHECK(referenceRepeat(spectra) == 1);
  CHECK(levelFactors(spectra)[0].factor == 2.0);
}

TEST_CASE("levels: too few common pixels, or a median that is not positive, leave the level unknown") {
  const Values ones(12, 1.0F), high(12, 4.0F), negative(12, -1.0F), none(12, kNaN);
  Values few(12, 2.0F);
  few[0] = few[1] = few[2] = kNaN;
  const auto factors =
      levelFactors(std::vector<RepeatSpectrum>{{high, ones}, {few, ones}, {negative, ones}, {none, ones}});
  CHECK_FALSE(factors[1].isKnown);
  CHECK(factors[1].factor == 1.0);
  CHECK_FALSE(factors[2].isKnown);
  CHECK_FALSE(factors[2].isScaled);
  CHECK(factors[3].isKnown);  // there is nothing to scale
}
