// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstddef>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::ui {

/// What is told of one label or input beside the table.
struct QuantitySummary {
  QString name;   ///< with unit: "Teff (K)"
  QString range;  ///< "3659 – 7287", 2nd to 98th percentile not taken: the smallest and the largest; "–" if none
  std::size_t missing = 0;  ///< stars without it
};

struct SurveySummary {
  std::size_t stars = 0;
  std::size_t pixels = 0;
  QString grid;      ///< "846.02–869.99 nm", empty for a catalogue
  QString sampling;  ///< "0.03 nm a pixel", or "0.06–0.09 nm a pixel"
  QString origin;
  QString preprocessing;       ///< steps, as Recipe.h writes them
  QString remarks;             ///< what else was done, in words
  double missingPixels = 0.0;  ///< share of the flux values that are missing
  bool hasFluxErrors = false;
  std::vector<QuantitySummary> labels, inputs;
};

/// Looks at every star once; a second for a million stars with spectra. Any thread.
SurveySummary summarise(const survey::Dataset& survey);

}  // namespace maury::ui
