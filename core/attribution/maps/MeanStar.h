// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/MeanSpectrum.h"

namespace maury::attribution {

/// Averages stars that come in several blocks, with the same result as all of them at once. The stars must have been
/// prepared for the model (PreparedStars.h). Not thread-safe.
class MeanStarSum {
public:
  void add(const survey::Dataset& block, std::span<const std::size_t> rows);
  /// Returns one star with the mean spectrum and mean inputs; pixels and inputs that no star has are missing. Throws
  /// Error(Mismatch) if no star was added.
  survey::Dataset mean() const;

private:
  std::optional<survey::Dataset> m_first;  ///< the first star, whose parts the mean has
  survey::MeanSpectrumSum m_flux;
  std::vector<std::vector<double>> m_sums, m_counts;  ///< sums and counts for each element of each input
};

/// Returns one star with the mean spectrum and mean inputs of rows of `dataset`, prepared for the model: a baseline, or
/// one side of a contrast. Pixels and inputs that no star has are missing. Throws Error(Mismatch) if there are no rows
/// or the model does not fit, and Error(Cancelled).
survey::Dataset meanStar(const network::Model& model, const survey::Dataset& dataset, std::span<const std::size_t> rows,
                         Job& job, unsigned threads = 0);

}  // namespace maury::attribution
