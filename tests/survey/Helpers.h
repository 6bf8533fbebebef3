// SPDX-License-Identifier: GPL-3.0-or-later
// Small surveys and small files for the tests of this folder.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "support/Files.h"
#include "survey/dataset/Dataset.h"

namespace maury::test {

inline constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// Returns a survey of `stars` stars × 4 pixels with two labels (one with errors), a scalar and a vector input, and a
/// column of each type.
inline survey::Dataset smallSurvey(std::size_t stars = 5) {
  survey::Dataset dataset;
  dataset.provenance = {"three made-up stars",
                        true,
                        {"edge-fill value=1", "mask ranges=850.2-850.3"},
                        {"air to vacuum wavelengths (Morton 2000)", "divided by two"}};
  dataset.grid = spectra::WavelengthGrid({850.0, 850.1, 850.25, 850.5});
  survey::Label teff{"teff", "K", {}, {}};
  survey::Label mh{"mh", "dex", {}, {}};
  survey::AuxiliaryInput parallax{"parallax", "mas", 1, {}};
  survey::AuxiliaryInput bp{"bp_coefficients", "", 3, {}};
  std::vector<double> snr;
  std::vector<std::int64_t> visits;
  std::vector<std::string> field;
  for (std::size_t i = 0; i < stars; ++i) {
    const auto x = static_cast<float>(i);
    dataset.ids.push_back("star-" + std::to_string(i));
    for (int pixel = 0; pixel < 4; ++pixel) {
      dataset.flux.push_back(x + 0.25f * static_cast<float>(pixel));
      dataset.fluxError.push_back(0.01f * (x + 1.0f));
    }
    teff.values.push_back(4000.0f + 100.0f * x);
    teff.errors.push_back(50.0f + x);
    mh.values.push_back(-0.1f * x);
    parallax.values.push_back(1.0f + x);
    for (int k = 0; k < 3; ++k)
      bp.values.push_back(x * 10.0f + static_cast<float>(k));
    snr.push_back(10.0 * (static_cast<double>(i) + 1.0) + 0.1);
    visits.push_back(std::int64_t{4268620287278693120} + static_cast<std::int64_t>(i));
    field.push_back("field " + std::to_string(i % 2));
  }
  if (stars > 1) {
    dataset.flux[5] = kNaN;
    mh.values[1] = kNaN;
    snr[1] = std::numeric_limits<double>::quiet_NaN();
  }
  dataset.labels = {teff, mh};
  dataset.inputs = {parallax, bp};
  dataset.columns = {{"snr", "", snr}, {"visit_id", "", visits}, {"field", "", field}};
  return dataset;
}

/// Returns true if the values are equal, where NaN equals NaN.
template <typename Values>
bool same(const Values& a, const Values& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(a[i] == b[i] || (std::isnan(static_cast<double>(a[i])) && std::isnan(static_cast<double>(b[i])))))
      return false;
  return true;
}

/// Writes a 1-D FITS image of doubles byte by byte from the standard (cards of 80 characters, blocks of 2880 bytes,
/// big-endian), so that the test does not rely on the library that reads it. `cards`: "CRVAL1  = 5000.0".
inline void writeImage(const std::filesystem::path& path, const std::vector<std::string>& cards,
                       const std::vector<double>& values) {
  std::string text;
  const auto card = [&](std::string line) {
    line.resize(80, ' ');
    text += line;
  };
  card("SIMPLE  =                    T");
  card("BITPIX  =                  -64");
  card("NAXIS   =                    1");
  card("NAXIS1  = " + std::string(20 - std::to_string(values.size()).size(), ' ') + std::to_string(values.size()));
  for (const std::string& line : cards)
    card(line);
  card("END");
  text.resize((text.size() + 2879) / 2880 * 2880, ' ');
  for (const double value : values) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int shift = 56; shift >= 0; shift -= 8)
      text += static_cast<char>((bits >> shift) & 0xFFu);
  }
  text.resize((text.size() + 2879) / 2880 * 2880, '\0');
  writeBytes(path, text);
}

/// Runs a command. Returns its exit status and its output.
inline std::pair<int, std::string> outputOf(const std::string& command) {
  std::string output;
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return {-1, {}};
  char buffer[512];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr)
    output += buffer;
  return {pclose(pipe), output};
}

}  // namespace maury::test
