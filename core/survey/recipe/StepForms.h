// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/recipe/Step.h"

namespace maury::survey {

/// Description of a key of a step, for forms and help.
struct StepKey {
  enum class Kind { Number, Text, Choice, Column };
  std::string key;
  std::string label;  ///< "first pixel"
  std::string unit;   ///< "nm"; may be empty
  std::string help;   ///< "Vacuum wavelength of its centre"
  Kind kind = Kind::Number;
  std::vector<std::string> choices{};  ///< values of a Choice
};

/// Description of a kind of step. Its text begins with `start`, followed by `keys`.
struct StepForm {
  std::string start;    ///< "continuum method=chebyshev"
  std::string title;    ///< "Continuum: Chebyshev"
  std::string summary;  ///< one line
  std::vector<StepKey> keys;
};

/// Returns all kinds of steps, in the order in which they are usually applied.
const std::vector<StepForm>& stepForms();
const StepForm& formOf(const Step& step);

/// Step with sensible values, for menus.
struct NamedStep {
  std::string title;
  std::string text;
  bool isExample = false;  ///< true if its wavelengths or columns must be adapted to the open survey
};
const std::vector<NamedStep>& namedSteps();

}  // namespace maury::survey
