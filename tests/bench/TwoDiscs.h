// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <string>

#include "base/Random.h"
#include "survey/dataset/Dataset.h"

namespace maury::bench {

/// Returns the giants of two discs, as a survey would observe them: most of them near the Sun, the α-rich disc thicker
/// and shorter, both with a spread in [M/H]; S/N above 10, log g from 1 to 3.
inline survey::Dataset makeTwoDiscs(std::size_t count) {
  survey::Dataset dataset;
  survey::Label mh{"mh", "dex", {}, {}}, alpham{"alpham", "dex", {}, {}}, logg{"logg", "dex", {}, {}};
  std::vector<double> radius, height, snr;
  Random random(2015);
  for (auto* values : {&radius, &height, &snr})
    values->reserve(count);
  for (auto* label : {&mh, &alpham, &logg})
    label->values.reserve(count);
  dataset.ids.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const bool thick = random.uniform() < 0.3;
    const double sign = random.uniform() < 0.5 ? -1.0 : 1.0;
    radius.push_back(std::abs(8.0 + (thick ? 2.0 : 2.5) * random.gaussian()));
    height.push_back(-sign * (thick ? 0.9 : 0.3) * std::log(1.0 - random.uniform()));
    mh.values.push_back(static_cast<float>((thick ? -0.5 : -0.1) + 0.2 * random.gaussian()));
    alpham.values.push_back(static_cast<float>((thick ? 0.25 : 0.05) + 0.03 * random.gaussian()));
    dataset.ids.push_back(std::to_string(i));
  }
  for (std::size_t i = 0; i < count; ++i) {  // drawn last, so that the columns above do not depend on these
    snr.push_back(10.0 - 40.0 * std::log(1.0 - random.uniform()));
    logg.values.push_back(static_cast<float>(1.0 + 2.0 * random.uniform()));
  }
  dataset.labels = {std::move(mh), std::move(alpham), std::move(logg)};
  dataset.columns.push_back({"R_kpc", "kpc", std::move(radius)});
  dataset.columns.push_back({"Z_kpc", "kpc", std::move(height)});
  dataset.columns.push_back({"snr", "", std::move(snr)});
  return dataset;
}

}  // namespace maury::bench
