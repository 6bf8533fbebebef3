// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/DescriptionFields.h"

#include <fmt/format.h>

#include "base/Error.h"

namespace maury::network {

void failField(std::string_view key, std::string_view reason) {
  throw Error(ErrorKind::Format, fmt::format("network description: \"{}\" {}", key, reason));
}

const json& fieldOf(const json& object, std::string_view key) {
  if (!object.is_object() || !object.contains(key)) failField(key, "is missing");
  return object.at(key);
}

int intField(const json& object, std::string_view key, double low, double high) {
  const json& value = fieldOf(object, key);
  if (!value.is_number_integer()) failField(key, "is not a whole number");
  const auto number = value.get<std::int64_t>();
  if (static_cast<double>(number) < low || static_cast<double>(number) > high)
    failField(key, fmt::format("is {}, but must be between {:.0f} and {:.0f}", number, low, high));
  return static_cast<int>(number);
}

double realField(const json& object, std::string_view key, double low, double high, bool highAllowed) {
  const json& value = fieldOf(object, key);
  if (!value.is_number()) failField(key, "is not a number");
  const auto number = value.get<double>();
  if (!(number >= low && (number < high || (highAllowed && number == high))))
    failField(key, fmt::format("is {}, but must be within [{}, {}{}", number, low, high, highAllowed ? "]" : ")"));
  return number;
}

bool boolField(const json& object, std::string_view key) {
  if (!object.contains(key)) return false;
  const json& value = object.at(key);
  if (!value.is_boolean()) failField(key, "is neither true nor false");
  return value.get<bool>();
}

std::string textField(const json& object, std::string_view key) {
  const json& value = fieldOf(object, key);
  if (!value.is_string()) failField(key, "is not text");
  return value.get<std::string>();
}

const json& listField(const json& object, std::string_view key) {
  const json& value = fieldOf(object, key);
  if (!value.is_array()) failField(key, "is not a list");
  return value;
}

std::vector<std::string> textListField(const json& object, std::string_view key) {
  std::vector<std::string> texts;
  for (const json& item : listField(object, key)) {
    if (!item.is_string()) failField(key, "contains an item that is not text");
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

const char* scalingText(InputScaling scaling) {
  return scaling == InputScaling::Standardised ? "standardised" : "as delivered";
}

InputScaling scalingField(const json& object) {
  const std::string word = textField(object, "scaling");
  for (const InputScaling scaling : {InputScaling::Standardised, InputScaling::AsDelivered})
    if (word == scalingText(scaling)) return scaling;
  failField("scaling", fmt::format("is \"{}\", but must be \"standardised\" or \"as delivered\"", word));
}

std::vector<LabelWindows> windowsField(const json& object) {
  std::vector<LabelWindows> windows;
  if (!object.contains("windows")) return windows;
  for (const json& item : listField(object, "windows")) {
    LabelWindows label{textField(item, "label"), {}};
    for (const json& range : listField(item, "rangesNm")) {
      const bool pair = range.is_array() && range.size() == 2 && range[0].is_number() && range[1].is_number();
      if (!pair || !(range[0].get<double>() <= range[1].get<double>()))
        failField("rangesNm", "contains an item that is not a pair of wavelengths in nm, the lower first");
      label.rangesNm.push_back({range[0].get<double>(), range[1].get<double>()});
    }
    for (const LabelWindows& earlier : windows)
      if (earlier.label == label.label) failField("windows", fmt::format("names \"{}\" twice", label.label));
    windows.push_back(std::move(label));
  }
  return windows;
}

OrderedJson windowsJson(const std::vector<LabelWindows>& windows) {
  OrderedJson result = OrderedJson::array();
  for (const LabelWindows& label : windows) {
    OrderedJson ranges = OrderedJson::array();
    for (const spectra::WavelengthRange& range : label.rangesNm)
      ranges.push_back({range.lowNm, range.highNm});
    result.push_back({{"label", label.label}, {"rangesNm", ranges}});
  }
  return result;
}

}  // namespace maury::network
