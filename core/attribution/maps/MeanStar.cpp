// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/MeanStar.h"

#include <cmath>
#include <limits>

#include "attribution/maps/PreparedStars.h"
#include "base/Error.h"

namespace maury::attribution {

void MeanStarSum::add(const survey::Dataset& block, std::span<const std::size_t> rows) {
  if (rows.empty()) return;
  if (!m_first) {
    m_first = block.select(rows.first(1));
    for (const survey::AuxiliaryInput& input : block.inputs) {
      m_sums.emplace_back(input.width);
      m_counts.emplace_back(input.width);
    }
  }
  m_flux.add(block, rows);
  for (std::size_t i = 0; i < m_sums.size(); ++i) {
    const survey::AuxiliaryInput& input = block.inputs[i];
    for (const std::size_t row : rows) {
      for (std::size_t element = 0; element < input.width; ++element) {
        const double value = input.values[row * input.width + element];
        if (!std::isfinite(value)) continue;
        m_sums[i][element] += value;
        m_counts[i][element] += 1.0;
      }
    }
  }
}

survey::Dataset MeanStarSum::mean() const {
  if (!m_first) throw Error(ErrorKind::Mismatch, "No star is selected. Select at least one star for a mean spectrum.");
  survey::Dataset mean = *m_first;
  mean.ids = {"mean"};
  mean.flux = m_flux.mean().mean;
  mean.fluxError.clear();
  mean.labels.clear();
  mean.columns.clear();
  for (std::size_t i = 0; i < mean.inputs.size(); ++i) {
    for (std::size_t element = 0; element < mean.inputs[i].width; ++element) {
      const double count = m_counts[i][element];
      mean.inputs[i].values[element] =
          count > 0.0 ? static_cast<float>(m_sums[i][element] / count) : std::numeric_limits<float>::quiet_NaN();
    }
  }
  return mean;
}

survey::Dataset meanStar(const network::Model& model, const survey::Dataset& dataset, std::span<const std::size_t> rows,
                         Job& job, unsigned threads) {
  const PreparedStars prepared(model, dataset, rows, job, threads);
  MeanStarSum sum;
  sum.add(prepared.dataset(), prepared.rows());
  return sum.mean();
}

}  // namespace maury::attribution
