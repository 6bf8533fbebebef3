// SPDX-License-Identifier: GPL-3.0-or-later
// Small tables of stars for the tests of the workbench.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::test {

/// Returns stars with these ids, without spectra: teff 5000, 5010 … K with errors of 50 K, and an integer column
/// "epoch" 1, 2 …
inline survey::Dataset starsOf(const std::vector<std::string>& ids) {
  survey::Dataset stars;
  stars.ids = ids;
  survey::Label teff{"teff", "K", {}, {}};
  std::vector<std::int64_t> epochs;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    teff.values.push_back(5000.0F + 10.0F * static_cast<float>(i));
    teff.errors.push_back(50.0F);
    epochs.push_back(static_cast<std::int64_t>(i) + 1);
  }
  stars.labels = {teff};
  stars.columns = {{"epoch", "", epochs}};
  return stars;
}

/// Returns the same stars as a catalogue of predictions.
inline survey::Dataset catalogueOf(const std::vector<std::string>& ids) {
  survey::Dataset stars = starsOf(ids);
  stars.labels[0].name = "teff_cnn";
  stars.columns.push_back({"flag_boundary", "", std::vector<std::string>(ids.size(), "0")});
  stars.columns.push_back({"in_limits", "", std::vector<std::int64_t>(ids.size(), 1)});
  return stars;
}

}  // namespace maury::test
