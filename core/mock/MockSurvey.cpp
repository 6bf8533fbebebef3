// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSurvey.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "base/Parallel.h"
#include "base/Random.h"
#include "mock/MockSpectrum.h"
#include "mock/MockStar.h"
#include "survey/SurveyFile.h"

namespace maury::mock {

namespace {

constexpr std::size_t kChunk = 256;  // stars a checkpoint and an appended piece: some 20 ms of work

struct LabelSpec {
  const char* name;
  const char* unit;
  double StellarParameters::*value;
  double smallestError;  ///< of the catalogue that trains: between this and the largest, as APOGEE DR17's
  double largestError;
};
constexpr std::array<LabelSpec, 5> kLabels = {{{"teff", "K", &StellarParameters::teff, 25.0, 80.0},
                                               {"logg", "dex", &StellarParameters::logg, 0.03, 0.07},
                                               {"mh", "dex", &StellarParameters::mh, 0.02, 0.04},
                                               {"feh", "dex", &StellarParameters::feh, 0.02, 0.04},
                                               {"alpham", "dex", &StellarParameters::alpham, 0.01, 0.03}}};

enum Input { kG, kBp, kRp, kParallax, kBpCoefficients, kRpCoefficients };
enum RealColumn { kRa, kDec, kDistance, kR, kZ, kSnr, kTrueLabels };

/// A dataset with the mock's grid, inputs, labels and columns and `count` empty stars.
survey::Dataset emptyStars(const MockOptions& options, std::size_t count) {
  survey::Dataset data;
  data.provenance.origin = fmt::format("mock Milky Way, seed {}", options.seed);
  data.provenance.isMock = true;
  data.provenance.preprocessing = {"xp-normalise bp=bp_coefficients rp=rp_coefficients"};
  data.grid = rvsGrid();
  data.ids.resize(count);
  data.flux.resize(count * data.grid.size());
  data.fluxError.resize(count * data.grid.size());
  const auto input = [&](std::string name, std::string unit, std::size_t width) {
    data.inputs.push_back({std::move(name), std::move(unit), width, std::vector<float>(count * width)});
  };
  for (const char* band : {"phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag"})
    input(band, "mag", 1);
  input("parallax", "mas", 1);
  input("bp_coefficients", "", kXpCoefficients);
  input("rp_coefficients", "", kXpCoefficients);
  for (const auto& label : kLabels)
    data.labels.push_back({label.name, label.unit, std::vector<float>(count), std::vector<float>(count)});
  const auto column = [&](std::string name, std::string unit) {
    data.columns.push_back({std::move(name), std::move(unit), std::vector<double>(count)});
  };
  column("ra", "deg");
  column("dec", "deg");
  for (const char* name : {"distance_kpc", "R_kpc", "Z_kpc"})
    column(name, "kpc");
  column("snr", "");
  for (const auto& label : kLabels)
    column(fmt::format("true_{}", label.name), label.unit);
  data.columns.push_back({"population", "", std::vector<std::string>(count)});
  return data;
}

void takeSpectrum(const MockStar& star, Random& random, std::span<float> flux, std::span<float> error) {
  spectrumModel().compute(star.parameters, flux);
  for (std::size_t i = 0; i < flux.size(); ++i) {
    // Photon noise: smaller in a line's core, where there is less light.
    error[i] = static_cast<float>(std::sqrt(std::max(static_cast<double>(flux[i]), 0.05)) / star.snr);
    flux[i] += static_cast<float>(error[i] * random.gaussian());
  }
  // The archive's spectra lack 0–18 px of 0.01 nm, at the edges only; here in one star of four.
  if (random.below(4) > 0) return;
  constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
  const auto blank = [&](std::size_t i) { flux[i] = error[i] = kNoData; };
  const std::size_t front = random.below(2), back = 1 + random.below(6);
  for (std::size_t i = 0; i < front; ++i)
    blank(i);
  for (std::size_t i = flux.size() - back; i < flux.size(); ++i)
    blank(i);
}

void measureLabels(const MockStar& star, Random& random, survey::Dataset& data, std::size_t row) {
  for (std::size_t k = 0; k < kLabels.size(); ++k) {
    const auto& spec = kLabels[k];
    const double truth = star.parameters.*spec.value;
    const double error = random.uniform(spec.smallestError, spec.largestError);
    data.labels[k].values[row] = static_cast<float>(truth + error * random.gaussian());
    data.labels[k].errors[row] = static_cast<float>(error);
    std::get<std::vector<double>>(data.columns[kTrueLabels + k].values)[row] = truth;
  }
}

void recordPlace(const MockStar& star, survey::Dataset& data, std::size_t row) {
  const auto set = [&](std::size_t column, double value) {
    std::get<std::vector<double>>(data.columns[column].values)[row] = value;
  };
  set(kRa, star.place.raDeg);
  set(kDec, star.place.decDeg);
  set(kDistance, star.place.distanceKpc);
  set(kR, star.place.RKpc);
  set(kZ, star.place.ZKpc);
  set(kSnr, star.snr);
  std::get<std::vector<std::string>>(data.columns.back().values)[row] = populationName(star.population);
}

void makeStar(const MockOptions& options, std::size_t number, survey::Dataset& data, std::size_t row) {
  Random random(options.seed, number);
  const MockStar star = drawStar(options.lowSnrFraction, random);
  data.ids[row] = fmt::format("mock-{:09}", number);

  const std::size_t pixels = data.grid.size();
  takeSpectrum(star, random, std::span(data.flux).subspan(row * pixels, pixels),
               std::span(data.fluxError).subspan(row * pixels, pixels));

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

  measureLabels(star, random, data, row);
  recordPlace(star, data, row);
}

}  // namespace

survey::Dataset mockStars(const MockOptions& options, std::size_t first, std::size_t count) {
  if (!(options.lowSnrFraction >= 0.0 && options.lowSnrFraction <= 1.0)) {
    throw Error(ErrorKind::Usage, fmt::format("The share of stars with low S/N is {}; it must lie between 0 and 1.",
                                              options.lowSnrFraction));
  }
  auto data = emptyStars(options, count);
  for (std::size_t row = 0; row < count; ++row)
    makeStar(options, first + row, data, row);
  return data;
}

void writeMockSurvey(const std::filesystem::path& path, const MockOptions& options, Job& job) {
  survey::SurveyWriter writer(path, mockStars(options, 0, 0));
  ProgressMeter meter(job, "making the mock survey", "stars", options.stars);
  // Batches are made by all cores, then appended in order, so that the file does not depend on the threads.
  const std::size_t batchChunks = 4 * std::size_t{threadCount()};
  std::vector<survey::Dataset> chunks(batchChunks);
  for (std::size_t batch = 0; batch < options.stars; batch += batchChunks * kChunk) {
    const std::size_t count = std::min(batchChunks * kChunk, options.stars - batch);
    parallelChunks(count, kChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
      chunks[begin / kChunk] = mockStars(options, batch + begin, end - begin);
      meter.advance(end - begin);
    });
    for (std::size_t chunk = 0; chunk * kChunk < count; ++chunk) {
      job.checkpoint();
      writer.append(chunks[chunk]);
    }
  }
  writer.commit();
}

}  // namespace maury::mock
