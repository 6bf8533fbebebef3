// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/recipe/Step.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "base/Error.h"
#include "base/Overloaded.h"
#include "spectra/ChebyshevContinuum.h"
#include "survey/recipe/StepWords.h"

namespace maury::survey {

namespace {

constexpr int kMaxPixels = 100000;  // ten times the longest survey spectrum; limits the memory that a file can request
const std::vector<std::string> kResamplings = {"flux", "linear"};
const std::vector<std::string> kContinua = {"chebyshev", "running-quantile", "running-mean", "chip-median"};

Resampling resamplingOf(StepWords& words) {
  return words.choice("method", kResamplings) == 0 ? Resampling::Flux : Resampling::Linear;
}

std::string_view nameOf(Resampling method) {
  return method == Resampling::Flux ? "flux" : "linear";
}

Step parseResample(StepWords& words) {
  ResampleStep step;
  step.method = resamplingOf(words);
  if (words.has("preset")) {
    words.choice("preset", {"rvs800"});  // the only preset; its numbers are the defaults of the struct
    return step;
  }
  step.isLog10 = words.choice("spacing", {"linear", "log10"}) == 1;
  step.firstNm = words.number("first", 1.0, 1e6);
  step.step = words.number("step", 1e-9, 1e4);
  step.pixels = static_cast<std::size_t>(words.count("pixels", 2, kMaxPixels));
  const double span = step.step * static_cast<double>(step.pixels - 1);
  const double last = step.isLog10 ? step.firstNm * std::pow(10.0, span) : step.firstNm + span;
  if (!(last <= 1e7)) words.refuse(fmt::format("its last pixel would lie at {:g} nm", last));
  return step;
}

Step parseContinuum(StepWords& words) {
  switch (words.choice("method", kContinua)) {
    case 0: {
      spectra::ChebyshevFit fit;
      fit.degree = words.count("degree", 0, 30, fit.degree);
      fit.lowSigma = words.number("low", 0.1, 100.0, fit.lowSigma);
      fit.highSigma = words.number("high", 0.1, 100.0, fit.highSigma);
      fit.iterations = words.count("iterations", 0, 100, fit.iterations);
      return ContinuumStep{fit};
    }
    case 1: {
      ContinuumStep::RunningQuantile quantile;
      quantile.widthNm = words.number("width", 1e-6, 1e6, quantile.widthNm);
      quantile.quantile = words.number("quantile", 0.0, 1.0, quantile.quantile);
      return ContinuumStep{quantile};
    }
    case 2: {
      ContinuumStep::RunningMean mean;
      mean.pixels = words.count("pixels", 3, 100001, mean.pixels);
      if (mean.pixels % 2 == 0) words.refuse(fmt::format("pixels must be odd, not {}", mean.pixels), "pixels");
      return ContinuumStep{mean};
    }
    default:
      return ContinuumStep{ContinuumStep::ChipMedian{words.ranges("chips")}};
  }
}

Step parseMask(StepWords& words) {
  if (!words.has("name")) return MaskStep{words.ranges("ranges")};
  const std::string name = words.word("name");
  const auto ranges = namedMask(name);
  if (ranges.empty()) words.refuse(fmt::format("name must be one of halpha, tellurics, not '{}'", name), "name");
  return MaskStep{ranges};
}

Step parseEdgeFill(StepWords& words) {
  if (words.word("value", "1") == "nearest") return EdgeFillStep{std::nullopt};
  return EdgeFillStep{static_cast<float>(words.number("value", -1e30, 1e30, 1.0))};
}

Step parseVerb(StepWords& words) {
  const std::string& verb = words.verb();
  if (verb == "resample") return parseResample(words);
  if (verb == "air-to-vacuum") return MediumStep{true};
  if (verb == "vacuum-to-air") return MediumStep{false};
  if (verb == "rest-frame") {
    const Resampling method = resamplingOf(words);
    return RestFrameStep{words.word("column"), method};
  }
  if (verb == "continuum") return parseContinuum(words);
  if (verb == "edge-fill") return parseEdgeFill(words);
  if (verb == "mask") return parseMask(words);
  if (verb == "xp-normalise")
    return XpNormaliseStep{{words.word("bp", "bp_coefficients"), words.word("rp", "rp_coefficients")}};
  if (verb == "absolute-magnitudes")
    return AbsoluteMagnitudesStep{words.word("parallax", "parallax"),
                                  words.names("magnitudes", "phot_g_mean_mag,phot_bp_mean_mag,phot_rp_mean_mag")};
  words.refuse(
      "there is no such verb; the verbs are resample, rest-frame, continuum, edge-fill, mask, air-to-vacuum, "
      "vacuum-to-air, xp-normalise, absolute-magnitudes");
}

/// Visitor that returns the text of a step.
struct StepTextVisitor {
  std::string operator()(const ResampleStep& s) const {
    return fmt::format("resample method={} first={} step={} pixels={}{}", nameOf(s.method), s.firstNm, s.step, s.pixels,
                       s.isLog10 ? " spacing=log10" : "");
  }
  std::string operator()(const MediumStep& s) const { return s.toVacuum ? "air-to-vacuum" : "vacuum-to-air"; }
  std::string operator()(const RestFrameStep& s) const {
    return fmt::format("rest-frame method={} column={}", nameOf(s.method), stepValue(s.column));
  }
  std::string operator()(const ContinuumStep& s) const { return "continuum method=" + std::visit(*this, s.method); }
  std::string operator()(const spectra::ChebyshevFit& f) const {
    return fmt::format("chebyshev degree={} low={} high={} iterations={}", f.degree, f.lowSigma, f.highSigma,
                       f.iterations);
  }
  std::string operator()(const ContinuumStep::RunningQuantile& q) const {
    return fmt::format("running-quantile width={} quantile={}", q.widthNm, q.quantile);
  }
  std::string operator()(const ContinuumStep::RunningMean& m) const {
    return fmt::format("running-mean pixels={}", m.pixels);
  }
  std::string operator()(const ContinuumStep::ChipMedian& m) const {
    return "chip-median chips=" + rangesText(m.chips);
  }
  std::string operator()(const EdgeFillStep& s) const {
    return s.value ? fmt::format("edge-fill value={}", *s.value) : "edge-fill value=nearest";
  }
  std::string operator()(const MaskStep& s) const { return "mask ranges=" + rangesText(s.ranges); }
  std::string operator()(const XpNormaliseStep& s) const {
    return fmt::format("xp-normalise bp={} rp={}", stepValue(s.inputs.at(0)), stepValue(s.inputs.at(1)));
  }
  std::string operator()(const AbsoluteMagnitudesStep& s) const {
    return fmt::format("absolute-magnitudes parallax={} magnitudes={}", stepValue(s.parallax),
                       stepValue(fmt::format("{}", fmt::join(s.magnitudes, ","))));
  }
};

}  // namespace

spectra::WavelengthGrid ResampleStep::grid() const {
  if (!isLog10) return spectra::WavelengthGrid::linear(firstNm, step, pixels);
  std::vector<double> nm(pixels);
  for (std::size_t i = 0; i < pixels; ++i)
    nm[i] = firstNm * std::pow(10.0, step * static_cast<double>(i));
  return spectra::WavelengthGrid(std::move(nm));
}

spectra::Continuum ContinuumStep::fit(const spectra::WavelengthGrid& grid, std::span<const float> flux) const {
  if (const auto* chebyshev = std::get_if<spectra::ChebyshevFit>(&method))
    return spectra::chebyshevContinuum(grid, flux, *chebyshev);
  if (const auto* running = std::get_if<RunningQuantile>(&method))
    return spectra::runningQuantile(grid, flux, running->widthNm, running->quantile);
  if (const auto* mean = std::get_if<RunningMean>(&method)) return spectra::runningMean(flux, mean->pixels);
  return spectra::chipMedian(grid, flux, std::get<ChipMedian>(method).chips);
}

Step parseStep(std::string_view text) {
  StepWords words(text);
  Step step = parseVerb(words);
  words.finish();
  return step;
}

std::string toText(const Step& step) {
  return std::visit(StepTextVisitor(), step);
}

bool needsSpectra(const Step& step) {
  return std::visit(Overloaded{
                        [](const ResampleStep&) { return true; },
                        [](const MediumStep&) { return true; },
                        [](const RestFrameStep&) { return true; },
                        [](const ContinuumStep&) { return true; },
                        [](const EdgeFillStep&) { return true; },
                        [](const MaskStep&) { return true; },
                        [](const XpNormaliseStep&) { return false; },
                        [](const AbsoluteMagnitudesStep&) { return false; },
                    },
                    step);
}

std::vector<spectra::WavelengthRange> namedMask(std::string_view name) {
  // Nepal+2023 mask Hα at 6554.81–6570.81 Å in air.
  if (name == "halpha") return {{655.66, 657.26}};
  // Strong telluric bands below 1 µm, rounded outwards: O₂ (Fraunhofer's B and A, with heads at 686.7 and 759.4 nm in
  // air) and H₂O (around 0.72, 0.82 and 0.94 µm). A starting point for the user, not a measurement.
  if (name == "tellurics") return {{686.5, 695.0}, {716.0, 735.0}, {759.0, 770.5}, {812.5, 835.0}, {892.0, 980.0}};
  return {};
}

std::vector<std::string> absoluteMagnitudeNames(const AbsoluteMagnitudesStep& step) {
  std::vector<std::string> names;
  for (const std::string& magnitude : step.magnitudes)
    names.push_back("abs_mag_" + bandOfMagnitude(magnitude));
  return names;
}

std::string bandOfMagnitude(std::string_view name) {
  std::string band;
  for (const char c : name)
    band += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto drop = [&](std::string_view part, bool atEnd) {
    if (band.size() <= part.size()) return;
    if (atEnd && band.ends_with(part)) band.erase(band.size() - part.size());
    if (!atEnd && band.starts_with(part)) band.erase(0, part.size());
  };
  drop("phot_", false);
  for (const std::string_view ending : {"_2mass", "_mean_mag", "_mag", "mag", "_m", "mpro"})
    drop(ending, true);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kAliases = {
      {{"ks", "k"}, {"wise1", "w1"}, {"wise2", "w2"}, {"g_bp", "bp"}, {"g_rp", "rp"}}};
  for (const auto& [alias, plain] : kAliases)
    if (band == alias) return std::string(plain);
  return band;
}

}  // namespace maury::survey
