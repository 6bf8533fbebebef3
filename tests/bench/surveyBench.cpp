// SPDX-License-Identifier: GPL-3.0-or-later
// Times streaming a survey file of RVS-like stars, as a share of the speed of `cat FILE >/dev/null` on the same file in
// the page cache, and prints the peak memory. Usage: bench_survey [STARS] [FOLDER]
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/Random.h"
#include "bench/Memory.h"
#include "bench/Stopwatch.h"
#include "survey/file/SurveyReader.h"
#include "survey/file/SurveyWriter.h"

using namespace maury;

namespace {

constexpr std::size_t kPixels = 800;
constexpr std::size_t kChunkStars = 1000;
constexpr std::size_t kRepeats = 5;

/// Returns a chunk of stars with flux, errors, five labels and ids, as in a survey.
survey::Dataset makeChunk(std::size_t first, std::size_t count) {
  survey::Dataset stars;
  stars.grid = spectra::WavelengthGrid::linear(846.015, 0.03, kPixels);
  Random random(first + 1);
  stars.flux.resize(count * kPixels);
  for (float& flux : stars.flux)
    flux = static_cast<float>(1.0 + 0.01 * random.gaussian());
  stars.fluxError.assign(count * kPixels, 0.01F);
  for (std::size_t i = 0; i < count; ++i)
    stars.ids.push_back(std::to_string(4268620287278693120 + static_cast<std::int64_t>(first + i)));
  for (const char* name : {"teff", "logg", "mh", "feh", "alpham"})
    stars.labels.push_back({name, "", std::vector<float>(count, 1.0F), std::vector<float>(count, 0.1F)});
  return stars;
}

/// Reads all stars in chunks and returns a checksum.
double streamSurvey(const std::filesystem::path& path) {
  const survey::SurveyReader reader(path);
  double sum = 0.0;
  survey::Dataset chunk;
  for (std::size_t first = 0; first < reader.starCount(); first += kChunkStars) {
    reader.read(first, std::min(kChunkStars, reader.starCount() - first), chunk);
    sum += static_cast<double>(chunk.flux.front() + chunk.fluxError.back());
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t stars = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  const std::filesystem::path folder = argc > 2 ? argv[2] : std::filesystem::temp_directory_path();
  if (stars == 0) {
    fmt::print(stderr, "usage: bench_survey [STARS] [FOLDER]\n");
    return 2;
  }
  const std::filesystem::path path = folder / fmt::format("maury-bench-{}.fits", stars);
  {
    survey::SurveyWriter writer(path, makeChunk(0, kChunkStars));
    for (std::size_t first = 0; first < stars; first += kChunkStars)
      writer.append(makeChunk(first, std::min(kChunkStars, stars - first)));
    writer.commit();
  }
  const std::string cat = fmt::format("cat '{}' >/dev/null", path.string());
  const auto plain = bench::timeIt(kRepeats, [&] {
    if (std::system(cat.c_str()) != 0) std::exit(1);
  });
  double sum = 0.0;
  const auto ours = bench::timeIt(kRepeats, [&] { sum += streamSurvey(path); });
  const double gigabytes = static_cast<double>(std::filesystem::file_size(path)) / 1e9;
  fmt::print(
      "{} stars of {} px, {:.2f} GB: cat {:.0f} ms ({:.2f} GB/s), SurveyReader {:.0f} ms ({:.2f} GB/s, {:.0f} "
      "stars/s): {:.0f} % of cat; "
      "peak memory {:.0f} MB (checksum {:.1f})\n",
      stars, kPixels, gigabytes, plain.medianMs, 1e3 * gigabytes / plain.medianMs, ours.medianMs,
      1e3 * gigabytes / ours.medianMs, 1e3 * static_cast<double>(stars) / ours.medianMs,
      100.0 * plain.medianMs / ours.medianMs, bench::peakMb(), sum);
  std::filesystem::remove(path);
}
