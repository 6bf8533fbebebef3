// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Option.h"

#include "base/MemberCount.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"

using namespace maury;

namespace {

enum class Colour { Red, Green };

struct Inner {
  double low = -1.0, high = 1.0;
};

struct Settings {
  bool deep = false;
  int steps = 3;
  unsigned threads = 0;
  double rate = 0.1;
  std::string name;
  std::filesystem::path folder;
  Colour colour = Colour::Red;
  std::vector<double> edges{1, 2};
  std::vector<std::string> labels;
  Inner inner;
};

const OptionTable<Settings>& settingsTable() {
  static const OptionTable<Settings> table = [] {
    OptionTable<Settings> made{
        describe("deep", &Settings::deep, {.flag = "--deep"}),
        describe("steps", &Settings::steps, {.flag = "--steps", .low = 1, .high = 10, .fingerprint = 2}),
        describe("threads", &Settings::threads, {.flag = "--threads", .executionOnly = true}),
        describe("rate", &Settings::rate,
                 {.flag = "--rate", .unit = "nm", .low = 0, .aboveLow = true, .fingerprint = 1}),
        describe("name", &Settings::name, {.flag = "--name"}),
        describe("folder", &Settings::folder, {.flag = "--folder"}),
        describe("colour", &Settings::colour, {.flag = "--colour", .names = {"red", "green"}, .fingerprint = 3}),
        describe("edges", &Settings::edges, {.flag = "--edges"}),
        describe("labels", &Settings::labels, {.flag = "--labels"}),
    };
    const OptionTable<Inner> inner{describeRange("range", &Inner::low, &Inner::high, {.flag = "--range"})};
    addPart(made, "inner", &Settings::inner, inner);
    return made;
  }();
  return table;
}

const OptionDescription& descriptionOf(const char* key) {
  return findOption(settingsTable(), key).description;
}

std::string refusal(const char* key, const std::string& word) {
  const auto error = test::errorOf([&] { parseOption(descriptionOf(key), {word}); });
  return error && error->kind == ErrorKind::Usage ? error->message : "accepted";
}

}  // namespace

TEST_CASE("option: a command line names the options that differ from the defaults, except places") {
  Settings settings;
  CHECK(commandLine(settingsTable(), settings).empty());
  settings.deep = true;
  settings.rate = 1e-7;
  settings.threads = 4;
  settings.name = "it's";
  settings.colour = Colour::Green;
  settings.edges = {-1, 0.5};
  settings.inner.low = -2.5;
  CHECK(commandLine(settingsTable(), settings) ==
        " --deep --rate 1e-07 --name 'it'\\''s' --colour green --edges=-1,0.5 --range=-2.5,1");
  Settings usual = settings;
  settings.deep = false;
  CHECK(commandLine(settingsTable(), settings, usual) == " --deep=false");
}

TEST_CASE("option: invalid words are refused, and the message says what is allowed") {
  CHECK(refusal("steps", "0") == "--steps: '0' is not allowed; use INT in 1 … 10");
  CHECK(refusal("steps", "2.5") == "--steps: '2.5' is not allowed; use INT in 1 … 10");
  OptionDescription many = descriptionOf("steps");
  many.high = 1e7;
  CHECK(optionTypeText(many) == "INT in 1 … 10000000");
  CHECK(refusal("rate", "0") == "--rate: '0' is not allowed; use NUMBER above 0 (nm)");
  CHECK(refusal("rate", "nan") == "--rate: 'nan' is not allowed; use NUMBER above 0 (nm)");
  CHECK(refusal("colour", "blue") == "--colour: 'blue' is not one of red, green");
  CHECK(refusal("inner.range", "1") == "--range: '1' is not allowed; use LOW,HIGH");
  CHECK(refusal("threads", "-1") == "--threads: '-1' is not allowed; use INT");
  CHECK(parseOption(descriptionOf("edges"), {"-1,0.5", "2"}) == OptionValue(std::vector<double>{-1, 0.5, 2}));
}

TEST_CASE("option: a list of whole words keeps their commas and repeats the flag for each word") {
  const OptionDescription plain{.key = "labels", .flag = "--labels", .defaultValue = std::vector<std::string>{}};
  OptionDescription whole = plain;
  whole.wholeWords = true;
  const std::vector<std::string> words{"a,b=mh", "-c=ra", "two words=id"};
  CHECK(parseOption(whole, words) == OptionValue(words));
  CHECK(std::get<std::vector<std::string>>(parseOption(plain, words)).size() == 4);
  CHECK(optionTypeText(whole) == "TEXT");
  CHECK(optionWords(whole, words) == "--labels a,b=mh --labels=-c=ra --labels 'two words=id'");
}

TEST_CASE("option: values that a member cannot hold are refused") {
  Settings settings;
  const auto& steps = findOption(settingsTable(), "steps");
  CHECK_THROWS_AS(steps.set(settings, std::int64_t{1} << 40), Error);
  const auto& colour = findOption(settingsTable(), "colour");
  CHECK_THROWS_AS(colour.set(settings, std::string("blue")), Error);
  settings.steps = 11;
  const auto error = test::errorOf([&] { checkOptionRanges(settingsTable(), settings); });
  REQUIRE(error);
  CHECK(error->message == "The option 'steps' must be in 1 … 10, not 11.");
}

TEST_CASE("option: a fingerprint is exact") {
  CHECK(fingerprintText(descriptionOf("rate"), 0.1) == "0x1.999999999999ap-4");
  CHECK(fingerprintText(descriptionOf("colour"), std::string("green")) == "1");
  CHECK(fingerprintText(descriptionOf("deep"), true) == "true");
  CHECK(fingerprintText(descriptionOf("steps"), std::int64_t{3}) == "3");
}

TEST_CASE("option: members of a struct are counted, whatever their types") {
  CHECK(memberCount<Settings>() == 10);
  CHECK(memberCount<Inner>() == 2);
  CHECK(findOption(settingsTable(), "inner.range").offsets.size() == 1);
}
