// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Safetensors.h"

#include "base/Random.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

namespace {

io::SafetensorsFile sample() {
  io::SafetensorsFile contents;
  contents.metadata = {{"labels", "[\"teff\", \"[\xCE\xB1/M]\"]"}, {"empty", ""}};
  contents.tensors["conv.weight"] = {{2, 1, 3}, {1, 2, 3, 4, 5, -6.5f}};
  contents.tensors["bias"] = {{1}, {0.1f}};
  contents.tensors["none"] = {{0, 4}, {}};
  contents.tensors["scalar"] = {{}, {7}};
  return contents;
}

std::string fileOf(const std::string& header, std::size_t dataBytes) {
  std::string bytes;
  for (int i = 0; i < 8; ++i)
    bytes += static_cast<char>(header.size() >> (8 * i) & 0xFF);
  return bytes + header + std::string(dataBytes, '\0');
}

std::string refusal(const std::string& bytes) {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "m.safetensors", bytes);
  const auto error = test::errorOf([&] { io::readSafetensors(path); });
  REQUIRE(error);
  REQUIRE(error->kind == ErrorKind::Format);
  REQUIRE(error->message.starts_with(path.string()));
  return error->message.substr(path.string().size());
}

std::string entry(const std::string& type, const std::string& shape, const std::string& offsets) {
  return R"({"w":{"dtype":)" + type + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
}

}  // namespace

TEST_CASE("safetensors: a written file reads back") {
  const test::TemporaryFolder folder;
  io::writeSafetensors(folder / "m.safetensors", sample());
  const io::SafetensorsFile back = io::readSafetensors(folder / "m.safetensors");
  REQUIRE(back.metadata == sample().metadata);
  REQUIRE(back.tensors.size() == 4);
  for (const auto& [name, tensor] : sample().tensors) {
    REQUIRE(back.tensors.at(name).shape == tensor.shape);
    REQUIRE(back.tensors.at(name).values == tensor.values);
  }
  REQUIRE(test::fileCount(folder.path()) == 1);
}

// Python's safetensors 0.8.0 read the same values from this sample with safe_open(path, 'np') as f, f.metadata() and
// f.get_tensor(name).
TEST_CASE("safetensors: the written bytes follow the format") {
  const test::TemporaryFolder folder;
  io::SafetensorsFile contents;
  contents.tensors["b"] = {{2}, {1.0f, -2.0f}};
  io::writeSafetensors(folder / "m.safetensors", contents);
  // The digest is zlib.crc32(b'"b"' + struct.pack("<qq", 1, 2) + struct.pack("<ff", 1, -2)) in Python.
  std::string header = R"({"__metadata__":{"maury-digest":"crc32 a5a67f9c"},)"
                       R"("b":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}})";
  header.append((8 - header.size() % 8) % 8, ' ');
  const std::string data("\x00\x00\x80\x3f\x00\x00\x00\xc0", 8);  // IEEE 754 single, little-endian
  REQUIRE(test::bytesOf(folder / "m.safetensors") == fileOf(header, 0) + data);
}

TEST_CASE("safetensors: every contradiction between header and file is refused, and the message names it") {
  REQUIRE(refusal("short") == ": is not a safetensors file: only 5 bytes");
  REQUIRE(refusal(std::string(8, '\xff')).starts_with(": is not a safetensors file: its header would be"));
  REQUIRE(refusal(fileOf("{}", 0).substr(0, 9)) == ": truncated: its header states 10 bytes, the file has 9");
  REQUIRE(refusal(fileOf("{", 0)).starts_with(": is not a safetensors file: its header is invalid JSON at line 1"));
  REQUIRE(refusal(fileOf("[]", 0)) == ": is not a safetensors file: its header is not a JSON object");
  REQUIRE(refusal(fileOf(R"({"__metadata__":{"a":1}})", 0)) == ": its metadata entry 'a' is not a string");
  REQUIRE(refusal(fileOf(R"({"w":{}})", 0)) == ", tensor 'w': its entry lacks dtype, shape or data_offsets");
  REQUIRE(refusal(fileOf(entry(R"("F16")", "[2]", "[0,4]"), 4)) ==
          ", tensor 'w': its type is \"F16\", but only F32 is supported");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[-1]", "[0,4]"), 4)) ==
          ", tensor 'w': shape is not a list of non-negative whole numbers");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[1.5]", "[0,4]"), 4)) ==
          ", tensor 'w': shape is not a list of non-negative whole numbers");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[1]", "[0]"), 4)) == ", tensor 'w': data_offsets are not two numbers");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[1]", "[4,0]"), 4)) == ", tensor 'w': data_offsets end before they begin");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[2]", "[0,8]"), 4)) ==
          ", tensor 'w': truncated: its data end at byte 8, but the file has only 4 bytes of data");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[3]", "[0,8]"), 8)) ==
          ", tensor 'w': its shape does not match its 8 bytes of data");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[4294967296,4294967296]", "[0,0]"), 0)) ==
          ", tensor 'w': its shape does not match its 0 bytes of data");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[1]", "[4,8]"), 8)) ==
          ", tensor 'w': 4 bytes before its data belong to no tensor");
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[1]", "[0,4]"), 8)) == ": 4 bytes at its end belong to no tensor");
  const std::string overlap = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                              R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})";
  REQUIRE(refusal(fileOf(overlap, 12)) == ", tensor 'b': its data overlap with another tensor's");
}

TEST_CASE("safetensors: contents that cannot be written leave the old file") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "m.safetensors", "old");
  io::SafetensorsFile wrong;
  wrong.tensors["w"] = {{3}, {1, 2}};
  const auto misfit = test::errorOf([&] { io::writeSafetensors(path, wrong); });
  REQUIRE(misfit);
  REQUIRE(misfit->says("tensor 'w': cannot be written: its shape does not match its 2 values"));
  REQUIRE(test::bytesOf(path) == "old");
  REQUIRE(test::fileCount(folder.path()) == 1);
}

TEST_CASE("safetensors: metadata that are not UTF-8 are written with replacement characters") {
  const test::TemporaryFolder folder;
  io::SafetensorsFile latin;
  latin.metadata["name"] = "caf\xE9";
  io::writeSafetensors(folder / "m.safetensors", latin);
  REQUIRE(io::readSafetensors(folder / "m.safetensors").metadata.at("name") == "caf\xEF\xBF\xBD");
}

TEST_CASE("safetensors: damaged headers are refused or read, but never crash") {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "m.safetensors";
  io::writeSafetensors(path, sample());
  const std::string good = test::bytesOf(path);
  const std::size_t headerEnd = good.size() - 8 * sizeof(float);
  Random random(20);
  int refused = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good;
    for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips)
      bad[random.below(headerEnd)] = static_cast<char>(random.below(256));
    test::writeBytes(path, bad);
    if (test::errorOf([&] { io::readSafetensors(path); })) ++refused;
  }
  // The other changes only affect a name or a metadata text, or replace a byte by itself.
  REQUIRE(refused > 1000);
  REQUIRE(refused < 2000);
}

TEST_CASE("safetensors: a header that nests deeply is refused where it would overflow the stack") {
  const std::string deep = std::string(75'000, '[') + std::string(75'000, ']');
  REQUIRE(refusal(fileOf(entry(deep, "[1]", "[0,4]"), 4)) ==
          ": is not a safetensors file: its header is JSON nested more than 64 deep");
  const std::string shallow = std::string(30, '[') + std::string(30, ']');
  REQUIRE(refusal(fileOf(entry(shallow, "[1]", "[0,4]"), 4)) ==
          ", tensor 'w': its type is not text; only \"F32\" is supported");
  REQUIRE(refusal(fileOf(entry('"' + std::string(100'000, 'F') + '"', "[1]", "[0,4]"), 4)).size() < 200);
  REQUIRE(refusal(fileOf(entry(R"("F32")", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,4]"), 4)) ==
          ", tensor 'w': its shape has more than 16 dimensions");
}

TEST_CASE("safetensors: damage of any value, name or metadata is found by the digest") {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "m.safetensors";
  io::writeSafetensors(path, sample());
  const std::string good = test::bytesOf(path);
  const auto damaged = [&](std::size_t position, char byte) {
    std::string bad = good;
    bad[position] = byte;
    test::writeBytes(path, bad);
    return test::refusalOf([&] { io::readSafetensors(path); });
  };
  const std::string expected = path.string() +
                               ": is damaged: its contents do not match the digest that was stored with them; use "
                               "another copy of the file";
  REQUIRE(damaged(0, good[0]) == "accepted");
  REQUIRE(damaged(good.size() - 1, good.back() == 1 ? 2 : 1) == expected);
  REQUIRE(damaged(good.find("teff"), 'T') == expected);
  REQUIRE(damaged(good.find("conv.weight"), 'k') == expected);
  REQUIRE(damaged(good.find("crc32 ") + 6, 'x') == expected);

  // A file without a digest, as Maury 0.1 and other programs write it, is read.
  const std::size_t key = good.find("maury-digest");
  const std::size_t begin = good.rfind(',', key), end = good.find('"', good.find("crc32 ")) + 1;
  std::string without = good;
  without.replace(begin, end - begin, std::string(end - begin, ' '));
  test::writeBytes(path, without);
  REQUIRE(io::readSafetensors(path).metadata == sample().metadata);
}
