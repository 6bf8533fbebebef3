// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of labels that are restricted to part of the spectrum.
#include <filesystem>

#include "network/Networks.torch.h"
#include "network/description/WindowText.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using namespace maury::network;

namespace {

/// Returns smallInfo() with a window for the second of its two labels, which then sees two pixels.
ModelInfo windowedInfo() {
  ModelInfo info = test::smallInfo();
  REQUIRE(info.labels.size() == 2);
  info.network.windows = {{info.labels[1].name, {{info.grid[3], info.grid[4]}}}};
  return info;
}

Batch batchOf(const ModelInfo& info, bool withGradient) {
  const auto pixels = static_cast<std::int64_t>(info.pixels().size());
  torch::manual_seed(3);
  Batch batch{asNetworkFlux(torch::randn({5, pixels}, deviceOptions())), {}};
  const BatchMaker maker(info);
  for (const std::size_t width : maker.auxiliaryWidths())
    batch.auxiliary.push_back(torch::randn({5, static_cast<std::int64_t>(width)}, deviceOptions()));
  if (withGradient) batch.flux.requires_grad_(true);
  return batch;
}

std::unique_ptr<HybridCnn> randomNetwork(const ModelInfo& info) {
  auto network = emptyNetwork(info);
  auto numbers = test::generator(7);
  network->initialise(numbers);
  return network;
}

}  // namespace

TEST_CASE("label windows: a label with windows depends on no pixel outside them, and the others on every pixel") {
  for (const bool variance : {false, true}) {
    ModelInfo info = windowedInfo();
    info.network.predictsVariance = variance;
    const auto network = randomNetwork(info);
    const std::vector<std::size_t> pixels = info.pixels();
    for (std::int64_t label = 0; label < 2; ++label) {
      const Batch batch = batchOf(info, true);
      network->forwardAll(batch).select(1, label).sum().backward();
      const torch::Tensor gradient = batch.flux.grad().abs().sum(0).flatten();
      for (std::size_t j = 0; j < pixels.size(); ++j) {
        const bool seen = label == 0 || pixels[j] == 3 || pixels[j] == 4;
        const auto value = gradient[static_cast<std::int64_t>(j)].item<float>();
        INFO("label " << label << ", pixel " << pixels[j]);
        if (!seen) CHECK(value == 0.0F);
        if (label == 1 && seen) CHECK(value > 0.0F);
      }
      if (label == 0) CHECK(gradient.count_nonzero().item<std::int64_t>() > 2);
    }
  }
}

TEST_CASE("label windows: predictions of labels without windows do not change") {
  const ModelInfo windowed = windowedInfo(), plainInfo = test::smallInfo();
  const auto network = randomNetwork(windowed), plain = randomNetwork(plainInfo);
  const Batch batch = batchOf(windowed, false);
  CHECK(torch::equal(network->forward(batch).select(1, 0), plain->forward(batch).select(1, 0)));
  CHECK_FALSE(torch::equal(network->forward(batch).select(1, 1), plain->forward(batch).select(1, 1)));
  const auto copy = network->clone();
  CHECK(torch::equal(copy->forward(batch), network->forward(batch)));
}

TEST_CASE("label windows: windows are saved in the model file and read back") {
  const test::TemporaryFolder folder;
  const Model model = test::smallModel(windowedInfo());
  model.save(folder / "windows.safetensors");
  const Model read = Model::load(folder / "windows.safetensors");
  CHECK((read.info().network.windows == model.info().network.windows));
  CHECK(read.info().network.passes(2) == 2);
}

TEST_CASE("label windows: windows of an unknown label or without a pixel are refused with a message") {
  ModelInfo info = windowedInfo();
  info.network.windows[0].label = "age";
  CHECK_THROWS_WITH(emptyNetwork(info), Catch::Contains("age, which is not a label"));
  info = windowedInfo();
  info.network.windows[0].rangesNm = {{1.0, 2.0}};
  CHECK_THROWS_WITH(emptyNetwork(info), Catch::Contains("no pixel"));
}

TEST_CASE("window text: elements and wavelengths are read, other words are refused") {
  const auto grid = spectra::WavelengthGrid::linear(846.015, 0.03, 800);
  const LabelWindows alpha = windowsFromText("[α/M]=Ca,Ti", grid);
  CHECK(alpha.label == "alpham");
  const auto sees = [&](double nm) {
    return std::any_of(alpha.rangesNm.begin(), alpha.rangesNm.end(), [nm](const auto& r) { return r.contains(nm); });
  };
  CHECK(sees(854.444));        // Ca II
  CHECK_FALSE(sees(868.863));  // Fe I
  for (std::size_t i = 1; i < alpha.rangesNm.size(); ++i)
    CHECK(alpha.rangesNm[i].lowNm > alpha.rangesNm[i - 1].highNm);
  const LabelWindows both = windowsFromText("mh=855.0-856.2, 856.0-857", grid);
  REQUIRE(both.rangesNm.size() == 1);
  CHECK((both.rangesNm[0] == spectra::WavelengthRange{855.0, 857.0}));
  CHECK((windowsFromText(windowsText(both), grid) == both));
  for (const char* wrong : {"alpham", "=Ca", "alpham=", "alpham=Xx", "alpham=Ca,856-855"})
    CHECK_THROWS_AS(windowsFromText(wrong, grid), Error);
}
