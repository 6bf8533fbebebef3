// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/recipe/Step.h"

namespace maury::survey {

/// A key of a step, as a form or a help text shows it.
struct StepKey {
  enum class Kind { Number, Text, Choice, Column };
  std::string key;
  std::string label;  ///< "first pixel"
  std::string unit;   ///< "nm"; may be empty
  std::string help;   ///< a clause
  Kind kind = Kind::Number;
  std::vector<std::string> choices{};  ///< of Choice
};

/// A kind of step: its text begins with `start`, and `keys` follow.
struct StepForm {
  std::string start;    ///< "continuum method=chebyshev"
  std::string title;    ///< "Continuum: Chebyshev"
  std::string summary;  ///< one line
  std::vector<StepKey> keys;
};

/// Every kind of step, in the order in which they are usually taken.
const std::vector<StepForm>& stepForms();
const StepForm& formOf(const Step& step);

/// A step with sensible numbers, for menus.
struct NamedStep {
  std::string title;
  std::string text;
  bool isExample = false;  ///< its wavelengths or columns are those of one survey: a form fits them to the open one
};
const std::vector<NamedStep>& namedSteps();

}  // namespace maury::survey
