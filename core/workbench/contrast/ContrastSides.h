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

/// One of two selections: the stars that pass a filter, or a given subset.
struct ContrastSide {
  std::string filter{};
  std::shared_ptr<const std::vector<std::size_t>> subset{};  ///< ascending rows; nullptr: use the filter
};

/// Two selections of stars, and the model in which to compare them.
struct ContrastRequest {
  std::shared_ptr<const survey::Dataset> survey;  ///< survey with spectra
  std::shared_ptr<const survey::Dataset>
      stars;  ///< dataset that the filters refer to: the predictions, or the survey itself
  std::shared_ptr<const std::vector<std::size_t>> rows;  ///< ascending; stars outside them belong to neither side
  network::Model model;
  ContrastSide a, b;
  attribution::ContrastOptions options{};
};

/// Contrast of two selections, or the reason why there is none.
struct ContrastResult {
  struct Side {
    std::string problem{};  ///< why its filter is invalid; empty if it is valid
    std::size_t stars = 0;
  };
  Side a, b;
  std::string reason{};  ///< why there is no contrast; empty if there is one
  std::shared_ptr<const attribution::Contrast> contrast;
};

/// Compares the mean spectra of the two sides, each over at most `options.maxStars` stars. Blocks; thread-safe.
/// Reports an invalid filter, a side without stars and a model that does not fit in the result. Throws Error(Cancelled)
/// and the other errors of attribution::contrast().
ContrastResult computeContrast(const ContrastRequest& request, Job& job);

/// Filters of two sides to start from.
struct ProposedSides {
  std::string a, b;
};
/// Returns filters for high and low [α/M] at equal [M/H]; nullopt if the stars lack one of the two labels.
std::optional<ProposedSides> proposedSides(const survey::Dataset& stars);

}  // namespace maury::workbench
