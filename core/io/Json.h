// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

// The only reader of JSON. Its limits protect against hostile files: arrays nested without end would overflow the stack
// of every function that visits a document recursively, such as nlohmann's dump(). Plain functions, thread-safe. All of
// them throw Error(Format); a caller adds the name of the file in front of the message. No message is longer than a few
// lines, whatever the document contains.
//
// The destructor of nlohmann::json allocates a list of the children of an array or object. If that allocation fails,
// the program ends, because a destructor may not throw. A JsonDocument is therefore emptied from its leaves upwards
// before it is destroyed, which allocates nothing. This covers all that is read. It is not possible for a value that is
// built from an initialiser list, as the writers do: nlohmann destroys the parts of the list itself.
namespace maury::io {

/// Largest depth of arrays and objects within each other; the files of Maury reach 20 (residual blocks in a network).
inline constexpr std::size_t kMaxJsonDepth = 64;
/// Largest size of a document in bytes, that of the header of a safetensors file.
inline constexpr std::size_t kMaxJsonBytes = 100'000'000;
/// Largest number of values in a document, which limits its memory: each value needs 16 to 100 bytes.
inline constexpr std::size_t kMaxJsonValues = 4'000'000;

/// Destroys a value without allocating memory. The value may nest as deep as a parsed one.
struct JsonDeleter {
  void operator()(nlohmann::json* value) const noexcept;
};
/// Document that was read; never null.
using JsonDocument = std::unique_ptr<nlohmann::json, JsonDeleter>;

/// Parses a document. Refuses, before it builds such a value, one that is not JSON, is larger than `maxBytes`, nests
/// deeper than kMaxJsonDepth, has more than kMaxJsonValues, has a key twice in the same object, or a number that is
/// too large for a double. The message follows "is" or a colon: "invalid JSON at line 1, column 2".
JsonDocument parseJson(std::string_view text, std::size_t maxBytes = kMaxJsonBytes);

/// Returns text from a file for a message: cut after 60 bytes.
std::string shorten(std::string_view text);
/// Returns shorten(text) in double quotes.
std::string quoteShort(std::string_view text);

/// Throws Error(Format) with the key and the reason: "\"kernel\" is not a whole number".
[[noreturn]] void failJsonField(std::string_view key, std::string_view reason);
/// Throws unless `object` is an object without any key other than `keys`. `name` names the object in the message.
void requireKnownKeys(const nlohmann::json& object, std::string_view name, const std::vector<std::string_view>& keys);
/// Returns the value of a key that must exist.
const nlohmann::json& jsonField(const nlohmann::json& object, std::string_view key);

// Conversions of a value that must have that type; `key` names it in the message. Numbers are never rounded, wrapped or
// clamped.
std::string jsonText(const nlohmann::json& value, std::string_view key);
bool jsonFlag(const nlohmann::json& value, std::string_view key);
double jsonReal(const nlohmann::json& value, std::string_view key);
/// Throws if the number is too large for a float as well.
float jsonFloat(const nlohmann::json& value, std::string_view key);
std::int64_t jsonWhole(const nlohmann::json& value, std::string_view key,
                       std::int64_t low = std::numeric_limits<std::int64_t>::min(),
                       std::int64_t high = std::numeric_limits<std::int64_t>::max());
std::uint64_t jsonCount(const nlohmann::json& value, std::string_view key);
/// Returns `value` itself, which must be an array.
const nlohmann::json& jsonList(const nlohmann::json& value, std::string_view key);
std::vector<std::string> jsonTexts(const nlohmann::json& value, std::string_view key);
std::vector<double> jsonReals(const nlohmann::json& value, std::string_view key);

}  // namespace maury::io
