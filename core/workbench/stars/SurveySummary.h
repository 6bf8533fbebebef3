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
  std::string name;         ///< with unit: "Teff (K)"
  std::string range;        ///< the smallest and the largest value: "3659 – 7287"; "–" if there is none
  std::size_t missing = 0;  ///< stars without it
};

/// Facts about a survey. A plain value.
struct SurveySummary {
  std::size_t stars = 0;
  std::size_t pixels = 0;
  std::string grid;      ///< "846.02–869.99 nm", empty for a catalogue
  std::string sampling;  ///< width of a pixel: "0.03 nm", or "0.06–0.09 nm"
  std::string origin;
  std::string preprocessing;   ///< steps, as Recipe.h writes them
  std::string remarks;         ///< what else was done, in words
  double missingPixels = 0.0;  ///< share of the flux values that are missing
  bool hasFluxErrors = false;
  std::vector<QuantitySummary> labels, inputs;

  /// One line of the summary: "stars", "20 000".
  struct Fact {
    std::string name, value;
  };
  /// Returns the facts in the order of the page, without those that are empty.
  std::vector<Fact> facts() const;
};

/// Reads every star once; a second for a million stars with spectra. Thread-safe.
SurveySummary summarise(const survey::Dataset& survey);

/// Returns the summary as a figure of text: the survey's facts, its labels and its other inputs side by side.
Figure summaryFigure(const SurveySummary& summary);

}  // namespace maury::workbench
