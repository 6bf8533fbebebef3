// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/PreparedStars.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "attribution/maps/AttributionOptions.h"
#include "base/Error.h"
#include "survey/dataset/MeanSpectrum.h"

namespace maury::attribution {

PreparedStars::PreparedStars(const network::Model& model, const survey::Dataset& survey,
                             std::span<const std::size_t> rows, Job& job, unsigned threads)
    : m_survey(survey), m_rows(rows) {
  const survey::Recipe missing = model.missingSteps(survey);
  for (const std::size_t row : rows) {
    if (row < survey.starCount()) continue;
    throw Error(ErrorKind::Mismatch,
                fmt::format("Row {} is selected, but the survey has only {} stars.", row, survey.starCount()));
  }
  if (missing.empty()) return;
  m_copied = true;
  m_copy = survey.select(rows);
  m_copyRows.resize(rows.size());
  std::iota(m_copyRows.begin(), m_copyRows.end(), std::size_t{0});
  survey::RecipeReport discarded;
  missing.apply(
      m_copy, discarded, [&](std::size_t) { job.checkpoint(); }, threads);
}

survey::Dataset meanStar(const network::Model& model, const survey::Dataset& survey, std::span<const std::size_t> rows,
                         Job& job, unsigned threads) {
  if (rows.empty())
    throw Error(ErrorKind::Mismatch, "No star is selected. Select at least one star for a mean spectrum.");
  const PreparedStars prepared(model, survey, rows, job, threads);
  const survey::Dataset& stars = prepared.dataset();
  survey::Dataset mean = stars.select(prepared.rows().first(1));
  mean.ids = {"mean"};
  mean.flux = survey::meanSpectrum(stars, prepared.rows()).mean;
  mean.fluxError.clear();
  mean.labels.clear();
  mean.columns.clear();
  for (std::size_t i = 0; i < mean.inputs.size(); ++i) {
    const survey::AuxiliaryInput& input = stars.inputs[i];
    for (std::size_t element = 0; element < input.width; ++element) {
      double sum = 0.0, count = 0.0;
      for (const std::size_t row : prepared.rows()) {
        const double value = input.values[row * input.width + element];
        if (!std::isfinite(value)) continue;
        sum += value;
        count += 1.0;
      }
      mean.inputs[i].values[element] =
          count > 0.0 ? static_cast<float>(sum / count) : std::numeric_limits<float>::quiet_NaN();
    }
  }
  return mean;
}

}  // namespace maury::attribution
