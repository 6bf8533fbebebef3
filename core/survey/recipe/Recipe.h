// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"
#include "survey/recipe/Step.h"

namespace maury::survey {

/// What went wrong with single stars while a recipe was applied; they are kept with missing pixels. Counts go on over
/// the chunks of a survey.
class RecipeReport {
public:
  void add(const std::string& reason, const std::string& id);
  /// A sentence for each reason: how many spectra, which was the first.
  std::vector<std::string> warnings() const;

private:
  struct Tally {
    std::string reason;
    std::size_t stars = 0;
    std::string first;
  };
  std::vector<Tally> m_tallies;
};

/// Preprocessing steps in order. A plain value.
class Recipe {
public:
  Recipe() = default;
  explicit Recipe(std::vector<Step> steps) : m_steps(std::move(steps)) {}
  /// Throws Error(Usage) naming the number of the step, its text, the key and the reason.
  static Recipe parse(std::span<const std::string> texts);

  const std::vector<Step>& steps() const noexcept { return m_steps; }
  bool empty() const noexcept { return m_steps.empty(); }
  /// What Provenance::preprocessing holds; parse() of it gives the same recipe.
  std::vector<std::string> texts() const;

  /// Throws Error(Mismatch) naming step and reason if stars like these cannot be prepared so: steps on spectra for a
  /// catalogue without, a column or input that is missing, a grid outside the survey's wavelengths. Looks at the schema
  /// only. Returns the schema (no rows) of the result.
  Dataset requireFits(const Dataset& schema) const;

  /// Applies the steps star by star and appends their texts to the provenance. Every star's result depends on its own
  /// row alone, so that chunks give the same bytes as the whole. `done(n)` is called from any of the `threads` (0: all
  /// cores) after every few stars; what it throws stops the work. Throws as requireFits(), before any star is touched;
  /// otherwise a dataset of which part was prepared is left when something throws.
  void apply(Dataset& dataset, RecipeReport& report, const std::function<void(std::size_t)>& done,
             unsigned threads = 0) const;
  /// The same as a job: progress unit "spectra".
  void apply(Dataset& dataset, RecipeReport& report, Job& job, unsigned threads = 0) const;

private:
  std::vector<Step> m_steps;
};

}  // namespace maury::survey
