// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/model/Model.h"

#include "io/Safetensors.h"
#include "network/Layered.h"
#include "network/Networks.torch.h"
#include "network/Runtime.h"
#include "network/cpu/Blas.h"
#include "network/cpu/LoadedBlas.torch.h"
#include "network/description/DescriptionJson.h"
#include "network/description/Presets.h"
#include "network/model/WeightShapes.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using namespace maury::network;
using test::contains;

namespace {

std::string refusal(const std::filesystem::path& path) {
  const auto error = test::errorOf([&] { Model::load(path); });
  if (error) CHECK(error->says(path.string()));
  return error ? error->message : "accepted";
}

/// Returns the error message of Model::load() for the saved small model after `change`.
template <typename Change>
std::string refusalAfter(Change change) {
  const test::TemporaryFolder folder;
  const auto path = folder / "model.maury";
  test::smallModel().save(path);
  io::SafetensorsFile file = io::readSafetensors(path);
  change(file);
  io::writeSafetensors(path, file);
  return refusal(path);
}

std::string mismatch(const Model& model, const survey::Dataset& schema) {
  const auto error = test::errorOf([&] { model.missingSteps(schema); });
  if (error) CHECK(error->kind == ErrorKind::Mismatch);
  return error ? error->message : "fits";
}

void replaceMetadata(io::SafetensorsFile& file, const std::string& from, const std::string& to) {
  std::string& text = file.metadata.at("maury");
  const std::size_t position = text.find(from);
  REQUIRE(position != std::string::npos);
  text.replace(position, from.size(), to);
}

}  // namespace

TEST_CASE("model file: a saved and reloaded model makes the same predictions, bit for bit") {
  const test::TemporaryFolder folder;
  const Model model = test::smallModel();
  model.save(folder / "model.maury");
  const Model read = Model::load(folder / "model.maury");
  const survey::Dataset data = test::smallSurvey();
  const Batch before = BatchMaker(model.info()).make(data, 0, 10);
  const Batch after = BatchMaker(read.info()).make(data, 0, 10);
  REQUIRE(networksOf(read).size() == 2);
  for (std::size_t m = 0; m < 2; ++m) {
    CHECK(torch::equal(networksOf(model)[m]->forward(before), networksOf(read)[m]->forward(after)));
  }
  CHECK(read.parameterCount() == model.parameterCount());
}

TEST_CASE("model file: a model file keeps all information about the model") {
  const test::TemporaryFolder folder;
  ModelInfo info = test::smallInfo();
  info.masks = {{850.55, 850.75}};
  info.fluxRange = {-4.0F, 6.0F, 0.97F, true};
  test::smallModel(info).save(folder / "model.maury");
  const ModelInfo read = Model::load(folder / "model.maury").info();
  CHECK(toJson(read.network) == toJson(info.network));
  CHECK(read.labels[1].name == "mh");
  CHECK(read.labels[1].minimum == -2.0);
  CHECK(read.inputs[0].unit == "mag");
  CHECK(read.inputs[0].fill == info.inputs[0].fill);
  CHECK(read.inputs[1].maximum == info.inputs[1].maximum);
  CHECK(read.grid.nm() == info.grid.nm());
  CHECK(read.masks[0].highNm == 850.75);
  CHECK(read.fluxOffset == info.fluxOffset);
  CHECK(read.fluxScale == info.fluxScale);
  CHECK(read.fluxFill == info.fluxFill);
  CHECK(read.fluxRange == info.fluxRange);
  CHECK(read.trainedOn.preprocessing == info.trainedOn.preprocessing);
  CHECK(read.trainedOn.notes == std::vector<std::string>{"a note"});
  CHECK(read.trainedOn.isMock);
  CHECK(read.split.seed == 42);
  CHECK(read.trainingStars == 8);
  CHECK(read.command == info.command);
}

TEST_CASE("model file: an invalid model file is refused with the reason") {
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) { f.tensors.erase("member1.spectrum.conv0.weight"); }),
                 "tensor 'member1.spectrum.conv0.weight' is missing"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) {
                   f.tensors["member0.output.bias"] = {{3}, {1.0F, 2.0F, 3.0F}};
                 }),
                 "tensor 'member0.output.bias' has the shape 3, but the described network needs 2"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) { f.tensors.at("member0.output.bias").values[0] = NAN; }),
                 "tensor 'member0.output.bias' contains a value that is not finite"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) { f.tensors.at("input.colours.scale").values[1] = 0.0F; }),
                 "input 'colours' has the invalid scale 0"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) { f.tensors.erase("flux.offset"); }),
                 "tensor 'flux.offset' is missing"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) { f.metadata.erase("maury"); }), "not a Maury model"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) { f.metadata["maury"] = "{"; }), "its metadata"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) {
                   replaceMetadata(f, "\"uncertainty\":[],\"version\":2", "\"uncertainty\":[],\"version\":9");
                 }),
                 "it was written by a newer Maury (its format is version 9, and this program reads up to version 2)"));
  CHECK(contains(
      refusalAfter([](io::SafetensorsFile& f) { replaceMetadata(f, "\"maximum\":7000.0", "\"maximum\":10.0"); }),
      "label 'teff' has the invalid range 3500…10"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) { replaceMetadata(f, "\"members\":2", "\"members\":-2"); }),
                 "its number of members, -2, is not within 1…1000"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) { replaceMetadata(f, "\"units\":5", "\"units\":60000"); }),
                 "parameters, but the file contains only"));
  CHECK(contains(refusalAfter([](io::SafetensorsFile& f) {
                   replaceMetadata(f, "[\"colours\",\"parallax\"]", "[\"parallax\",\"colours\"]");
                 }),
                 "its inputs do not match those of its network's branches"));
}

TEST_CASE("model file: metadata of another type, or that nests deeply, is refused with the key") {
  const auto replaced = [](const std::string& from, const std::string& to) {
    return refusalAfter([&](io::SafetensorsFile& file) { replaceMetadata(file, from, to); });
  };
  CHECK(contains(replaced("\"members\":2", "\"members\":2.5"), "\"members\" is not a whole number"));
  CHECK(contains(replaced("\"members\":2", "\"members\":1e300"), "\"members\" is not a whole number"));
  CHECK(contains(replaced("\"members\":2", "\"members\":[[2]]"), "\"members\" is not a whole number"));
  CHECK(contains(replaced("\"members\":2", "\"members\":2,\"members\":3"), "\"members\" twice"));
  CHECK(contains(replaced("\"trainingStars\":8", "\"trainingStars\":-8"), "\"trainingStars\" is not a non-negative"));
  CHECK(contains(replaced("\"trainingStars\":8", "\"training\":8"), "\"trainingStars\" is missing"));
  CHECK(contains(replaced("\"unit\":\"K\"", "\"unit\":7"), "\"unit\" is not text"));
  CHECK(contains(replaced("\"isMock\":true", "\"isMock\":1"), "\"isMock\" is neither true nor false"));
  CHECK(contains(replaced("\"maximum\":7000.0", "\"maximum\":1e999"), "1e999"));
  CHECK(contains(replaced("\"gridVacuumNm\":[", "\"gridVacuumNm\":[null,"), "\"gridVacuumNm\" contains an item"));
  CHECK(contains(replaced("\"units\":5", "\"units\":5,\"unitz\":6"), "\"unitz\" is not a key of"));
  CHECK(contains(replaced("\"units\":5", "\"units\":" + std::string(200'000, '[')), "nested more than 64 deep"));
}

TEST_CASE("model file: a damaged weight is found by the file's digest, and equal models have equal bytes") {
  const test::TemporaryFolder folder;
  test::smallModel().save(folder / "a.maury");
  test::smallModel().save(folder / "b.maury");
  std::string bytes = test::bytesOf(folder / "a.maury");
  CHECK(bytes == test::bytesOf(folder / "b.maury"));
  bytes[bytes.size() - 2] = static_cast<char>(bytes[bytes.size() - 2] ^ 1);  // a bit of the last weight
  test::writeBytes(folder / "a.maury", bytes);
  CHECK(contains(refusal(folder / "a.maury"), "is damaged: its contents do not match the digest"));
}

TEST_CASE("model file: a truncated, an empty and a missing model file are refused") {
  const test::TemporaryFolder folder;
  const auto path = folder / "model.maury";
  CHECK(refusal(path) != "accepted");
  test::smallModel().save(path);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 5);
  CHECK(refusal(path) != "accepted");
  std::filesystem::resize_file(path, 0);
  CHECK(refusal(path) != "accepted");
}

TEST_CASE("model file: a survey that does not fit the model is refused with the reason") {
  const Model model = test::smallModel();
  const survey::Dataset good = test::smallSurvey();
  CHECK(mismatch(model, good) == "fits");

  survey::Dataset other = good;
  other.grid = spectra::WavelengthGrid::linear(850.0, 0.1, 17);
  CHECK(contains(mismatch(model, other),
                 "the model needs spectra of 16 px, 850.00–851.50 nm (vacuum); this survey has 17 px"));
  other = good;
  other.inputs.pop_back();
  CHECK(contains(mismatch(model, other),
                 "the model needs the input 'parallax', which this survey lacks (its inputs: 'colours')"));
  other = good;
  other.inputs[0].width = 3;
  CHECK(contains(mismatch(model, other), "the model needs 2 elements of the input 'colours'; this survey has 3"));
  other = good;
  other.inputs[1].unit = "arcsec";
  CHECK(contains(mismatch(model, other), "the input 'parallax' in 'mas'; this survey has it in 'arcsec'"));
  other = good;
  other.provenance.preprocessing = {"edge-fill value=1", "continuum method=running-mean pixels=7"};
  CHECK(contains(mismatch(model, other),
                 "this survey was prepared with the step 'continuum method=running-mean pixels=7', where the model "
                 "has 'continuum method=running-mean pixels=5'"));
  other.provenance.preprocessing = {"edge-fill value=1", "continuum method=running-mean pixels=5", "air-to-vacuum"};
  CHECK(contains(mismatch(model, other), "prepared with the step 'air-to-vacuum', which the model does not have"));
}

TEST_CASE("model file: a survey lacks the remaining steps of the model, whatever its notes") {
  const Model model = test::smallModel();
  survey::Dataset survey = test::smallSurvey();
  CHECK(model.missingSteps(survey).empty());
  survey.provenance.notes = {"read on a Sunday"};
  CHECK(model.missingSteps(survey).empty());
  survey.provenance.preprocessing.pop_back();
  CHECK(model.missingSteps(survey).texts() == std::vector<std::string>{"continuum method=running-mean pixels=5"});
  survey.provenance.preprocessing.clear();
  CHECK(model.missingSteps(survey).texts() == model.info().trainedOn.preprocessing);
  // Steps that change inputs matter only if the network takes these inputs.
  survey.provenance.preprocessing = {"xp-normalise bp=colours rp=other", "edge-fill value=1"};
  CHECK(contains(mismatch(model, survey), "'xp-normalise bp=colours rp=other', where the model has"));
  survey.provenance.preprocessing = {"absolute-magnitudes", "edge-fill value=1", "xp-normalise"};
  CHECK(model.missingSteps(survey).texts() == std::vector<std::string>{"continuum method=running-mean pixels=5"});
  survey.provenance.preprocessing.clear();
  // The survey must fit the model after the missing steps.
  survey.grid = spectra::WavelengthGrid::linear(850.0, 0.1, 17);
  CHECK(contains(mismatch(model, survey), "the model needs spectra of 16 px"));
}

TEST_CASE("model file: the runtime information names the loaded BLAS") {
  const RuntimeInfo info = runtimeInfo();
  CHECK(info.libTorch.find('.') != std::string::npos);
  CHECK(info.threads >= 1);
  // Compare with an independent source, the kernel's list of mapped files.
  const std::string mapped = test::bytesOf("/proc/self/maps");
  CHECK(contains(info.blas, "OpenBLAS") == contains(mapped, "openblas"));
  CHECK(contains(info.summary(), info.blas));
}

TEST_CASE("model file: weight shapes agree with the tensors of the network built from the description") {
  auto descriptions = test::smoothNetworks();
  descriptions.emplace_back("every kind", test::layeredNetwork());
  for (const std::string& preset : presetNames())
    descriptions.emplace_back(preset, presetDescription(preset));
  for (const auto& [name, description] : descriptions) {
    INFO(name);
    ModelInfo info = test::smallInfo();
    info.network = description;
    info.inputs.clear();
    for (const AuxiliaryInputs& branch : description.auxiliary()) {
      for (const std::string& input : branch.inputs)
        info.inputs.push_back({input, "", 2, {0, 0}, {1, 1}, {0, 0}, {0, 0}, {1, 1}});
    }
    info.grid = spectra::WavelengthGrid::linear(850.0, 0.1, 900);
    info.fluxOffset.assign(900, 0.0F);
    const std::unique_ptr<HybridCnn> network = emptyNetwork(info);
    const MemberWeights tensors = network->tensors();
    const std::vector<WeightShape> shapes = weightShapes(info);
    CHECK(shapes.size() == tensors.size());
    CHECK_NOTHROW(requireWeights(shapes, tensors, ""));
    CHECK(Model(info, {tensors}).parameterCount() == network->parameterCount());
  }
}

TEST_CASE("model file: OpenBLAS uses vector instructions on a processor that it does not recognise") {
  selectBlasKernels();  // restarts this test if necessary
  const std::string name = blasName();
  CHECK_FALSE(contains(name, "Prescott"));
  CHECK_FALSE(contains(name, "Barcelona"));
  // Matrix products of the selected kernels agree with plain loops.
  constexpr std::int64_t kSize = 37;
  torch::manual_seed(1);
  const torch::Tensor a = torch::randn({kSize, kSize}), b = torch::randn({kSize, kSize});
  const torch::Tensor loops = (a.unsqueeze(2) * b.unsqueeze(0)).sum(1);
  CHECK((torch::mm(a, b) - loops).abs().max().item<double>() < 1e-4);
}
