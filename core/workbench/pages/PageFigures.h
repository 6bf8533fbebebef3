// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of whole pages, for programs without a window. Each is what the page of this name shows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attribution/experiments/Experiment.h"
#include "base/Job.h"
#include "survey/dataset/Split.h"
#include "workbench/figure/Figure.h"
#include "workbench/opening/OpenFiles.h"

namespace maury::workbench {

/// The figures of the Validate page.
enum class ValidateForm { OneToOne, Precision, Coverage };

/// Options of the pages, as their controls have them.
struct PageOptions {
  std::string filter;  ///< in words
  // Prepare
  std::string star;                ///< id; empty: the first star of the filter
  std::vector<std::string> steps;  ///< as Recipe.h reads them
  // Validate
  ValidateForm form = ValidateForm::OneToOne;
  std::optional<survey::Part> part = survey::Part::Test;  ///< nothing: all stars of the filter
  // Audit
  attribution::ExperimentOptions experiment;
  std::size_t experimentStars = attribution::kExperimentStars;
};

/// Returns the names of the pages that pageFigure() knows: data, prepare, train, audit, validate.
const std::vector<std::string>& pageNames();

/// Returns the figure of a page: the survey's summary, a star before and after some steps, the training that the model
/// file describes, an experiment, or the labels against their references. Predicts labels where the page needs them and
/// the files hold none. Nothing for an unknown name. Blocks; thread-safe. Throws Error(Usage) for a model that is
/// missing, an unknown star or invalid steps, Error(Mismatch) where the stars are unfit for the page.
std::optional<Figure> pageFigure(const std::string& page, const OpenedStars& opened, const PageOptions& options,
                                 Job& job);

/// Returns the form of a name: one-to-one, precision or coverage. Throws Error(Usage).
ValidateForm validateFormNamed(const std::string& name);
/// Returns the experiment of a name: rv, noise or mask. Throws Error(Usage).
attribution::ExperimentKind experimentNamed(const std::string& name);

}  // namespace maury::workbench
