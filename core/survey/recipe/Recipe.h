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

/// Counts of stars for which a recipe failed, by reason; their pixels become missing values. One report covers all
/// chunks of a survey.
class RecipeReport {
public:
  void add(const std::string& reason, const std::string& id);
  /// Adds a sentence to warnings().
  void addSentence(std::string sentence) { m_sentences.push_back(std::move(sentence)); }
  /// Returns one sentence per reason, with the number of spectra and the first of them.
  std::vector<std::string> warnings() const;

private:
  struct Tally {
    std::string reason;
    std::size_t stars = 0;
    std::string first;
  };
  std::vector<Tally> m_tallies;
  std::vector<std::string> m_sentences;
};

/// Preprocessing steps in order. A plain value.
class Recipe {
public:
  Recipe() = default;
  explicit Recipe(std::vector<Step> steps) : m_steps(std::move(steps)) {}
  /// Parses one step per text. Throws Error(Usage) naming the number of the step, its text, the key and the reason.
  static Recipe parse(std::span<const std::string> texts);

  const std::vector<Step>& steps() const noexcept { return m_steps; }
  bool empty() const noexcept { return m_steps.empty(); }
  /// Returns the steps as text, as in Provenance::preprocessing; parse() restores the same recipe.
  std::vector<std::string> texts() const;

  /// Returns the schema (a dataset without rows) after all steps. Examines only the schema. Throws Error(Mismatch)
  /// naming step and reason if the recipe cannot be applied: steps on spectra for a catalogue, a missing column or
  /// input, or a grid outside the survey's wavelengths.
  Dataset requireApplicable(const Dataset& schema) const;

  /// Applies the steps to each star and appends their text forms to the provenance. The result for a star depends only
  /// on its own row, so that processing in chunks yields identical bytes. `done(n)` is called by any of the `threads`
  /// (0: all cores) after every n stars; an exception from it stops the work. Throws the errors of requireApplicable()
  /// before changing any star; any other exception leaves the dataset partly processed.
  void apply(Dataset& dataset, RecipeReport& report, const std::function<void(std::size_t)>& done,
             unsigned threads = 0) const;
  /// Applies the steps as a job with progress unit "spectra".
  void apply(Dataset& dataset, RecipeReport& report, Job& job, unsigned threads = 0) const;

private:
  std::vector<Step> m_steps;
};

}  // namespace maury::survey
