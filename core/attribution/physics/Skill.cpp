// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/Skill.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "base/Error.h"
#include "base/Random.h"
#include "base/Statistics.h"
#include "survey/dataset/Split.h"
#include "survey/names/PredictedNames.h"

namespace maury::attribution {
Skill skillOf(std::span<const float> predicted, std::span<const float> reference) {
  constexpr std::size_t kMinimumStars = 10;
  constexpr int kResamples = 200;
  if (predicted.size() != reference.size()) {
    throw Error(ErrorKind::Usage,
                fmt::format("There must be as many predictions as reference values, but there are {} and {}.",
                            predicted.size(), reference.size()));
  }
  std::vector<float> p, r;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (!std::isfinite(predicted[i]) || !std::isfinite(reference[i])) continue;
    p.push_back(predicted[i]);
    r.push_back(reference[i]);
  }
  Skill skill{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(), p.size()};
  if (skill.stars < kMinimumStars) return skill;
  skill.r2 = r2(p, r);
  Random random(1);
  std::vector<float> sampledPredictions(p.size()), sampledReferences(p.size());
  std::vector<double> resampled;
  for (int k = 0; k < kResamples; ++k) {
    for (std::size_t i = 0; i < p.size(); ++i) {
      const auto star = static_cast<std::size_t>(random.below(p.size()));
      sampledPredictions[i] = p[star];
      sampledReferences[i] = r[star];
    }
    resampled.push_back(r2(sampledPredictions, sampledReferences));
  }
  skill.error = meanScatter(resampled).scatter;
  return skill;
}

Skill heldOutSkill(const survey::Dataset& catalogue, const std::string& label) {
  const io::Column* split = catalogue.findColumn(survey::kSplitColumn);
  const survey::Label* predicted = catalogue.findLabel(survey::predictedName(label));
  if (split == nullptr || predicted == nullptr || !catalogue.hasNumeric(label)) return skillOf({}, {});
  const auto* parts = std::get_if<std::vector<std::string>>(&split->values);
  if (parts == nullptr) return skillOf({}, {});
  const std::vector<double> allReferences = catalogue.numeric(label);
  std::vector<float> predictions, references;
  for (std::size_t star = 0; star < catalogue.starCount(); ++star) {
    if ((*parts)[star] != survey::partName(survey::Part::Test)) continue;
    predictions.push_back(predicted->values[star]);
    references.push_back(static_cast<float>(allReferences[star]));
  }
  return skillOf(predictions, references);
}

}  // namespace maury::attribution
