// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/DescriptionFields.h"

#include <fmt/format.h>

#include "base/Error.h"

namespace maury::network {

int intField(const json& object, std::string_view key, double low, double high) {
  return static_cast<int>(
      io::jsonWhole(io::jsonField(object, key), key, static_cast<std::int64_t>(low), static_cast<std::int64_t>(high)));
}

double realField(const json& object, std::string_view key, double low, double high, bool highAllowed) {
  const double number = io::jsonReal(io::jsonField(object, key), key);
  if (!(number >= low && (number < high || (highAllowed && number == high))))
    io::failJsonField(key,
                      fmt::format("is {}, but must be within [{}, {}{}", number, low, high, highAllowed ? "]" : ")"));
  return number;
}

bool boolField(const json& object, std::string_view key) {
  return object.contains(key) && io::jsonFlag(object.at(key), key);
}

std::string textField(const json& object, std::string_view key) {
  return io::jsonText(io::jsonField(object, key), key);
}

const json& listField(const json& object, std::string_view key) {
  return io::jsonList(io::jsonField(object, key), key);
}

std::vector<std::string> textListField(const json& object, std::string_view key) {
  return io::jsonTexts(io::jsonField(object, key), key);
}

const char* scalingText(InputScaling scaling) {
  return scaling == InputScaling::Standardised ? "standardised" : "as delivered";
}

InputScaling scalingField(const json& object) {
  const std::string word = textField(object, "scaling");
  for (const InputScaling scaling : {InputScaling::Standardised, InputScaling::AsDelivered})
    if (word == scalingText(scaling)) return scaling;
  io::failJsonField("scaling",
                    fmt::format("is {}, but must be \"standardised\" or \"as delivered\"", io::quoteShort(word)));
}

std::vector<LabelWindows> windowsField(const json& object) {
  std::vector<LabelWindows> windows;
  if (!object.contains("windows")) return windows;
  for (const json& item : listField(object, "windows")) {
    io::requireKnownKeys(item, "a window", {"label", "rangesNm"});
    LabelWindows label{textField(item, "label"), {}};
    for (const json& range : listField(item, "rangesNm")) {
      const bool pair = range.is_array() && range.size() == 2 && range[0].is_number() && range[1].is_number();
      if (!pair || !(range[0].get<double>() <= range[1].get<double>()))
        io::failJsonField("rangesNm", "contains an item that is not a pair of wavelengths in nm, the lower first");
      label.rangesNm.push_back({range[0].get<double>(), range[1].get<double>()});
    }
    for (const LabelWindows& earlier : windows)
      if (earlier.label == label.label)
        io::failJsonField("windows", fmt::format("names {} twice", io::quoteShort(label.label)));
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
