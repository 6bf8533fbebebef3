// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/NetworkDescription.h"

#include <algorithm>
#include <functional>

#include "base/Error.h"
#include "network/description/DescriptionJson.h"
#include "network/description/Fingerprint.h"
#include "network/description/HybridLayout.h"
#include "network/description/Presets.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"

using namespace maury;
using namespace maury::network;

namespace {

/// Returns the layers of one branch in the form "layer: shape".
std::vector<std::string> shapes(const std::vector<LayerRow>& rows, const std::string& branch) {
  std::vector<std::string> result;
  for (const LayerRow& row : rows) {
    if (row.branch == branch) result.push_back(row.layer + ": " + row.shape);
  }
  return result;
}

std::string messageOf(const std::string& json) {
  const auto error = test::errorOf([&] { descriptionFromJson(json); });
  if (error) CHECK(error->kind == ErrorKind::Format);
  return error ? error->message : "accepted";
}

std::string replaceText(std::string text, const std::string& from, const std::string& to) {
  const std::size_t position = text.find(from);
  REQUIRE(position != std::string::npos);
  return text.replace(position, from.size(), to);
}

}  // namespace

// Parameter counts of the published networks: the Keras file of Guiglion+2020 contains 58 549 weights (sum over its
// datasets); Nepal+2023 with four labels has 448 134 (88 + 726 + 244 + 434 496 + 8320 + 4128 + 132).
TEST_CASE("network description: the published networks have their published number of parameters") {
  CHECK(parameterCount(presetDescription("guiglion2020"), 912, {9}, 9) == 58549);
  CHECK(parameterCount(presetDescription("nepal2023"), 6861, {}, 4) == 448134);
}

TEST_CASE("network description: the layers of Guiglion+2020 have the shapes of the paper") {
  const auto rows = layerList(presetDescription("guiglion2020"), 912, {9}, 9);
  CHECK(shapes(rows, "spectrum") == std::vector<std::string>{"conv 8 × 10: 903 × 8", "conv 4 × 10: 894 × 4",
                                                             "conv 2 × 10: 885 × 2", "dropout 0.2: 885 × 2",
                                                             "dense 32: 32"});
  CHECK(shapes(rows, "photometry") == std::vector<std::string>{"dense 27: 27"});
  CHECK(shapes(rows, "joined") == std::vector<std::string>{"dense 16: 16", "output 9: 9"});
}

TEST_CASE("network description: the layers of Nepal+2023 pool 6861 pixels to 1697 positions") {
  const auto rows = layerList(presetDescription("nepal2023"), 6861, {}, 4);
  const auto spectrum = shapes(rows, "spectrum");
  CHECK(std::find(spectrum.begin(), spectrum.end(), "conv 4 × 10: 1697 × 4") != spectrum.end());
  const auto layout = layoutOf(presetDescription("nepal2023"));
  REQUIRE(layout);
  for (const auto& size : layout->convolutions)
    CHECK(size.l2 == 0.005);
}

TEST_CASE("network description: hybrid-rvs costs a few million operations per star") {
  const NetworkDescription d = presetDescription("hybrid-rvs");
  CHECK(forwardFlop(d, 800, {110, 4}, 5) > 2'000'000);
  CHECK(forwardFlop(d, 800, {110, 4}, 5) < 8'000'000);
}

TEST_CASE("network description: an unknown preset is refused with a list of the known names") {
  const auto error = test::errorOf([] { presetDescription("resnet"); });
  CHECK(error->kind == ErrorKind::Usage);
  for (const std::string& name : presetNames())
    CHECK(error->says(name));
}

TEST_CASE("network description: a spectrum too short for the convolutions is refused") {
  CHECK_NOTHROW(parameterCount(presetDescription("guiglion2020"), 28, {9}, 9));
  const auto error = test::errorOf([] { parameterCount(presetDescription("guiglion2020"), 27, {9}, 9); });
  CHECK(error->kind == ErrorKind::Mismatch);
  CHECK(error->says("27 pixels is too short"));
}

TEST_CASE("network description: a description survives JSON") {
  for (const std::string& name : presetNames()) {
    const std::string json = toJson(presetDescription(name));
    CHECK(toJson(descriptionFromJson(json)) == json);
    CHECK(json.find(name) != std::string::npos);
  }
}

TEST_CASE("network description: the layout is recovered from its graph, and other graphs have none") {
  for (const std::string& name : presetNames()) {
    const NetworkDescription description = presetDescription(name);
    const auto layout = layoutOf(description);
    REQUIRE(layout);
    CHECK(toJson(describe(*layout)) == toJson(description));
    // Version 1 can express it: the fingerprint is still in version 1, which is read as the same graph.
    const std::string text = fingerprintText(description);
    CHECK(text.find("\"convolutionDropout\"") != std::string::npos);
    CHECK(toJson(descriptionFromJson(text)) == toJson(description));
  }
  NetworkDescription description = presetDescription("hybrid-rvs");
  description.branch("spectrum").layers.push_back(LayerNorm{});
  CHECK_FALSE(layoutOf(description));
  CHECK(fingerprintText(description) == toJson(description));
  description = presetDescription("hybrid-rvs");
  description.branch("joined").from = {"xp", "spectrum", "photometry"};
  CHECK_FALSE(layoutOf(description));
  description = presetDescription("hybrid-rvs");
  setActivationSlope(description, 0.1);
  CHECK(activationSlope(description) == 0.1);
  CHECK(layoutOf(description)->leakySlope == 0.1);
}

TEST_CASE("network description: an invalid value is refused with its key") {
  const std::string good = toJson(presetDescription("guiglion2020"));
  CHECK(messageOf("{") == "network description: invalid JSON at line 1, column 2");
  CHECK(messageOf("{\n  \"preset\": x}") == "network description: invalid JSON at line 2, column 13");
  CHECK(
      messageOf(replaceText(good, "slope", "leak")) ==
      "network description: \"leak\" is not a key of a layer of the kind \"convolution\"; the keys are kind, filters, "
      "kernel, l2, padded, slope");
  CHECK(messageOf(replaceText(good, "\"preset\": \"guiglion2020\",", "")) ==
        "network description: \"preset\" is missing");
  CHECK(messageOf(replaceText(good, "\"kernel\": 10", "\"kernel\": 0")) ==
        "network description: \"kernel\" is 0, but must be between 1 and 65536");
  CHECK(messageOf(replaceText(good, "\"kernel\": 10", "\"kernel\": 9.5")) ==
        "network description: \"kernel\" is not a whole number");
  CHECK(messageOf(replaceText(good, "\"rate\": 0.2", "\"rate\": 1.0")) ==
        "network description: \"rate\" is 1, but must be within [0, 1)");
  CHECK(messageOf(replaceText(good, "as delivered", "log")) ==
        "network description: \"scaling\" is \"log\", but must be \"standardised\" or \"as delivered\"");
  CHECK(messageOf(replaceText(good, "\"name\": \"photometry\"", "\"name\": \"spectrum\"")) ==
        "network description: two \"branches\" are called \"spectrum\"");
}

TEST_CASE("network description: without its auxiliary inputs a hybrid network uses the spectrum alone") {
  const NetworkDescription hybrid = presetDescription("hybrid-rvs");
  const NetworkDescription alone = withoutMissingInputs(hybrid, {});
  CHECK(alone.auxiliary().empty());
  CHECK(alone.preset.empty());
  CHECK(alone.branch("spectrum").layers.size() == hybrid.branch("spectrum").layers.size());
  CHECK(alone.branch("joined").from == std::vector<std::string>{"spectrum"});

  const NetworkDescription withParallax = withoutMissingInputs(hybrid, {"parallax"});
  REQUIRE(withParallax.auxiliary().size() == 1);
  CHECK(withParallax.auxiliary()[0].inputs == std::vector<std::string>{"parallax"});
  CHECK(withoutMissingInputs(presetDescription("spectrum-small"), {}).preset == "spectrum-small");
}

TEST_CASE("network description: starnet and astronn have as many parameters as the code of their papers") {
  using maury::network::parameterCount;
  using maury::network::presetDescription;
  // 7214 px: 4 × 8 + 4; 16 × 4 × 8 + 16; 1803 × 16 → 256; 256 → 128; 128 → 3.
  const std::size_t starnet = 36 + 528 + (28848 * 256 + 256) + (256 * 128 + 128) + (128 * 3 + 3);
  CHECK(starnet == 7419191);
  CHECK(parameterCount(presetDescription("starnet"), 7214, {}, 3) == starnet);
  // 7514 px: 2 × 8 + 2; 4 × 2 × 8 + 4; 1878 × 4 → 196; 196 → 96; 96 → 22 means and 22 variances.
  const std::size_t astronn = 18 + 68 + (7512 * 196 + 196) + (196 * 96 + 96) + 2 * (96 * 22 + 22);
  CHECK(astronn == 1495814);
  CHECK(parameterCount(presetDescription("astronn"), 7514, {}, 22) == astronn);
}

TEST_CASE("network description: an unknown key is refused with its name, anywhere") {
  NetworkDescription description = presetDescription("guiglion2020");
  description.windows = {{"teff", {{850.0, 851.0}}}};
  const std::string good = toJson(description);
  CHECK(toJson(descriptionFromJson(good)) == good);
  for (const std::string place :
       {"\"version\": 2", "\"kernel\": 10", "\"name\": \"photometry\"", "\"name\": \"output\"", "\"label\": \"teff\""})
    CHECK(
        test::contains(messageOf(replaceText(good, place, place + ", \"strides\": 2")), "\"strides\" is not a key of"));
  CHECK(messageOf(replaceText(good, "\"kernel\": 10", "\"kernel\": 10, \"kernel\": 11")) ==
        "network description: JSON with the key \"kernel\" twice in the same object");
  // Version 1, in which fingerprints are still written.
  const std::string first = fingerprintText(description);
  CHECK(toJson(descriptionFromJson(first)) == good);
  for (const std::string place : {"\"leakySlope\"", "\"kernel\"", "\"units\"", "\"inputs\""})
    CHECK(test::contains(messageOf(replaceText(first, place, "\"strides\": 2, " + place)),
                         "\"strides\" is not a key of"));
}

TEST_CASE("network description: JSON that nests deeply, and long names, are refused in a short message") {
  const std::string good = toJson(presetDescription("guiglion2020"));
  CHECK(messageOf(replaceText(good, "\"kernel\": 10", "\"kernel\": " + std::string(500'000, '['))) ==
        "network description: JSON nested more than 64 deep");
  CHECK(messageOf(std::string(500'000, '{')).size() < 200);
  const std::string longName(100'000, 'n');
  for (const std::string place : {"\"convolution\"", "\"as delivered\"", "\"photometry\"", "\"output\""})
    CHECK(messageOf(replaceText(good, place, '"' + longName + '"')).size() < 400);
  CHECK(test::contains(messageOf(replaceText(good, "\"kernel\": 10", "\"kernel\": 1e999")), "\"1e999\""));
  CHECK(test::contains(messageOf(replaceText(good, "\"kernel\": 10", "\"kernel\": 18446744073709551615")),
                       "\"kernel\" is 18446744073709551615, but must be between 1 and 65536"));
}

TEST_CASE("network description: sizes that exceed 64 bits are refused, not wrapped") {
  // Each branch takes the one before it twice, so that the width doubles.
  NetworkDescription description;
  std::string last = "spectrum";
  for (int i = 0; i < 70; ++i) {
    const std::string name = "b" + std::to_string(i);
    description.branches.push_back({name, {}, {last, last}, Join::Concatenate, {}});
    last = name;
  }
  description.outputs = {{"output", {last}}};
  CHECK_NOTHROW(requireGraph(description));
  for (const auto& call : std::vector<std::function<void()>>{[&] { parameterCount(description, 800, {}, 3); },
                                                             [&] { forwardFlop(description, 800, {}, 3); },
                                                             [&] { branchShapes(description, 800, {}); }}) {
    const auto error = test::errorOf(call);
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::Mismatch);
    CHECK(error->says("the network is too large"));
  }
  // A number that fits is exact: 65536 filters on 800 pixels, a dense layer of 65536 units, and the output.
  NetworkDescription large;
  large.branches.front().layers = {Convolution{.filters = 65536, .kernel = 1, .padded = true}, Dense{65536, 0.3}};
  const std::size_t expected = 2 * 65536 + (std::size_t{800} * 65536 * 65536 + 65536) + (65536 + 1) * 3;
  CHECK(parameterCount(large, 800, {}, 3) == expected);
  CHECK(test::refusalOf([&] { requireTrainableSize(expected); }) ==
        "the network has 3435974230019 parameters, but at most 200000000 can be trained; use fewer filters or units");
  CHECK(checkedProduct(0, kLargestSize) == 0);
  CHECK(checkedProduct(1, kLargestSize) == kLargestSize);
  CHECK_THROWS_AS(checkedProduct(std::size_t{1} << 32, std::size_t{1} << 32), Error);
  CHECK_THROWS_AS(checkedSum(kLargestSize, 1), Error);
}

TEST_CASE("network description: more branches than any network has are refused at once") {
  NetworkDescription description;
  for (int i = 0; i < 1000; ++i)
    description.branches.push_back({"b" + std::to_string(i), {}, {"spectrum"}, Join::Concatenate, {}});
  CHECK(test::contains(test::refusalOf([&] { requireGraph(description); }), "\"branches\" has 1001 items"));
}
