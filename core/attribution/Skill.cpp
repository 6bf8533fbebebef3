// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/Skill.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "base/Error.h"
#include "base/Random.h"

namespace maury::attribution {
namespace {

double r2Of(const std::vector<double>& predicted, const std::vector<double>& reference,
            const std::vector<std::size_t>& stars) {
  double mean = 0.0;
  for (const std::size_t star : stars)
    mean += reference[star] / static_cast<double>(stars.size());
  double residual = 0.0, variance = 0.0;
  for (const std::size_t star : stars) {
    residual += std::pow(predicted[star] - reference[star], 2);
    variance += std::pow(reference[star] - mean, 2);
  }
  return variance > 0.0 ? 1.0 - residual / variance : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Skill skillOf(std::span<const float> predicted, std::span<const float> reference) {
  constexpr std::size_t kFewest = 10;
  constexpr int kResamples = 200;
  if (predicted.size() != reference.size()) {
    throw Error(ErrorKind::Usage,
                fmt::format("{} predictions do not belong to {} references.", predicted.size(), reference.size()));
  }
  std::vector<double> p, r;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (!std::isfinite(predicted[i]) || !std::isfinite(reference[i])) continue;
    p.push_back(static_cast<double>(predicted[i]));
    r.push_back(static_cast<double>(reference[i]));
  }
  Skill skill{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(), p.size()};
  if (skill.stars < kFewest) return skill;
  std::vector<std::size_t> stars(skill.stars);
  for (std::size_t i = 0; i < stars.size(); ++i)
    stars[i] = i;
  skill.r2 = r2Of(p, r, stars);
  Random random(1);
  double sum = 0.0, square = 0.0;
  for (int k = 0; k < kResamples; ++k) {
    for (std::size_t& star : stars)
      star = static_cast<std::size_t>(random.below(p.size()));
    const double r2 = r2Of(p, r, stars);
    sum += r2 / kResamples;
    square += r2 * r2 / kResamples;
  }
  skill.error = std::sqrt(std::max(square - sum * sum, 0.0));
  return skill;
}

Skill heldOutSkill(const survey::Dataset& catalogue, const std::string& label) {
  const io::Column* split = catalogue.findColumn("split");
  const survey::Label* predicted = catalogue.findLabel(label);
  const std::string reference = label + "_reference";
  if (split == nullptr || predicted == nullptr || !catalogue.hasNumeric(reference)) return skillOf({}, {});
  const auto* parts = std::get_if<std::vector<std::string>>(&split->values);
  if (parts == nullptr) return skillOf({}, {});
  const std::vector<double> all = catalogue.numeric(reference);
  std::vector<float> ours, theirs;
  for (std::size_t star = 0; star < catalogue.starCount(); ++star) {
    if ((*parts)[star] != "test") continue;
    ours.push_back(predicted->values[star]);
    theirs.push_back(static_cast<float>(all[star]));
  }
  return skillOf(ours, theirs);
}

}  // namespace maury::attribution
