// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Option.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/Error.h"
#include "base/Overloaded.h"
#include "base/text/ShellWord.h"

namespace maury {

namespace {

/// Returns a limit as text, whole numbers without an exponent: "0.9", "10000000".
std::string limitText(double limit) {
  constexpr double kLargestPlainNumber = 1e12;
  const bool isWhole = limit == std::round(limit) && std::abs(limit) < kLargestPlainNumber;
  return isWhole ? fmt::format("{:.0f}", limit) : fmt::format("{:g}", limit);
}

std::string rangeText(const OptionDescription& option) {
  const char* least = option.aboveLow ? "above" : "at least";
  const std::string low = limitText(option.low), high = limitText(option.high);
  if (std::isfinite(option.low) && std::isfinite(option.high))
    return option.aboveLow ? fmt::format("above {} and at most {}", low, high) : fmt::format("in {} … {}", low, high);
  if (std::isfinite(option.low)) return fmt::format("{} {}", least, low);
  return std::isfinite(option.high) ? "at most " + high : std::string();
}

bool isInRange(const OptionDescription& option, double number) {
  if (std::isnan(number)) return false;
  return (option.aboveLow ? number > option.low : number >= option.low) && number <= option.high;
}

Error refusal(const OptionDescription& option, const std::string& word) {
  return {ErrorKind::Usage, fmt::format("{}: '{}' is not allowed; use {}", option.flag, word, optionTypeText(option))};
}

template <typename Number>
Number parseNumber(const OptionDescription& option, const std::string& word) {
  Number number{};
  const char* begin = word.data() + (word.starts_with('+') ? 1 : 0);
  const auto [end, problem] = std::from_chars(begin, word.data() + word.size(), number);
  if (problem != std::errc{} || end != word.data() + word.size() || begin == end) throw refusal(option, word);
  if (!isInRange(option, static_cast<double>(number))) throw refusal(option, word);
  return number;
}

OptionRange parseRange(const OptionDescription& option, const std::string& word) {
  const auto dash = word.find('-', 1);
  if (dash == std::string::npos) throw refusal(option, word);
  const OptionRange range{parseNumber<double>(option, word.substr(0, dash)),
                          parseNumber<double>(option, word.substr(dash + 1))};
  if (!(range.first < range.second)) throw refusal(option, word);
  return range;
}

/// Splits words at commas and drops empty parts, so an empty word is an empty list.
std::vector<std::string> splitAtCommas(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const std::string& word : words) {
    for (std::size_t begin = 0; begin < word.size();) {
      const std::size_t comma = std::min(word.find(',', begin), word.size());
      if (comma > begin) parts.push_back(word.substr(begin, comma - begin));
      begin = comma + 1;
    }
  }
  return parts;
}

template <typename Element, typename Read>
std::vector<Element> parseList(const OptionDescription& option, const std::vector<std::string>& words, Read read) {
  std::vector<Element> list;
  for (const std::string& part : splitAtCommas(words))
    list.push_back(read(option, part));
  if (option.count > 0 && list.size() != option.count) throw refusal(option, fmt::format("{}", fmt::join(words, " ")));
  return list;
}

}  // namespace

std::string optionText(const OptionValue& value) {
  return std::visit(
      Overloaded{[](std::monostate) { return std::string(); }, [](const std::string& text) { return text; },
                 [](const OptionJson& json) { return json.text; },
                 [](const std::vector<OptionRange>& ranges) {
                   std::vector<std::string> words;
                   for (const auto& [low, high] : ranges)
                     words.push_back(fmt::format("{}-{}", low, high));
                   return fmt::format("{}", fmt::join(words, ","));
                 },
                 [](const std::vector<double>& numbers) { return fmt::format("{}", fmt::join(numbers, ",")); },
                 [](const std::vector<std::string>& texts) { return fmt::format("{}", fmt::join(texts, ",")); },
                 [](const auto& plain) { return fmt::format("{}", plain); }},
      value);
}

OptionValue parseOption(const OptionDescription& option, const std::vector<std::string>& words) {
  const std::string word = words.empty() ? std::string() : words.back();
  return std::visit(Overloaded{[](std::monostate) { return OptionValue{}; },
                               [&](bool) -> OptionValue {
                                 if (word != "true" && word != "false") throw refusal(option, word);
                                 return word == "true";
                               },
                               [&](const std::string&) -> OptionValue {
                                 if (!option.names.empty()) detail::indexOfName(option, word);
                                 return word;
                               },
                               [&](const OptionJson&) -> OptionValue { return OptionJson{word}; },
                               [&](const std::vector<double>&) -> OptionValue {
                                 return parseList<double>(option, words, parseNumber<double>);
                               },
                               [&](const std::vector<std::string>&) -> OptionValue {
                                 return option.wholeWords ? words : splitAtCommas(words);
                               },
                               [&](const std::vector<OptionRange>&) -> OptionValue {
                                 return parseList<OptionRange>(option, words, parseRange);
                               },
                               [&](auto number) -> OptionValue { return parseNumber<decltype(number)>(option, word); }},
                    option.defaultValue);
}

std::string optionTypeText(const OptionDescription& option) {
  if (!option.names.empty()) return fmt::format("{{{}}}", fmt::join(option.names, ","));
  std::string text = std::visit(
      Overloaded{[](std::monostate) { return ""; }, [](bool) { return "true or false"; },
                 [](double) { return "NUMBER"; }, [](const std::string&) { return "TEXT"; },
                 [](const OptionJson&) { return "JSON"; }, [](const std::vector<double>&) { return "NUMBER,…"; },
                 [&](const std::vector<std::string>&) { return option.wholeWords ? "TEXT" : "TEXT,…"; },
                 [](const std::vector<OptionRange>&) { return "LOW-HIGH,…"; }, [](auto) { return "INT"; }},
      option.defaultValue);
  if (option.count == 2) text = "LOW,HIGH";
  if (const std::string range = rangeText(option); !range.empty()) text += " " + range;
  return option.unit.empty() ? text : text + " (" + option.unit + ")";
}

std::string optionWords(const OptionDescription& option, const OptionValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? option.flag : option.flag + "=false";
  // A value that begins with '-' would be taken for an option, so it is joined with '='.
  const auto flagAndText = [&option](const std::string& text) {
    return option.flag + (text.starts_with('-') ? '=' : ' ') + shellWord(text);
  };
  if (!option.wholeWords) return flagAndText(optionText(value));
  std::vector<std::string> words;
  for (const std::string& element : std::get<std::vector<std::string>>(value))
    words.push_back(flagAndText(element));
  return fmt::format("{}", fmt::join(words, " "));
}

std::string fingerprintText(const OptionDescription& option, const OptionValue& value) {
  if (const double* number = std::get_if<double>(&value)) return fmt::format("{:a}", *number);
  if (!option.names.empty()) return fmt::format("{}", detail::indexOfName(option, std::get<std::string>(value)));
  return optionText(value);
}

void checkOption(const OptionDescription& option, const OptionValue& value) {
  const auto check = [&](double number) {
    if (isInRange(option, number)) return;
    throw Error(ErrorKind::Usage, fmt::format("The option '{}' must be {}, not {:g}.", option.key,
                                              rangeText(option).empty() ? "a number" : rangeText(option), number));
  };
  std::visit(
      Overloaded{[&](double number) { check(number); },
                 [&](std::int64_t number) { check(static_cast<double>(number)); },
                 [&](std::uint64_t number) { check(static_cast<double>(number)); },
                 [&](const std::vector<double>& numbers) { std::for_each(numbers.begin(), numbers.end(), check); },
                 [](const auto&) {}},
      value);
}

namespace detail {

void throwInvalidValue(const std::string& key, const std::string& value) {
  throw Error(ErrorKind::Usage, fmt::format("The option '{}' does not accept the value {}.", key, value));
}

void throwUnknownOption(std::string_view key) {
  throw Error(ErrorKind::Usage, fmt::format("There is no option '{}'.", key));
}

std::size_t indexOfName(const OptionDescription& option, const std::string& name) {
  const auto found = std::find(option.names.begin(), option.names.end(), name);
  if (found == option.names.end()) {
    throw Error(ErrorKind::Usage,
                fmt::format("{}: '{}' is not one of {}", option.flag.empty() ? option.key : option.flag, name,
                            fmt::join(option.names, ", ")));
  }
  return static_cast<std::size_t>(found - option.names.begin());
}

}  // namespace detail

}  // namespace maury
