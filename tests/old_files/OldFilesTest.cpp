// SPDX-License-Identifier: GPL-3.0-or-later
// Files that Maury 0.1.0 wrote (tests/data/v0.1) must open, with the same contents and predictions.
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "inference/Predictor.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "network/description/DescriptionJson.h"
#include "network/description/NetworkDescription.h"
#include "network/model/Model.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/file/SurveyFile.h"
#include "training/runs/RunFolder.h"

#include <fstream>
#include <sstream>

using namespace maury;

namespace {

std::filesystem::path oldFile(const std::string& name) {
  return std::filesystem::path(MAURY_TEST_DATA) / "v0.1" / name;
}

std::string textOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

survey::Dataset oldSurvey(const std::string& name) {
  Job job;
  return survey::readSurvey(oldFile(name), job);
}

std::vector<double> column(const survey::Dataset& stars, const std::string& name) {
  return stars.numeric(name);
}

double scatterOf(const std::vector<double>& values) {
  double sum = 0.0, squares = 0.0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  const auto count = static_cast<double>(values.size());
  return std::sqrt(squares / count - sum / count * (sum / count));
}

/// Compares the predicted columns with those of predictions/NAME.csv. They may differ by `share` of the scatter of the
/// label.
void compare(const survey::Dataset& found, const std::string& name, double share, bool withUncertainty) {
  const io::Table expected = io::readTable(oldFile("predictions/" + name + ".csv"));
  for (const std::string label : {"teff", "mh"}) {
    const double scatter = scatterOf(expected.real(label));
    const std::string predicted = label + "_cnn";
    for (const auto& [oldName, newName] : {std::pair(label, predicted), std::pair("e_" + label, "scatter_" + predicted),
                                           std::pair("sigma_" + label, "sigma_" + predicted)}) {
      if (oldName.starts_with("sigma_") && !withUncertainty) continue;
      const std::vector<double> before = expected.real(oldName), now = column(found, newName);
      REQUIRE(before.size() == 48);
      REQUIRE(now.size() == 48);
      for (std::size_t star = 0; star < 48; ++star) {
        CAPTURE(name, newName, star);
        // Other kernels may round the last digits of a float differently.
        const double rounding = 2.5e-7 * std::abs(before[star]);
        CHECK(std::abs(now[star] - before[star]) <= share * scatter + rounding);
      }
    }
  }
}

survey::Dataset predictions(const network::Model& model) {
  Job job;
  return inference::predict(model, oldSurvey("mock.fits"), job, 1);
}

/// Copies the unfinished training.
void copyRun(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const auto& entry : std::filesystem::directory_iterator(oldFile("run")))
    std::filesystem::copy_file(entry.path(), folder / entry.path().filename());
}

}  // namespace

TEST_CASE("old files: a survey keeps its stars, spectra, inputs, labels and steps") {
  const survey::Dataset mock = oldSurvey("mock.fits");
  REQUIRE(mock.starCount() == 48);
  CHECK(mock.grid.size() == 40);
  CHECK(mock.grid.last() == Approx(861.75).epsilon(1e-12));
  CHECK(mock.ids[2] == "mock-000000002");
  CHECK(mock.provenance.isMock);
  CHECK(mock.provenance.origin == "mock Milky Way, seed 3");
  CHECK(mock.labels.size() == 5);
  CHECK(mock.findLabel("teff")->values[0] == 5831.4912109375F);
  CHECK(mock.findLabel("teff")->errors[0] == 40.29247283935547F);
  CHECK(mock.findInput("bp_coefficients")->width == 55);
  CHECK(mock.findInput("parallax")->unit == "mas");
  CHECK(mock.numeric("snr")[2] == Approx(36.746824756495315).epsilon(1e-14));

  const survey::Dataset prepared = oldSurvey("prepared.fits");
  CHECK(prepared.provenance.preprocessing.size() == 4);
  CHECK(prepared.provenance.preprocessing[2] == "continuum method=running-mean pixels=9");
  CHECK(prepared.fluxOf(2)[0] == 0.9907602F);
  CHECK(prepared.fluxOf(2)[9] == 0.80311686F);
  CHECK(prepared.fluxErrorOf(2)[0] == 0.009687486F);
  CHECK(prepared.findInput("abs_mag_g")->values[2] == 0.96660745F);
}

TEST_CASE("old files: a catalogue keeps its predicted labels") {
  const survey::Dataset catalogue = oldSurvey("catalogue.fits");
  compare(catalogue, "hybrid", 1e-7, true);
  CHECK(catalogue.numeric("teff") == oldSurvey("mock.fits").numeric("teff"));  // the reference
  CHECK(catalogue.numeric("e_teff") == oldSurvey("mock.fits").numeric("e_teff"));
}

TEST_CASE("old files: models predict the same labels") {
  for (const std::string name : {"hybrid", "padded", "windows", "spectrum", "variance"})
    compare(predictions(network::Model::load(oldFile(name + ".safetensors"))), name, 1e-5, true);
}

TEST_CASE("old files: a model predicts the same after it is saved again") {
  const test::TemporaryFolder folder;
  for (const std::string name : {"hybrid", "padded", "windows", "spectrum", "variance"}) {
    network::Model::load(oldFile(name + ".safetensors")).save(folder / name);
    compare(predictions(network::Model::load(folder / name)), name, 1e-5, true);
  }
}

TEST_CASE("old files: a model describes its training") {
  const network::Model model = network::Model::load(oldFile("windows.safetensors"));
  const network::ModelInfo& info = model.info();
  CHECK(info.members == 2);
  CHECK(model.parameterCount() == 925);
  CHECK(info.labels.at(1).name == "mh");
  CHECK(info.inputs.size() == 3);
  REQUIRE(info.network.windows.size() == 1);
  CHECK(info.network.windows[0].rangesNm[0].highNm == 856.2);
  REQUIRE(info.masks.size() == 1);
  CHECK(info.masks[0].lowNm == 858.0);
  CHECK(info.program == "Maury 0.1.0, LibTorch 1.13.0");
  CHECK(info.uncertainty.size() == 2);
  CHECK(network::Model::load(oldFile("variance.safetensors")).info().network.predictsVariance);
  CHECK(network::Model::load(oldFile("variance.safetensors")).info().network.preset == "astronn");
  CHECK(network::Model::load(oldFile("padded.safetensors")).info().network.hasDropout());
}

TEST_CASE("old files: a network description keeps its layers") {
  const auto parameters = [](const std::string& name, const std::vector<std::size_t>& widths) {
    return network::parameterCount(network::descriptionFromJson(textOf(oldFile(name))), 40, widths, 2);
  };
  CHECK(parameters("hybrid.json", {55, 2}) == 973);
  CHECK(parameters("padded.json", {1}) == 433);
  CHECK(parameters("spectrum.json", {}) == 584);
}

TEST_CASE("old files: an unfinished training resumes to the model that it would have reached") {
  const test::TemporaryFolder folder;
  copyRun(folder / "run");
  training::RunDescription run = training::readRun(folder / "run");
  CHECK(run.options.optimiser == training::Optimiser::AdamW);
  CHECK(run.options.noiseSnrHigh == 100.0);
  CHECK(training::readRunHistory(folder / "run").size() > 500);
  run.options.checkpointFolder = folder / "run";
  run.options.resume = true;
  Job job;
  std::map<int, int> bestEpochs;
  training::TrainingEvents events;
  events.memberDone = [&](const training::MemberEnd& end) { bestEpochs[end.member] = end.bestEpoch; };
  const auto trained = training::train(oldSurvey("mock.fits"), run.options, events, job);
  CHECK(bestEpochs.size() == 2);
  CHECK(trained.history.size() == 600);
  // Steps of the last epochs are about 1e-6, so rounding differences between machines cannot grow.
  compare(predictions(trained.model), "resumed", 1e-4, false);
}

TEST_CASE("old files: a training does not resume with other options") {
  const test::TemporaryFolder folder;
  copyRun(folder / "run");
  training::TrainingOptions options = training::readRun(folder / "run").options;
  options.checkpointFolder = folder / "run";
  options.resume = true;
  options.learningRate *= 2.0;
  Job job;
  CHECK_THROWS_WITH(training::train(oldSurvey("mock.fits"), options, {}, job), Catch::Contains("other options"));
}
