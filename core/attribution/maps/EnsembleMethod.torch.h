// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <cstddef>
#include <cstdint>

#include "attribution/maps/BatchAttribution.torch.h"
#include "network/model/Ensemble.torch.h"

namespace maury::attribution {

/// An attribution method for the members of an ensemble, applied batch by batch. Immutable, so thread-safe.
class EnsembleMethod {
public:
  /// Throws Error(Mismatch) if the baseline does not fit the model, and Error(Usage) for options out of range.
  EnsembleMethod(const network::Model& model, AttributionOptions options);

  const network::Model& model() const { return m_model; }
  const network::ModelInfo& info() const { return m_model.info(); }
  const network::BatchMaker& batches() const { return m_batches; }
  const AttributionOptions& options() const { return m_context.options; }
  std::size_t members() const { return m_model.members().size(); }

  /// Computes the attributions of member number `member`; see attributeBatch().
  BatchAttribution attributeMember(std::size_t member, const network::Batch& batch, std::uint64_t firstStar,
                                   Job& job) const;

private:
  network::Batch baselineBatch() const;

  network::Model m_model;
  network::BatchMaker m_batches;
  MethodContext m_context;
};

}  // namespace maury::attribution
