// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "workbench/figure/Figure.h"

namespace maury::workbench {

/// Range of one label or input.
struct QuantitySummary {
  std::string name;         ///< name and unit: "Teff (K)"
  std::string range;        ///< smallest and largest value: "3659 – 7287"; "–" if there are no values
  std::size_t missing = 0;  ///< number of stars without a value
};

/// Facts about a survey. A plain value.
struct SurveySummary {
  std::size_t stars = 0;
  std::size_t pixels = 0;
  std::string grid;      ///< "846.02–869.99 nm"; empty for a catalogue
  std::string sampling;  ///< width of a pixel: "0.03 nm", or "0.06–0.09 nm"
  std::string origin;
  std::string preprocessing;   ///< steps, in the notation of Recipe.h
  std::string remarks;         ///< other processing, as sentences
  double missingPixels = 0.0;  ///< share of missing flux values, 0–1
  bool hasFluxErrors = false;
  std::vector<QuantitySummary> labels, inputs;

  /// Line of the summary, e.g. "stars" and "20 000".
  struct Fact {
    std::string name, value;
  };
  /// Returns the non-empty facts in the order in which the page shows them.
  std::vector<Fact> facts() const;
};

/// Summarises a survey. Reads every star once: takes a second for a million stars with spectra. Thread-safe.
SurveySummary summarise(const survey::Dataset& survey);

/// Returns the summary as a figure of text: facts, labels and other inputs of the survey, stacked vertically.
Figure summaryFigure(const SurveySummary& summary);

}  // namespace maury::workbench
