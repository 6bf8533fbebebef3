// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attribution/physics/Contrast.h"
#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// One of two selections: a filter in words, or some stars.
struct ContrastSide {
  std::string filter{};
  std::shared_ptr<const std::vector<std::size_t>> subset{};  ///< ascending rows; nullptr: those of the filter
};

/// Two selections of stars, and the network that they are compared in.
struct ContrastRequest {
  std::shared_ptr<const survey::Dataset> survey;         ///< with spectra
  std::shared_ptr<const survey::Dataset> stars;          ///< what filters are about: predictions, or the survey itself
  std::shared_ptr<const std::vector<std::size_t>> rows;  ///< ascending; each side keeps what is among them
  network::Model model;
  ContrastSide a, b;
  attribution::ContrastOptions options{};
};

struct ContrastResult {
  struct Side {
    std::string problem{};  ///< of its filter
    std::size_t stars = 0;
  };
  Side a, b;
  std::string reason{};  ///< why there is no contrast
  std::shared_ptr<const attribution::Contrast> contrast;
};

/// Compares the two sides, each by the means of some of its stars (`options`). Blocks; any thread. A filter with a
/// problem, a side without stars and a model that does not fit are told in the result; throws Error(Cancelled) and what
/// else attribution::contrast() does.
ContrastResult computeContrast(const ContrastRequest& request, Job& job);

/// Returns high and low [α/M] at equal [M/H], where the stars have both: filters of two sides to start from.
struct ProposedSides {
  std::string a, b;
};
std::optional<ProposedSides> proposedSides(const survey::Dataset& stars);

}  // namespace maury::workbench
