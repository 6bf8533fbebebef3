// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::attribution {

/// Rows of a survey, prepared for a model: the survey itself if it lacks no step of the model's preprocessing,
/// otherwise a copy of these stars with the steps applied. Keeps a reference to the survey and the rows.
class PreparedStars {
public:
  /// Throws Error(Mismatch) if the model does not fit or a row lies beyond the survey, and Error(Cancelled).
  PreparedStars(const network::Model& model, const survey::Dataset& survey, std::span<const std::size_t> rows, Job& job,
                unsigned threads);
  PreparedStars(const PreparedStars&) = delete;
  PreparedStars& operator=(const PreparedStars&) = delete;

  const survey::Dataset& dataset() const { return m_copied ? m_copy : m_survey; }
  std::span<const std::size_t> rows() const { return m_copied ? std::span<const std::size_t>(m_copyRows) : m_rows; }

private:
  const survey::Dataset& m_survey;
  std::span<const std::size_t> m_rows;
  bool m_copied = false;
  survey::Dataset m_copy;
  std::vector<std::size_t> m_copyRows;
};

}  // namespace maury::attribution
