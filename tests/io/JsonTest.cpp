// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Json.h"

#include <nlohmann/json.hpp>

#include "io/TextFile.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using nlohmann::json;

namespace {

/// Returns "accepted" or the error message for a document.
std::string refusal(const std::string& text, std::size_t maxBytes = io::kMaxJsonBytes) {
  return test::refusalOf([&] { io::parseJson(text, maxBytes); });
}

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i)
    text += open;
  text += "0";
  for (std::size_t i = 0; i < depth; ++i)
    text += close;
  return text;
}

}  // namespace

TEST_CASE("json: a document reads with all kinds of values") {
  const std::string text =
      R"({"a":[1,-2,18446744073709551615,2.5,true,false,null,"x \u00e9"],"b":{"c":{}},"d":[],"e":[[1],{"f":[2]}]})";
  CHECK(*io::parseJson(text) == json::parse(text));
  CHECK(*io::parseJson("7") == json(7));
  CHECK(*io::parseJson(" \"a\" ") == json("a"));
}

TEST_CASE("json: nesting beyond the limit is refused before a value of that depth exists") {
  CHECK(refusal(nested(io::kMaxJsonDepth, "[", "]")) == "accepted");
  CHECK(refusal(nested(io::kMaxJsonDepth + 1, "[", "]")) == "JSON nested more than 64 deep");
  CHECK(refusal(nested(io::kMaxJsonDepth + 1, "{\"a\":", "}")) == "JSON nested more than 64 deep");
  // Deep enough to overflow the stack of any recursive visit.
  CHECK(refusal(nested(2'000'000, "[", "]")) == "JSON nested more than 64 deep");
  CHECK(refusal(nested(2'000'000, "[{\"a\":", "}]")) == "JSON nested more than 64 deep");
  CHECK(refusal(std::string(2'000'000, '[')) == "JSON nested more than 64 deep");
}

TEST_CASE("json: duplicate keys, numbers that are too large, NaN and large documents are refused in words") {
  CHECK(refusal(R"({"a":1,"b":{"a":2}})") == "accepted");
  CHECK(refusal(R"({"b":1,"a":{"b":1,"b":2}})") == "JSON with the key \"b\" twice in the same object");
  CHECK(refusal(R"({"a":1e999})") == "JSON with the number \"1e999\", which is too large");
  CHECK(refusal(R"({"a":NaN})") == "invalid JSON at line 1, column 6");
  CHECK(refusal("{\"a\":1,\n \"b\":}") == "invalid JSON at line 2, column 6");
  CHECK(refusal("") == "invalid JSON at line 1, column 1");
  CHECK(refusal("[\"\xE9\"]").starts_with("invalid JSON at line 1"));
  CHECK(refusal("[1,2]", 4) == "JSON of 5 bytes, but at most 4 are read");
  std::string many = "[0";
  for (std::size_t i = 0; i < io::kMaxJsonValues; ++i)
    many += ",0";
  CHECK(refusal(many + "]") == "JSON with more than 4000000 values");
}

TEST_CASE("json: no message is long, whatever the document holds") {
  const std::string longText(1'000'000, 'k');
  for (const std::string& text : {"{\"" + longText + "\":1,\"" + longText + "\":2}", "[1" + longText + "]",
                                  "[1" + std::string(1'000'000, '0') + "e999]"})
    CHECK(refusal(text).size() < 200);
  CHECK(io::shorten(longText).size() < 70);
  CHECK(io::shorten("short") == "short");
  // A character of UTF-8 is never cut: here é begins at byte 59.
  CHECK(io::shorten(std::string(59, 'a') + "é" + longText) == std::string(59, 'a') + "…");
}

TEST_CASE("json: a value of another type or out of range is refused with its key") {
  const auto refused = [](const char* text, const auto& convert) {
    const io::JsonDocument document = io::parseJson(text);
    const json& value = *document;
    return test::refusalOf([&] { convert(value, "k"); });
  };
  const auto whole = [](const json& value, const char* key) { io::jsonWhole(value, key, 1, 9); };
  CHECK(refused("9", whole) == "accepted");
  CHECK(refused("10", whole) == "\"k\" is 10, but must be between 1 and 9");
  CHECK(refused("18446744073709551615", whole) == "\"k\" is 18446744073709551615, but must be between 1 and 9");
  CHECK(refused("1e300", whole) == "\"k\" is not a whole number");
  CHECK(refused("[[1]]", whole) == "\"k\" is not a whole number");
  CHECK(refused("-1", io::jsonCount) == "\"k\" is not a non-negative whole number");
  CHECK(refused("1", io::jsonText) == "\"k\" is not text");
  CHECK(refused("1", io::jsonFlag) == "\"k\" is neither true nor false");
  CHECK(refused("null", io::jsonReal) == "\"k\" is not a number");
  CHECK(refused("1e300", io::jsonFloat) == "\"k\" is 1e+300, which is too large");
  CHECK(refused("{}", io::jsonReals) == "\"k\" is not a list");
  CHECK(refused("[1,\"2\"]", io::jsonReals) == "\"k\" contains an item that is not a number");
  CHECK(refused("[\"1\",2]", io::jsonTexts) == "\"k\" contains an item that is not text");
  CHECK(test::refusalOf([] { io::jsonField(*io::parseJson("[]"), "k"); }) == "\"k\" is missing");
  CHECK(test::refusalOf([] {
          io::requireKnownKeys(*io::parseJson(R"({"a":1,"c":2})"), "a thing", {"a", "b"});
        }) == "\"c\" is not a key of a thing; the keys are a, b");
}

TEST_CASE("text file: one that is larger than the limit is refused with its name") {
  const test::TemporaryFolder folder;
  const auto path = test::writeBytes(folder / "a.json", std::string(100'000, ' '));
  CHECK(io::readTextFile(path, 100'000).size() == 100'000);
  CHECK(test::refusalOf([&] { io::readTextFile(path, 99'999); }) ==
        path.string() + ": is larger than 99999 bytes, the limit for such a file");
  CHECK(test::contains(test::refusalOf([&] { io::readTextFile(folder / "absent", 10); }), "there is no such file"));
}
