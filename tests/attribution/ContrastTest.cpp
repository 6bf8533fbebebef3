// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/Contrast.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/SameBits.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"
#include "survey/file/SurveyFile.h"

using maury::Job;
using maury::attribution::blocksOfFile;
using maury::attribution::contrast;
using maury::attribution::ContrastPart;
using maury::attribution::contrastParts;
using maury::attribution::StarBlocks;

namespace {

const std::vector<std::size_t> kEven{0, 2, 4, 6, 8, 10}, kOdd{1, 3, 5, 7, 9};

/// Returns a survey whose even stars have a deeper pixel 17, a larger g and a smaller third bp.
maury::survey::Dataset twoKinds() {
  auto survey = maury::test::toySurvey(11);
  for (const std::size_t star : kEven) {
    survey.flux[star * 40 + 17] -= 0.4F;
    survey.inputs[0].values[star] += 1.0F;
    survey.inputs[1].values[star * 3 + 2] -= 2.0F;
  }
  return survey;
}

}  // namespace

TEST_CASE("contrast: the parts of a contrast add up to the difference of the mean stars") {
  const auto survey = twoKinds();
  const auto model = maury::test::toyModel(survey, 3);
  Job job;
  const auto result = contrast(model, survey, kEven, kOdd, job);
  CHECK(result.starsA == 6);
  CHECK(result.starsB == 5);
  const maury::spectra::LineList lines{{851.7, "Ca II", 0.5}, {852.5, "Fe I", 0.2}};
  for (std::size_t label = 0; label < 2; ++label) {
    const double whole = result.map.meanLabel[label] - result.map.baselineLabel[label];
    double sum = 0.0, size = 0.0;
    const auto parts = contrastParts(result, model, label, lines, 0.05);
    REQUIRE(parts.size() == 5);  // two species, other pixels, two inputs
    for (const auto& part : parts) {
      sum += part.value;
      size += std::abs(part.value);
      CHECK(part.error > 0.0);
    }
    CHECK(std::abs(sum - whole) < 0.01 * size);  // parts of both signs may nearly cancel
    CHECK(parts[2].kind == ContrastPart::Kind::OtherPixels);
    CHECK(std::abs(parts[0].value) >= std::abs(parts[1].value));
  }
}

TEST_CASE("contrast: a network that reads one pixel assigns the whole contrast to its line") {
  const auto survey = twoKinds();
  Job job;
  const auto model = maury::test::onePixelModel(survey, 17, -800.0);
  const auto result = contrast(model, survey, kEven, kOdd, job);
  const maury::spectra::LineList lines{{survey.grid[17], "Si I", 0.5}};
  const auto parts = contrastParts(result, model, 0, lines, 0.05);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].name == "Si I");
  CHECK(parts[0].value == Approx(-800.0 * (result.fluxA[17] - result.fluxB[17])).epsilon(1e-3));
  CHECK(parts[1].value == Approx(0.0).margin(1e-3));
  CHECK(result.meanA[0] - result.meanB[0] == Approx(parts[0].value).epsilon(1e-3));
}

TEST_CASE("contrast: only strong lines have wings") {
  const auto survey = twoKinds();
  Job job;
  const auto model = maury::test::onePixelModel(survey, 17, -800.0);
  const auto result = contrast(model, survey, kEven, kOdd, job);
  const auto ownerOf = [&](double depth, double distanceNm) {
    const maury::spectra::LineList lines{{survey.grid[17] + distanceNm, "Ca II", depth}};
    for (const auto& part : contrastParts(result, model, 0, lines, 0.05))
      if (std::abs(part.value) > 1.0) return part.name;
    return std::string("none");
  };
  CHECK(ownerOf(0.7, 0.8) == "Ca II wings");
  CHECK(ownerOf(0.7, 1.2).empty());
  CHECK(ownerOf(0.3, 0.8).empty());
}

TEST_CASE("contrast: an empty selection is refused") {
  const auto survey = twoKinds();
  const auto model = maury::test::toyModel(survey, 1);
  Job job;
  const auto error = maury::test::errorOf([&] { contrast(model, survey, kEven, {}, job); });
  REQUIRE(error);
  CHECK(error->kind == maury::ErrorKind::Mismatch);
}

TEST_CASE("contrast: selections that are read block by block have the numbers of those in memory") {
  const auto survey = maury::test::toySurvey(300);
  const auto model = maury::test::toyModel(survey, 2);
  std::vector<std::size_t> a, b;
  for (std::size_t star = 0; star < 300; ++star)
    (star % 3 == 0 ? a : b).push_back(star);
  Job job;
  const auto memory = contrast(model, survey, a, b, job);
  const auto inBlocks = [&survey](const std::vector<std::size_t>& rows) {
    return StarBlocks{rows.size(), [&survey, &rows](const StarBlocks::Use& use) {
                        constexpr std::size_t kBatch = 32;
                        for (std::size_t first = 0; first < rows.size(); first += kBatch)
                          use(survey, std::span(rows).subspan(first, std::min(kBatch, rows.size() - first)));
                      }};
  };
  const maury::test::TemporaryFolder folder;
  maury::survey::writeSurvey(folder / "survey.fits", survey, job);
  const auto check = [&](const maury::attribution::Contrast& other) {
    CHECK(maury::test::sameBits(other.fluxA, memory.fluxA));
    CHECK(maury::test::sameBits(other.fluxB, memory.fluxB));
    CHECK(maury::test::sameBits(other.map.mean, memory.map.mean));
    CHECK(other.meanA == memory.meanA);
    CHECK(other.meanB == memory.meanB);
    CHECK(other.starsA == 100);
    CHECK(other.starsB == 200);
  };
  check(contrast(model, inBlocks(a), inBlocks(b), job));
  check(contrast(model, blocksOfFile(folder / "survey.fits", a), blocksOfFile(folder / "survey.fits", b), job));
  const auto error = maury::test::errorOf(
      [&] { contrast(model, blocksOfFile(folder / "survey.fits", a), blocksOfFile(folder / "survey.fits", {}), job); });
  CHECK(error.kind == maury::ErrorKind::Mismatch);
  CHECK(error.says("No star is selected"));
}
