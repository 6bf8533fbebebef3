// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of whole pages, for programs without a window. Each is what the page of this name shows.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "attribution/experiments/Experiment.h"
#include "base/Job.h"
#include "survey/dataset/Split.h"
#include "workbench/contrast/ContrastFigure.h"
#include "workbench/figure/Figure.h"
#include "workbench/galaxy/GalaxyRequest.h"
#include "workbench/opening/OpenFiles.h"
#include "workbench/spectrum/SpectrumPageFigure.h"

namespace maury::workbench {

/// The figures of the Validate page.
enum class ValidateForm { OneToOne, Precision, Coverage };

/// Options of the pages, as their controls have them.
struct PageOptions {
  std::string filter;  ///< in words
  std::string star;    ///< id; empty: the first star of the filter in Prepare, the mean of the stars in Spectrum
  // Prepare
  std::vector<std::string> steps;  ///< as Recipe.h reads them
  // Validate
  ValidateForm form = ValidateForm::OneToOne;
  std::optional<survey::Part> part = survey::Part::Test;  ///< nothing: all stars of the filter
  // Audit
  attribution::ExperimentOptions experiment;
  SpectrumPageRequest spectrum{};  ///< `star` is the one above
  ContrastPageRequest contrast{};
  GalaxyRequest galaxy{};
  std::filesystem::path overlay{};  ///< Galaxy: another catalogue, as contours over the panels
};

/// Returns the names of the pages in the order of the window's rail: data, prepare, train, spectrum, contrast, audit,
/// validate, galaxy.
const std::vector<std::string>& pageNames();
/// Throws Error(Usage) naming the pages unless there is one of this name.
void requirePage(const std::string& page);

/// Returns the figure of a page. Predicts labels where the page needs them and the files hold none. Blocks;
/// thread-safe. Throws Error(Usage) for an unknown page or star, a model that is missing, or invalid steps,
/// Error(Mismatch) where the stars are unfit for the page.
Figure pageFigure(const std::string& page, const OpenedStars& opened, const PageOptions& options, Job& job);

/// Chooses one of the views of a page: maps, stars or inputs of the spectrum; spectra or parts of the contrast; panels,
/// kiel, r-z or sky of the galaxy. Throws Error(Usage) naming those of the page.
void setView(PageOptions& options, const std::string& page, const std::string& view);

/// Returns the form of a name: one-to-one, precision or coverage. Throws Error(Usage).
ValidateForm validateFormNamed(const std::string& name);
/// Returns the experiment of a name: rv, noise or mask. Throws Error(Usage).
attribution::ExperimentKind experimentNamed(const std::string& name);

}  // namespace maury::workbench
