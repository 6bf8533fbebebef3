// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Safetensors.h"

#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/FileKind.h"
#include "io/Json.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors data are little-endian");

/// Largest header (bytes), the same as in the reference implementation. A longer one means a damaged or hostile file.
constexpr std::uint64_t kLongestHeader = 100'000'000;
constexpr std::string_view kMetadataKey = "__metadata__";
/// Largest number of dimensions of a tensor; those of Maury have at most 4.
constexpr std::size_t kMostDimensions = 16;
/// Metadata entry with the digest of all other contents. Files of Maury 0.1 and of other programs lack it.
constexpr const char* kDigestKey = "maury-digest";

/// Shape of a tensor and its byte range in the data, counted from the end of the header.
struct Entry {
  std::string name;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

[[noreturn]] void fail(const fs::path& path, const std::string& reason) {
  throw Error(ErrorKind::Format, fmt::format("{}: {}", path.string(), reason));
}

[[noreturn]] void failTensor(const fs::path& path, const std::string& name, const std::string& reason) {
  throw Error(ErrorKind::Format, fmt::format("{}, tensor '{}': {}", path.string(), shorten(name), reason));
}

std::string readHeader(const fs::path& path, std::ifstream& input, std::uint64_t fileBytes) {
  std::array<unsigned char, 8> length = {};
  if (fileBytes < length.size()) fail(path, fmt::format("is not a safetensors file: only {} bytes", fileBytes));
  input.read(reinterpret_cast<char*>(length.data()), length.size());
  std::uint64_t headerBytes = 0;
  for (std::size_t i = length.size(); i-- > 0;)
    headerBytes = headerBytes << 8 | length[i];
  if (headerBytes > kLongestHeader)
    fail(path, fmt::format("is not a safetensors file: its header would be {} bytes long", headerBytes));
  if (headerBytes > fileBytes - length.size())
    fail(path, fmt::format("truncated: its header states {} bytes, the file has {}", headerBytes + 8, fileBytes));
  std::string header(headerBytes, '\0');
  input.read(header.data(), static_cast<std::streamsize>(headerBytes));
  if (!input) throw Error(ErrorKind::File, fmt::format("{}: cannot be read", path.string()));
  return header;
}

/// Returns a JSON value that must be a non-negative integer; `field` names it in the error message.
std::uint64_t countOf(const fs::path& path, const std::string& name, const Json& value, const char* field) {
  if (!value.is_number_unsigned())
    failTensor(path, name, fmt::format("{} is not a list of non-negative whole numbers", field));
  return value.get<std::uint64_t>();
}

/// Returns the size (bytes) of a float32 tensor of this shape; std::nullopt if it does not fit into 63 bits.
std::optional<std::uint64_t> bytesOf(const std::vector<std::int64_t>& shape) {
  constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t bytes = sizeof(float);
  for (const std::int64_t signedLength : shape) {
    if (signedLength < 0) return std::nullopt;
    const auto length = static_cast<std::uint64_t>(signedLength);
    if (length != 0 && bytes > limit / length) return std::nullopt;
    bytes *= length;
  }
  return bytes;
}

Entry readEntry(const fs::path& path, const std::string& name, const Json& value, std::uint64_t dataBytes) {
  if (!value.is_object() || !value.contains("dtype") || !value.contains("shape") || !value.contains("data_offsets"))
    failTensor(path, name, "its entry lacks dtype, shape or data_offsets");
  const Json& type = value["dtype"];
  if (!type.is_string()) failTensor(path, name, "its type is not text; only \"F32\" is supported");
  if (type.get_ref<const std::string&>() != "F32")
    failTensor(
        path, name,
        fmt::format("its type is {}, but only F32 is supported", quoteShort(type.get_ref<const std::string&>())));
  if (!value["shape"].is_array()) failTensor(path, name, "shape is not a list of non-negative whole numbers");
  if (value["shape"].size() > kMostDimensions)
    failTensor(path, name, fmt::format("its shape has more than {} dimensions", kMostDimensions));
  Entry entry;
  entry.name = name;
  for (const Json& length : value["shape"]) {
    const std::uint64_t count = countOf(path, name, length, "shape");
    entry.shape.push_back(
        static_cast<std::int64_t>(std::min<std::uint64_t>(count, std::numeric_limits<std::int64_t>::max())));
  }
  const Json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2) failTensor(path, name, "data_offsets are not two numbers");
  entry.begin = countOf(path, name, offsets[0], "data_offsets");
  entry.end = countOf(path, name, offsets[1], "data_offsets");
  if (entry.begin > entry.end) failTensor(path, name, "data_offsets end before they begin");
  if (entry.end > dataBytes)
    failTensor(path, name,
               fmt::format("truncated: its data end at byte {}, but the file has only {} bytes of data", entry.end,
                           dataBytes));
  const std::optional<std::uint64_t> needed = bytesOf(entry.shape);
  if (needed != entry.end - entry.begin)
    failTensor(path, name, fmt::format("its shape does not match its {} bytes of data", entry.end - entry.begin));
  return entry;
}

/// Checks that every byte of the data belongs to exactly one tensor: the format allows neither overlaps nor gaps.
void checkCoverage(const fs::path& path, std::vector<Entry>& entries, std::uint64_t dataBytes) {
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
  std::uint64_t end = 0;
  for (const Entry& entry : entries) {
    if (entry.begin < end) failTensor(path, entry.name, "its data overlap with another tensor's");
    if (entry.begin > end)
      failTensor(path, entry.name, fmt::format("{} bytes before its data belong to no tensor", entry.begin - end));
    end = entry.end;
  }
  if (end != dataBytes) fail(path, fmt::format("{} bytes at its end belong to no tensor", dataBytes - end));
}

JsonDocument parseHeader(const fs::path& path, const std::string& text) {
  JsonDocument header;
  try {
    header = parseJson(text);
  } catch (const Error& error) {
    fail(path, fmt::format("is not a safetensors file: its header is {}", error.what()));
  }
  if (!header->is_object()) fail(path, "is not a safetensors file: its header is not a JSON object");
  return header;
}

std::map<std::string, std::string> readMetadata(const fs::path& path, const Json& header) {
  std::map<std::string, std::string> metadata;
  const auto found = header.find(kMetadataKey);
  if (found == header.end()) return metadata;
  if (!found->is_object()) fail(path, "its __metadata__ is not a JSON object");
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string()) fail(path, fmt::format("its metadata entry '{}' is not a string", shorten(key)));
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

std::string_view bytesView(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

/// Returns a value as JSON. Bytes of texts that are not UTF-8, such as those of an old file name, become U+FFFD.
std::string jsonText(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// CRC-32 of a sequence of bytes.
class Digest {
public:
  void add(std::string_view bytes) {
    if (bytes.empty()) return;  // zlib takes a null pointer as a request for the initial value
    m_sum = static_cast<std::uint32_t>(::crc32_z(m_sum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
  }
  /// Adds a text as it is written, between quotes, so that "ab" and "c" differ from "a" and "bc".
  void addText(const std::string& text) { add(jsonText(text)); }
  void addNumber(std::int64_t number) { add({reinterpret_cast<const char*>(&number), sizeof number}); }
  std::string text() const { return fmt::format("crc32 {:08x}", m_sum); }

private:
  std::uint32_t m_sum = 0;
};

/// Returns the digest of the metadata, except the digest itself, and of the names, shapes and values of all tensors.
/// It does not depend on how a program arranges the same contents in the file. It protects against damage, not against
/// forgery, which no hash in the file itself could prevent. A CRC-32 detects every change within four consecutive bytes
/// and misses about one in 4 × 10⁹ of all others; zlib computes it about as fast as a disk delivers the file.
std::string digestOf(const SafetensorsFile& contents) {
  Digest digest;
  for (const auto& [key, value] : contents.metadata) {
    if (key == kDigestKey) continue;
    digest.addText(key);
    digest.addText(value);
  }
  for (const auto& [name, tensor] : contents.tensors) {
    digest.addText(name);
    digest.addNumber(static_cast<std::int64_t>(tensor.shape.size()));
    for (const std::int64_t length : tensor.shape)
      digest.addNumber(length);
    digest.add(bytesView(tensor.values));
  }
  return digest.text();
}

/// Checks the digest, if the file has one, and removes it from the metadata.
void checkDigest(const fs::path& path, SafetensorsFile& contents) {
  const auto stored = contents.metadata.find(kDigestKey);
  if (stored == contents.metadata.end()) return;
  if (stored->second != digestOf(contents))
    fail(path,
         "is damaged: its contents do not match the digest that was stored with them; use another copy of the file");
  contents.metadata.erase(stored);
}

/// Returns the header length followed by the header, padded with spaces to a multiple of 8 bytes.
std::string makeHeader(const fs::path& path, const SafetensorsFile& contents) {
  std::map<std::string, std::string> metadata = contents.metadata;
  metadata[kDigestKey] = digestOf(contents);
  Json header = Json::object();
  header[std::string(kMetadataKey)] = metadata;
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : contents.tensors) {
    if (name == kMetadataKey) failTensor(path, name, "cannot be written: the format reserves this name");
    if (bytesOf(tensor.shape) != tensor.values.size() * sizeof(float))
      failTensor(path, name,
                 fmt::format("cannot be written: its shape does not match its {} values", tensor.values.size()));
    const std::uint64_t end = offset + tensor.values.size() * sizeof(float);
    header[name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = jsonText(header);
  text.append((8 - text.size() % 8) % 8, ' ');
  if (text.size() > kLongestHeader) fail(path, "cannot be written: its header would be larger than 100 MB");
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8)
    bytes += static_cast<char>(static_cast<std::uint64_t>(text.size()) >> shift & 0xFF);
  return bytes + text;
}

}  // namespace

SafetensorsFile readSafetensors(const fs::path& path) {
  const std::uint64_t fileBytes = requireReadableFile(path);
  std::ifstream input(path, std::ios::binary);
  const std::string text = readHeader(path, input, fileBytes);
  const JsonDocument document = parseHeader(path, text);
  const Json& header = *document;
  const std::uint64_t dataStart = 8 + text.size();
  const std::uint64_t dataBytes = fileBytes - dataStart;

  SafetensorsFile contents;
  contents.metadata = readMetadata(path, header);
  std::vector<Entry> entries;
  for (const auto& [name, value] : header.items())
    if (name != kMetadataKey) entries.push_back(readEntry(path, name, value, dataBytes));
  checkCoverage(path, entries, dataBytes);

  for (Entry& entry : entries) {
    Tensor& tensor = contents.tensors[entry.name];
    tensor.shape = std::move(entry.shape);
    tensor.values.resize((entry.end - entry.begin) / sizeof(float));
    input.seekg(static_cast<std::streamoff>(dataStart + entry.begin));
    input.read(reinterpret_cast<char*>(tensor.values.data()), static_cast<std::streamsize>(entry.end - entry.begin));
    if (!input) throw Error(ErrorKind::File, fmt::format("{}, tensor '{}': cannot be read", path.string(), entry.name));
  }
  checkDigest(path, contents);
  return contents;
}

void writeSafetensors(const fs::path& path, const SafetensorsFile& contents) {
  const std::string header = makeHeader(path, contents);
  AtomicFile file(path);
  file.append(header);
  for (const auto& [name, tensor] : contents.tensors)
    file.append(bytesView(tensor.values));
  file.commit();
}

}  // namespace maury::io
