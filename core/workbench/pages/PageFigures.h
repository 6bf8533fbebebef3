// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of whole pages, for programs without a window. Each figure is the one that the page of the same name shows.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attribution/experiments/Experiment.h"
#include "base/Job.h"
#include "base/Option.h"
#include "galaxy/positions/Galactocentric.h"
#include "survey/dataset/Split.h"
#include "workbench/contrast/ContrastFigure.h"
#include "workbench/figure/Figure.h"
#include "workbench/galaxy/GalaxyRequest.h"
#include "workbench/opening/OpenFiles.h"
#include "workbench/spectrum/SpectrumPageFigure.h"

namespace maury::workbench {

/// The figures of the Validate page.
enum class ValidateForm { OneToOne, Precision, Coverage };

/// Options of the pages, corresponding to their controls. PageOptionTable.h describes them.
struct PageOptions {
  std::string filter;  ///< e.g. "logg < 3.5"; empty: all stars
  /// Id of a star; empty: the first star that passes the filter (Prepare), or the mean of all (Spectrum).
  std::string star;
  /// Galaxy, Validate: coloured subsets, NAME=FILTER each (survey::parseNamedExpression()). Ignored: galaxy.subsets.
  std::vector<std::string> subsets;
  std::filesystem::path secondModel;  ///< Train, Audit: file of a model to compare with; empty: none
  // Prepare
  std::vector<std::string> steps;  ///< in the form that Recipe.h parses
  // Validate
  ValidateForm form = ValidateForm::OneToOne;
  std::optional<survey::Part> part = survey::Part::Test;  ///< nullopt: all stars that pass the filter
  // Audit
  attribution::ExperimentOptions experiment;
  SpectrumPageRequest spectrum{};  ///< its `star` is ignored; the one above is used
  ContrastPageRequest contrast{};
  GalaxyRequest galaxy{};
  std::filesystem::path overlay{};  ///< Galaxy: another catalogue, drawn as contours over the panels
  galaxy::SolarPosition sun{};      ///< Galaxy: recomputes R and Z unless it is the default
};

/// Returns the names of the pages in the order of the window's rail: data, prepare, train, spectrum, contrast, audit,
/// validate, galaxy.
const std::vector<std::string>& pageNames();
/// Throws Error(Usage) listing the pages if there is none with this name.
void requirePage(const std::string& page);

/// Returns the options of a page, with flags for the command line. Throws Error(Usage) listing the pages if there is
/// none with this name.
const OptionTable<PageOptions>& pageOptionTable(std::string_view page);
/// Returns the `maury --render` command that draws a page of these files to PAGE.pdf, quoted for a shell. Includes only
/// options that differ from their defaults.
std::string renderCommand(const std::string& page, const std::vector<std::filesystem::path>& files,
                          const PageOptions& options);

/// Returns the figure of a page. Predicts labels if the page needs them and the files contain none. Blocks;
/// thread-safe. Throws Error(Usage) for an unknown page or star, a missing model or invalid steps, and Error(Mismatch)
/// if the stars are unsuitable for the page.
Figure pageFigure(const std::string& page, const OpenedStars& opened, const PageOptions& options, Job& job);

}  // namespace maury::workbench
