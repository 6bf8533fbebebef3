// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/Error.h"

namespace maury::io {
namespace {

using nlohmann::json;

constexpr std::size_t kShortBytes = 60;

[[noreturn]] void fail(const std::string& reason) {
  throw Error(ErrorKind::Format, reason);
}

std::string placeOf(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::max<std::size_t>(byte, 1) - 1);
  const std::size_t newline = before.rfind('\n');
  return fmt::format("line {}, column {}", 1 + std::count(before.begin(), before.end(), '\n'),
                     newline == std::string_view::npos ? before.size() + 1 : before.size() - newline);
}

/// Removes the contents of an array or object, and before that those of its children, so that no destructor finds a
/// child that has children itself.
void clear(json& value) noexcept {
  if (value.is_array()) {
    for (json& item : value.get_ref<json::array_t&>())
      clear(item);
    value.get_ref<json::array_t&>().clear();
  } else if (value.is_object()) {
    for (auto& [key, item] : value.get_ref<json::object_t&>())
      clear(item);
    value.get_ref<json::object_t&>().clear();
  }
}

/// Builds the document from the events of nlohmann's parser, which is not recursive itself, and stops it at the first
/// value that is not allowed.
class JsonBuilder : public nlohmann::json_sax<json> {
public:
  explicit JsonBuilder(std::string_view text) : m_text(text), m_root(new json) {}

  JsonDocument take() { return std::move(m_root); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return add(value); }
  bool number_unsigned(std::uint64_t value) override { return add(value); }
  bool number_float(double value, const std::string& source) override {
    if (!std::isfinite(value)) failNumber(source);
    return add(value);
  }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(json::binary_t& /*value*/) override { return false; }  // never occurs in text

  bool start_object(std::size_t /*size*/) override { return open(json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(json::array()); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    const auto [field, isNew] = m_open.back()->get_ref<json::object_t&>().emplace(name, nullptr);
    if (!isNew) fail(fmt::format("JSON with the key {} twice in the same object", quoteShort(name)));
    m_field = &field->second;
    return true;
  }

  bool parse_error(std::size_t byte, const std::string& lastToken, const json::exception& error) override {
    if (dynamic_cast<const json::out_of_range*>(&error) != nullptr) failNumber(lastToken);
    // The message omits error.what(), because it quotes bytes of the file that may not be text.
    fail(fmt::format("invalid JSON at {}", placeOf(m_text, byte)));
  }

private:
  [[noreturn]] static void failNumber(const std::string& source) {
    fail(fmt::format("JSON with the number {}, which is too large", quoteShort(source)));
  }

  json* place(json&& value) {
    if (++m_values > kMaxJsonValues) fail(fmt::format("JSON with more than {} values", kMaxJsonValues));
    if (m_open.empty()) {
      *m_root = std::move(value);
      return m_root.get();
    }
    json& parent = *m_open.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    *m_field = std::move(value);
    return m_field;
  }

  bool add(json&& value) {
    place(std::move(value));
    return true;
  }

  bool open(json&& container) {
    if (m_open.size() == kMaxJsonDepth) fail(fmt::format("JSON nested more than {} deep", kMaxJsonDepth));
    m_open.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    m_open.pop_back();
    return true;
  }

  std::string_view m_text;
  JsonDocument m_root;
  std::vector<json*> m_open;  ///< arrays and objects that are not complete, outermost first
  json* m_field = nullptr;    ///< value of the last key
  std::size_t m_values = 0;
};

}  // namespace

void JsonDeleter::operator()(json* value) const noexcept {
  clear(*value);
  delete value;
}

JsonDocument parseJson(std::string_view text, std::size_t maxBytes) {
  if (text.size() > maxBytes) fail(fmt::format("JSON of {} bytes, but at most {} are read", text.size(), maxBytes));
  JsonBuilder builder(text);
  json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

std::string shorten(std::string_view text) {
  std::size_t end = std::min(text.size(), kShortBytes);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // not within a character of UTF-8
  return fmt::format("{}{}", text.substr(0, end), end < text.size() ? "…" : "");
}

std::string quoteShort(std::string_view text) {
  return fmt::format("\"{}\"", shorten(text));
}

void failJsonField(std::string_view key, std::string_view reason) {
  fail(fmt::format("{} {}", quoteShort(key), reason));
}

void requireKnownKeys(const json& object, std::string_view name, const std::vector<std::string_view>& keys) {
  if (!object.is_object()) fail(fmt::format("{} is not a JSON object", name));
  for (const auto& [key, value] : object.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      failJsonField(key, fmt::format("is not a key of {}; the keys are {}", name, fmt::join(keys, ", ")));
  }
}

const json& jsonField(const json& object, std::string_view key) {
  if (!object.is_object()) failJsonField(key, "is missing");
  const auto found = object.find(key);
  if (found == object.end()) failJsonField(key, "is missing");
  return *found;
}

std::string jsonText(const json& value, std::string_view key) {
  if (!value.is_string()) failJsonField(key, "is not text");
  return value.get<std::string>();
}

bool jsonFlag(const json& value, std::string_view key) {
  if (!value.is_boolean()) failJsonField(key, "is neither true nor false");
  return value.get<bool>();
}

double jsonReal(const json& value, std::string_view key) {
  if (!value.is_number()) failJsonField(key, "is not a number");
  return value.get<double>();
}

float jsonFloat(const json& value, std::string_view key) {
  const double number = jsonReal(value, key);
  if (std::abs(number) > static_cast<double>(std::numeric_limits<float>::max()))
    failJsonField(key, fmt::format("is {}, which is too large", value.dump()));
  return static_cast<float>(number);
}

std::int64_t jsonWhole(const json& value, std::string_view key, std::int64_t low, std::int64_t high) {
  if (!value.is_number_integer()) failJsonField(key, "is not a whole number");
  const bool isInRange = value.is_number_unsigned()
                             ? std::cmp_less_equal(low, value.get<std::uint64_t>()) &&
                                   std::cmp_less_equal(value.get<std::uint64_t>(), high)
                             : low <= value.get<std::int64_t>() && value.get<std::int64_t>() <= high;
  if (!isInRange) failJsonField(key, fmt::format("is {}, but must be between {} and {}", value.dump(), low, high));
  return value.get<std::int64_t>();
}

std::uint64_t jsonCount(const json& value, std::string_view key) {
  if (!value.is_number_unsigned()) failJsonField(key, "is not a non-negative whole number");
  return value.get<std::uint64_t>();
}

const json& jsonList(const json& value, std::string_view key) {
  if (!value.is_array()) failJsonField(key, "is not a list");
  return value;
}

std::vector<std::string> jsonTexts(const json& value, std::string_view key) {
  std::vector<std::string> texts;
  for (const json& item : jsonList(value, key)) {
    if (!item.is_string()) failJsonField(key, "contains an item that is not text");
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::vector<double> jsonReals(const json& value, std::string_view key) {
  std::vector<double> numbers;
  for (const json& item : jsonList(value, key)) {
    if (!item.is_number()) failJsonField(key, "contains an item that is not a number");
    numbers.push_back(item.get<double>());
  }
  return numbers;
}

}  // namespace maury::io
