// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/PreparedStars.h"

#include <fmt/format.h>

#include <numeric>

#include "base/Error.h"

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

}  // namespace maury::attribution
