// SPDX-License-Identifier: GPL-3.0-or-later
// Thousands of damaged model files: each must either be refused with an error message or be read as a model that can
// predict. This test replaces libFuzzer, which needs Clang, which cannot compile Debian's LibTorch as C++20. The
// environment variable MAURY_DAMAGED_MODELS sets the number of files.
#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/Random.h"
#include "inference/Predictor.h"
#include "network/Networks.torch.h"
#include "support/Catch.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;

namespace {

constexpr std::size_t kLengthBytes = 8;  // size of the header's length at the start of a safetensors file

/// Returns the begin and end of a random number, word or other character of the header.
std::pair<std::size_t, std::size_t> randomWord(const std::string& header, Random& random) {
  std::size_t begin = random.below(header.size());
  const bool digit = std::isdigit(static_cast<unsigned char>(header[begin])) != 0;
  const auto belongs = [&](char c) {
    return digit ? std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-'
                 : std::isalpha(static_cast<unsigned char>(c)) != 0;
  };
  std::size_t end = begin + 1;
  while (begin > 0 && belongs(header[begin - 1]))
    --begin;
  while (end < header.size() && belongs(header[end]))
    ++end;
  return {begin, end};
}

void damageHeader(std::string& header, Random& random) {
  static const std::array<const char*, 16> kWords{"0",    "-1",   "1",  "2",  "65536", "4294967296", "1e308", "-0.5",
                                                  "null", "true", "[]", "{}", "\"\"",  "\\\"x\\\"",  "nan",   "teff"};
  const auto [begin, end] = randomWord(header, random);
  switch (random.below(4)) {
    case 0:
      header.replace(begin, end - begin, kWords[random.below(kWords.size())]);
      break;
    case 1:
      header.erase(begin, end - begin);
      break;
    case 2:
      header.insert(begin, header.substr(begin, std::min<std::size_t>(random.below(64), header.size() - begin)));
      break;
    default:
      header[begin] = static_cast<char>(random.below(256));
  }
}

std::string damageFile(const std::string& whole, Random& random) {
  std::uint64_t length = 0;
  std::memcpy(&length, whole.data(), kLengthBytes);
  std::string header = whole.substr(kLengthBytes, length), data = whole.substr(kLengthBytes + length);
  const std::uint64_t kind = random.below(10);
  for (std::uint64_t times = 1 + random.below(3); kind < 7 && times > 0; --times)
    damageHeader(header, random);
  if (kind == 7) data[random.below(data.size())] = static_cast<char>(random.below(256));
  if (kind != 8) length = header.size();  // 8: a wrong header length
  std::string result(kLengthBytes, '\0');
  if (kind == 8) length = random.next() >> random.below(64);
  std::memcpy(result.data(), &length, kLengthBytes);
  result += header + data;
  if (kind == 9) result.resize(random.below(result.size()));
  return result;
}

/// Blanks the digest of a model file, which would find almost all damage before the reader does.
std::string withoutDigest(std::string bytes) {
  const std::size_t end = bytes.find('"', bytes.find("\"crc32 ") + 1) + 1;
  const std::size_t begin = bytes.rfind(',', bytes.find("maury-digest"));
  return bytes.replace(begin, end - begin, std::string(end - begin, ' '));
}

}  // namespace

TEST_CASE("damaged models: damaged model files are either refused with a message or predict") {
  const test::TemporaryFolder folder;
  const auto path = folder / "model.safetensors";
  network::ModelInfo info = test::smallInfo();
  info.network.windows = {{info.labels[0].name, {{info.grid[3], info.grid[9]}}}};
  test::smallModel(info).save(path);
  const std::string whole = withoutDigest(test::bytesOf(path));
  const survey::Dataset stars = test::smallSurvey();
  const char* asked = std::getenv("MAURY_DAMAGED_MODELS");
  const std::uint64_t count = asked != nullptr ? std::strtoull(asked, nullptr, 10) : 1000;
  Random random(7);
  std::uint64_t read = 0, refused = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string bytes = damageFile(whole, random);
    std::ofstream(path, std::ios::binary) << bytes;
    INFO("damage " << i);
    try {
      const network::Model model = network::Model::load(path);
      ++read;
      Job job;
      inference::predict(model, stars, job, 1);
    } catch (const Error& error) {
      ++refused;
      REQUIRE_FALSE(std::string(error.what()).empty());
    }
  }
  // Both cases must occur: damage that a reader cannot notice, and damage that it must notice.
  CHECK(read > count / 50);
  CHECK(refused > count / 2);
}
