// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"
#include "ui/pages/parts/OneToOneFigure.h"
#include "validation/Precision.h"
#include "validation/TestReport.h"

namespace maury::ui {

/// How often the truth lies within an error bar, against how often it should for a Gaussian one of that width.
struct LabelCoverage {
  std::string label;
  std::vector<double> nominal;               ///< ascending, 0 to 0.997
  std::vector<double> calibrated, internal;  ///< of sigma_NAME and e_NAME; empty where the catalogue has none
};

/// How well some stars' labels agree with the references they came with; a plain value.
struct ValidateContent {
  std::size_t stars = 0;
  bool isMock = false;
  std::vector<validation::LabelReport> reports;
  std::vector<workbench::OneToOne> oneToOne;  ///< of more stars than the rest where some of them are selected
  std::vector<std::size_t> around;            ///< rows of the catalogue that oneToOne is of
  std::vector<LabelCoverage> coverage;
  std::vector<validation::LabelPrecision> precision;  ///< empty: noPrecision says why
  QString noPrecision;
};

/// Of the rows `stars` of a catalogue of predicted labels, without Cramér–Rao bounds; one to one all of `around`, of
/// which they are some or all. Empty reports where no label has a reference. Blocks; throws Error(Cancelled).
ValidateContent validateStars(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                              std::vector<std::size_t> around, Job& job);

}  // namespace maury::ui
