// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSurvey.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "base/Parallel.h"
#include "base/Random.h"
#include "io/DiskSpace.h"
#include "io/Numbers.h"
#include "mock/MockSpectrum.h"
#include "mock/stars/MockStar.h"
#include "survey/file/SurveySize.h"
#include "survey/file/SurveyWriter.h"
#include "survey/names/PositionColumns.h"

namespace maury::mock {

namespace {

constexpr std::size_t kChunk = 256;  // stars per checkpoint and per appended piece, about 50 ms of work

struct Name {
  const char* name;
  const char* unit;
};
constexpr std::array<Name, kCatalogueLabels> kLabels = {
    {{"teff", "K"}, {"logg", "dex"}, {"mh", "dex"}, {"feh", "dex"}, {"alpham", "dex"}}};

enum Input { kG, kBp, kRp, kParallax, kBpCoefficients, kRpCoefficients };

/// Numeric column of the survey and the function that reads its value from a star.
struct RealColumn {
  Name name;
  double (*value)(const MockStar& star);
};
constexpr std::array<RealColumn, 7> kRealColumns = {
    {{{survey::kRightAscensionColumn, "deg"}, [](const MockStar& s) { return s.place.raDeg; }},
     {{survey::kDeclinationColumn, "deg"}, [](const MockStar& s) { return s.place.decDeg; }},
     {{survey::kDistanceColumn, "kpc"}, [](const MockStar& s) { return s.place.distanceKpc; }},
     {{survey::kRadiusColumn, "kpc"}, [](const MockStar& s) { return s.place.RKpc; }},
     {{survey::kHeightColumn, "kpc"}, [](const MockStar& s) { return s.place.ZKpc; }},
     {{"snr", ""}, [](const MockStar& s) { return s.snr; }},
     {{"true_extinction_v", "mag"}, [](const MockStar& s) { return s.photometry.extinctionV; }}}};
constexpr std::size_t kVelocityColumn = kRealColumns.size();
constexpr std::size_t kTrueLabels = kVelocityColumn + 1;
constexpr std::size_t kTrueElements = kTrueLabels + kCatalogueLabels;
constexpr std::size_t kTrainingColumn = kTrueElements + kMockElements;
constexpr std::size_t kPopulationColumn = kTrainingColumn + 1;
constexpr std::size_t kOddityColumn = kPopulationColumn + 1;

/// Returns a dataset with the mock's grid, inputs, labels and columns, and `count` empty stars.
survey::Dataset emptyStars(const MockOptions& options, std::size_t count) {
  survey::Dataset data;
  data.provenance.origin = fmt::format("mock Milky Way, seed {}", options.seed);
  data.provenance.isMock = true;
  data.provenance.simulated = {options.observation.correlatedNoise, options.observation.velocityErrorScale};
  data.provenance.preprocessing = {"xp-normalise bp=bp_coefficients rp=rp_coefficients"};
  data.grid = spectra::WavelengthGrid::linear(options.window.firstNm, options.window.stepNm, options.window.pixels);
  data.ids.resize(count);
  data.flux.resize(count * data.grid.size());
  data.fluxError.resize(count * data.grid.size());
  const auto input = [&](std::string name, std::string unit, std::size_t width) {
    data.inputs.push_back({std::move(name), std::move(unit), width, std::vector<float>(count * width)});
  };
  for (const char* band : {"phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag"})
    input(band, "mag", 1);
  input(survey::kParallaxColumn, "mas", 1);
  input(std::string(kBpInput), "", kXpCoefficients);
  input(std::string(kRpInput), "", kXpCoefficients);
  for (const auto& label : kLabels)
    data.labels.push_back({label.name, label.unit, std::vector<float>(count), std::vector<float>(count)});
  const auto column = [&](std::string name, std::string unit) {
    data.columns.push_back({std::move(name), std::move(unit), std::vector<double>(count)});
  };
  for (const auto& real : kRealColumns)
    column(real.name.name, real.name.unit);
  column("true_velocity_error", "km/s");
  for (const auto& label : kLabels)
    column(fmt::format("true_{}", label.name), label.unit);
  for (std::size_t i = kMockLabels - kMockElements; i < kMockLabels; ++i)
    column(fmt::format("true_{}", mockLabelName(static_cast<MockLabel>(i))), "dex");
  data.columns.push_back({"in_training", "", std::vector<std::int64_t>(count)});
  data.columns.push_back({"population", "", std::vector<std::string>(count)});
  data.columns.push_back({"oddity", "", std::vector<std::string>(count)});
  return data;
}

/// Returns the number of the star observed in spectrum `number`: its own, or that of one of the 1000 spectra before.
std::size_t starNumberOf(const MockOptions& options, std::size_t number) {
  constexpr std::uint64_t kRepeats = 0x7265706561747321;  // own stream: repeats leave the stars unchanged
  for (;;) {
    Random random(options.seed ^ kRepeats, number);
    if (number == 0 || random.uniform() >= options.repeatFraction) return number;
    number -= 1 + random.below(std::min<std::size_t>(number, 1000));
  }
}

void recordTruth(const MockStar& star, double velocity, survey::Dataset& data, std::size_t row) {
  const auto set = [&](std::size_t column, double value) {
    std::get<std::vector<double>>(data.columns[column].values)[row] = value;
  };
  for (std::size_t i = 0; i < kRealColumns.size(); ++i)
    set(i, kRealColumns[i].value(star));
  set(kVelocityColumn, velocity);
  const auto truth = catalogueLabels(star.parameters);
  for (std::size_t k = 0; k < kCatalogueLabels; ++k) {
    set(kTrueLabels + k, truth[k]);
    data.labels[k].values[row] = static_cast<float>(star.labels[k]);
    data.labels[k].errors[row] = static_cast<float>(star.labelErrors[k]);
  }
  for (std::size_t k = 0; k < kMockElements; ++k)
    set(kTrueElements + k, star.parameters.element[k]);
  std::get<std::vector<std::int64_t>>(data.columns[kTrainingColumn].values)[row] = star.inTraining ? 1 : 0;
  std::get<std::vector<std::string>>(data.columns[kPopulationColumn].values)[row] = populationName(star.population);
  std::get<std::vector<std::string>>(data.columns[kOddityColumn].values)[row] = oddityName(star.oddity);
}

void makeStar(const MockOptions& options, const SpectrumModel& model, std::size_t number, survey::Dataset& data,
              std::size_t row) {
  const std::size_t starNumber = starNumberOf(options, number);
  Random random(options.seed, starNumber);
  const MockStar star = drawStar(options.lowSnrFraction, options.oddFraction, random);
  data.ids[row] = fmt::format("mock-{:09}", starNumber);

  const Photometry seen = observe(star.photometry, random);
  data.inputs[kG].values[row] = static_cast<float>(seen.g);
  data.inputs[kBp].values[row] = static_cast<float>(seen.bp);
  data.inputs[kRp].values[row] = static_cast<float>(seen.rp);
  data.inputs[kParallax].values[row] = static_cast<float>(seen.parallaxMas);
  const auto coefficients = [&](Input input) {
    return std::span(data.inputs[input].values).subspan(row * kXpCoefficients, kXpCoefficients);
  };
  xpCoefficients(star.parameters, star.photometry, random, coefficients(kBpCoefficients),
                 coefficients(kRpCoefficients));

  constexpr std::uint64_t kObservations = 0x6f62736572766564;
  Random observation(options.seed ^ kObservations, number);
  const std::size_t pixels = data.grid.size();
  const double velocity =
      takeSpectrum(model, star, options.observation, observation, std::span(data.flux).subspan(row * pixels, pixels),
                   std::span(data.fluxError).subspan(row * pixels, pixels));
  recordTruth(star, velocity, data, row);
}

void requireShare(double share, const char* stars) {
  if (!(share >= 0.0 && share <= 1.0)) {
    throw Error(ErrorKind::Usage, fmt::format("The share of {} is {}; it must be between 0 and 1.", stars, share));
  }
}

SpectrumModel modelOf(const MockOptions& options) {
  requireShare(options.lowSnrFraction, "stars with low S/N");
  requireShare(options.oddFraction, "odd stars");
  requireShare(options.repeatFraction, "repeat observations");
  const auto& window = options.window;
  return SpectrumModel(spectra::WavelengthGrid::linear(window.firstNm, window.stepNm, window.pixels),
                       window.resolution);
}

survey::Dataset starsOf(const MockOptions& options, const SpectrumModel& model, std::size_t first, std::size_t count) {
  auto data = emptyStars(options, count);
  for (std::size_t row = 0; row < count; ++row)
    makeStar(options, model, first + row, data, row);
  return data;
}

}  // namespace

MockWindow parseWindow(std::string_view text) {
  if (text == "rvs800") return {};
  if (text == "rvs2401") return {846.0, 0.01, 2401, kRvsResolution};
  if (text == "rave") return {841.0, 38.5 / 911.0, 912, 7500.0};
  constexpr std::int64_t kMaxPixels = 100000;
  std::array<std::string_view, 3> parts;  // the first three of four; the last one remains in `rest`
  std::string_view rest = text;
  for (std::string_view& part : parts) {
    part = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  const auto first = io::parseReal(parts[0]), step = io::parseReal(parts[1]), resolution = io::parseReal(rest);
  const auto pixels = io::parseInteger(parts[2]);
  const bool areFinite =
      first && step && resolution && std::isfinite(*first) && std::isfinite(*step) && std::isfinite(*resolution);
  if (!areFinite || !pixels || !(*step > 0.0) || *pixels < 2 || *pixels > kMaxPixels) {
    throw Error(ErrorKind::Usage,
                fmt::format("'{}' is not a wavelength window. Use rvs800, rvs2401, rave, or FIRST:STEP:PIXELS:R, "
                            "such as 846.015:0.03:800:11500 (nm, nm, pixels, λ/FWHM).",
                            text));
  }
  return {*first, *step, static_cast<std::size_t>(*pixels), *resolution};
}

std::string windowText(const MockWindow& window) {
  for (const char* name : {"rvs800", "rvs2401", "rave"})
    if (parseWindow(name) == window) return name;
  return fmt::format("{}:{}:{}:{}", window.firstNm, window.stepNm, window.pixels, window.resolution);
}

survey::Dataset mockStars(const MockOptions& options, std::size_t first, std::size_t count) {
  return starsOf(options, modelOf(options), first, count);
}

void writeMockSurvey(const std::filesystem::path& path, const MockOptions& options, Job& job) {
  const SpectrumModel model = modelOf(options);
  survey::SurveyWriter writer(path, emptyStars(options, 0));
  const std::uint64_t bytes = survey::requireSurveySpace(path, emptyStars(options, 1), options.stars);
  ProgressMeter meter(job, "making the mock survey", "stars", options.stars);
  // All cores make a batch together, and its chunks are appended in order, so the file does not depend on the threads.
  const std::size_t batchChunks = 4 * std::size_t{threadCount()};
  std::vector<survey::Dataset> chunks(batchChunks);
  for (std::size_t batch = 0; batch < options.stars; batch += batchChunks * kChunk) {
    const std::size_t count = std::min(batchChunks * kChunk, options.stars - batch);
    parallelChunks(count, kChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
      job.checkpoint();
      chunks[begin / kChunk] = starsOf(options, model, batch + begin, end - begin);
      meter.advance(end - begin);
    });
    for (std::size_t chunk = 0; chunk * kChunk < count; ++chunk) {
      job.checkpoint();
      io::writePart(bytes, [&] { writer.append(chunks[chunk]); });
    }
  }
  io::writePart(bytes, [&] { writer.commit(); });
}

}  // namespace maury::mock
