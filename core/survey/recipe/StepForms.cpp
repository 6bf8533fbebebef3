// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/recipe/StepForms.h"

#include <algorithm>

#include "base/Error.h"

namespace maury::survey {

namespace {

using Kind = StepKey::Kind;

StepKey methodKey() {
  return {"method", "method", "", "flux conserves it, linear interpolates", Kind::Choice, {"flux", "linear"}};
}

std::vector<StepForm> allForms() {
  return {
      {"air-to-vacuum", "Air to vacuum", "the file's wavelengths were in air: convert them (Morton 2000)", {}},
      {"vacuum-to-air", "Vacuum, not air", "takes back a conversion of wavelengths that were in vacuum already", {}},
      {"rest-frame",
       "To rest frame",
       "removes the radial velocity of each star, onto the same grid",
       {methodKey(), {"column", "velocity", "km/s", "a column of velocities, positive receding", Kind::Column}}},
      {"mask",
       "Mask",
       "pixels in these ranges become missing; name=halpha or name=tellurics for examples",
       {{"ranges", "ranges", "nm", "low-high, separated by commas, in vacuum", Kind::Text}}},
      {"resample",
       "Resample",
       "onto another grid; preset=rvs800 for Gaia RVS from 2401 to 800 pixels",
       {methodKey(),
        {"first", "first pixel", "nm", "vacuum wavelength of its centre"},
        {"step", "step", "nm", "between pixels; in log10 of nm with spacing=log10"},
        {"pixels", "pixels", "", "how many"},
        {"spacing", "spacing", "", "of the pixels", Kind::Choice, {"linear", "log10"}}}},
      {"edge-fill",
       "Edge fill",
       "the empty pixels at both ends, as RVS spectra have",
       {{"value", "value", "", "a number, or nearest", Kind::Text}}},
      {"continuum method=chebyshev",
       "Continuum: Chebyshev",
       "divides by a polynomial fitted with iterative clipping",
       {{"degree", "degree", "", "of the polynomial"},
        {"low", "clip below", "σ", "pixels further below are lines"},
        {"high", "clip above", "σ", "pixels further above are cosmics"},
        {"iterations", "clips", "", "at most"}}},
      {"continuum method=running-quantile",
       "Continuum: running quantile",
       "divides by a quantile of the pixels around each",
       {{"width", "window", "nm", "around each pixel"},
        {"quantile", "quantile", "", "0 to 1; high follows the envelope"}}},
      {"continuum method=running-mean",
       "Continuum: running mean",
       "divides by the mean of the pixels around each",
       {{"pixels", "window", "px", "odd"}}},
      {"continuum method=chip-median",
       "Continuum: median per chip",
       "divides each chip by its median; pixels on no chip become missing",
       {{"chips", "chips", "nm", "low-high, separated by commas, in vacuum", Kind::Text}}},
      {"xp-normalise",
       "XP over the first",
       "BP coefficients over the first of BP, RP over the first of RP",
       {{"bp", "BP input", "", "its name", Kind::Text}, {"rp", "RP input", "", "its name", Kind::Text}}},
      {"absolute-magnitudes",
       "Absolute magnitudes",
       "adds inputs abs_mag_BAND = m + 5 (log10(max(parallax/1000, 1e-4)) + 1)",
       {{"parallax", "parallax", "mas", "an input or column", Kind::Column},
        {"magnitudes", "magnitudes", "mag", "inputs or columns, separated by commas", Kind::Text}}}};
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
      {"Vacuum, not air", "vacuum-to-air"},
      {"Continuum: Chebyshev", "continuum method=chebyshev"},
      {"Continuum: running quantile", "continuum method=running-quantile"},
      {"Continuum: running mean", "continuum method=running-mean"},
      // APOGEE's three detectors: the pixels 322-3242, 3648-6048 and 6412-8306 of its combined spectra (Fabbro+2018).
      {"Continuum: median per chip", "continuum method=chip-median chips=1516.8-1579.3,1588.1-1641.7,1649.9-1693.7",
       true},
      {"Edge fill", "edge-fill value=1"},
      {"Mask Hα", "mask name=halpha"},
      {"Mask tellurics", "mask name=tellurics"},
      {"Mask ranges", "mask ranges=849.5-850.5", true},
      {"XP over the first", "xp-normalise"},
      {"Absolute magnitudes", "absolute-magnitudes"}};
  return steps;
}

}  // namespace maury::survey
