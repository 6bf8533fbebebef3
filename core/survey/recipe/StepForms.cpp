// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/recipe/StepForms.h"

#include <algorithm>

#include "base/Error.h"

namespace maury::survey {

namespace {

using Kind = StepKey::Kind;

StepKey methodKey() {
  return {"method", "method", "", "flux: conserves flux; linear: interpolates", Kind::Choice, {"flux", "linear"}};
}

std::vector<StepForm> allForms() {
  return {{"air-to-vacuum", "Air to vacuum", "Convert wavelengths from air to vacuum (Morton 2000)", {}},
          {"vacuum-to-air", "Vacuum to air", "Undo the conversion of wavelengths that were in vacuum already", {}},
          {"rest-frame",
           "To rest frame",
           "Remove the radial velocity of each star, keeping the grid",
           {methodKey(),
            {"column", "velocity", "km/s", "Column of velocities, positive for receding stars", Kind::Column}}},
          {"mask",
           "Mask",
           "Set pixels in these ranges to missing; examples: name=halpha, name=tellurics",
           {{"ranges", "ranges", "nm", "Vacuum wavelengths LOW-HIGH, separated by commas", Kind::Text}}},
          {"resample",
           "Resample",
           "Resample onto another grid; preset=rvs800: Gaia RVS from 2401 to 800 pixels",
           {methodKey(),
            {"first", "first pixel", "nm", "Vacuum wavelength of its centre"},
            {"step", "step", "nm", "Distance between pixels; in log10 of nm with spacing=log10"},
            {"pixels", "pixels", "", "Number of pixels"},
            {"spacing", "spacing", "", "Spacing of the pixels", Kind::Choice, {"linear", "log10"}}}},
          {"edge-fill",
           "Edge fill",
           "Fill the empty pixels at both ends, as in RVS spectra",
           {{"value", "value", "", "A number, or nearest", Kind::Text}}},
          {"continuum method=chebyshev",
           "Continuum: Chebyshev",
           "Divide by a polynomial fitted with iterative clipping",
           {{"degree", "degree", "", "Degree of the polynomial"},
            {"low", "clip below", "σ", "Clip pixels further below the fit (lines)"},
            {"high", "clip above", "σ", "Clip pixels further above the fit (cosmic rays)"},
            {"iterations", "clips", "", "Maximum number of clipping iterations"}}},
          {"continuum method=running-quantile",
           "Continuum: running quantile",
           "Divide by a running quantile of the flux",
           {{"width", "window", "nm", "Width of the window around each pixel"},
            {"quantile", "quantile", "", "From 0 to 1; high values follow the envelope"}}},
          {"continuum method=running-mean",
           "Continuum: running mean",
           "Divide by the running mean of the flux",
           {{"pixels", "window", "px", "Odd number of pixels"}}},
          {"continuum method=chip-median",
           "Continuum: median per chip",
           "Divide each chip by its median; pixels outside all chips become missing",
           {{"chips", "chips", "nm", "Vacuum wavelengths LOW-HIGH, separated by commas", Kind::Text}}},
          {"xp-normalise",
           "Normalise XP coefficients",
           "Divide BP coefficients by the first of BP, and RP by the first of RP",
           {{"bp", "BP input", "", "Name of the input", Kind::Text},
            {"rp", "RP input", "", "Name of the input", Kind::Text}}},
          {"absolute-magnitudes",
           "Absolute magnitudes",
           "Add inputs abs_mag_BAND = m + 5 (log10(max(parallax/1000, 1e-4)) + 1)",
           {{"parallax", "parallax", "mas", "Input or column", Kind::Column},
            {"magnitudes", "magnitudes", "mag", "Inputs or columns, separated by commas", Kind::Text}}}};
}

}  // namespace

const std::vector<StepForm>& stepForms() {
  static const std::vector<StepForm> forms = allForms();
  return forms;
}

const StepForm& formOf(const Step& step) {
  const std::string text = toText(step) + " ";
  const auto found = std::find_if(stepForms().begin(), stepForms().end(),
                                  [&](const StepForm& form) { return text.starts_with(form.start + " "); });
  if (found == stepForms().end())
    throw Error(ErrorKind::Usage, "There is no form for the step '" + toText(step) + "'.");
  return *found;
}

const std::vector<NamedStep>& namedSteps() {
  static const std::vector<NamedStep> steps = {
      {"Resample Gaia RVS to 800 px", "resample preset=rvs800"},
      {"Resample to another grid", "resample method=flux first=846.02 step=0.03 pixels=800", true},
      {"To rest frame", "rest-frame column=radial_velocity", true},
      {"Air to vacuum", "air-to-vacuum"},
      {"Vacuum to air", "vacuum-to-air"},
      {"Continuum: Chebyshev", "continuum method=chebyshev"},
      {"Continuum: running quantile", "continuum method=running-quantile"},
      {"Continuum: running mean", "continuum method=running-mean"},
      // APOGEE's three detectors: pixels 322-3242, 3648-6048 and 6412-8306 of the combined spectra (Fabbro+2018).
      {"Continuum: median per chip", "continuum method=chip-median chips=1516.8-1579.3,1588.1-1641.7,1649.9-1693.7",
       true},
      {"Edge fill", "edge-fill value=1"},
      {"Mask Hα", "mask name=halpha"},
      {"Mask tellurics", "mask name=tellurics"},
      {"Mask ranges", "mask ranges=849.5-850.5", true},
      {"Normalise XP coefficients", "xp-normalise"},
      {"Absolute magnitudes", "absolute-magnitudes"}};
  return steps;
}

}  // namespace maury::survey
