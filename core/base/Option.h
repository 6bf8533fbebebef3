// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// An option is described once, in a table next to the struct it is a member of. Command line, run file, fingerprint of
// a checkpoint, copied command line and the window's controls are all made from that table. Plain values and functions:
// safe on any thread.
namespace maury {

/// Value that is a small document of its own, as JSON text (a network's description).
struct OptionJson {
  std::string text;

  bool operator==(const OptionJson&) const = default;
};

using OptionRange = std::pair<double, double>;  ///< low, high

/// Value of an option as its consumers see it; an enumerator or a path is its text. std::monostate stands for data that
/// no consumer carries.
using OptionValue = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string,
                                 std::vector<double>, std::vector<std::string>, std::vector<OptionRange>, OptionJson>;

/// Everything about an option except how to reach it.
struct OptionDescription {
  std::string key = {};    ///< in files: "learningRate"; "split.seed" is `seed` of the member `split`
  std::string flag = {};   ///< on a command line: "--learning-rate"; empty: it cannot be given there
  std::string label = {};  ///< of its control in the window; empty: it has none
  std::string help = {};   ///< a sentence without a full stop, also the control's tooltip
  std::string note = {};   ///< follows the help on a command line alone: " (table RUNNING of a .fits --out)"
  std::string unit = {};
  double low = -std::numeric_limits<double>::infinity();  ///< least value, of each element of a list
  double high = std::numeric_limits<double>::infinity();  ///< largest value
  bool aboveLow = false;                                  ///< `low` itself is not allowed
  std::vector<std::string> names = {};                    ///< of an enumeration, in its order
  std::size_t count = 0;                                  ///< of a list: exactly so many elements; 0: any number
  bool wholeWords = false;  ///< of a list of texts: an element is a word with its commas, and has a flag of its own
  double step = 1.0;        ///< of its control
  int decimals = 0;         ///< of its control
  bool percent = false;     ///< its control shows a share as a percentage
  /// Place in the text of the result's fingerprint, from 1; 0: the result does not depend on it. Places are never
  /// reused, so that unfinished trainings of earlier versions can be resumed.
  int fingerprint = 0;
  /// It says only where and how the work is done (threads, folders): no part of a copied command line.
  bool place = false;
  bool stored = true;             ///< a part of run files
  OptionValue defaultValue = {};  ///< of a default-constructed struct; its alternative is the option's type
};

/// Option of the struct S.
template <typename S>
struct Option {
  OptionDescription about;
  std::function<OptionValue(const S&)> get;
  /// Throws Error(Usage) for a value that the member cannot hold, or an unknown name. Does not check the range.
  std::function<void(S&, const OptionValue&)> set;
  std::vector<std::ptrdiff_t> offsets;  ///< of the members of S that it describes
};

template <typename S>
using OptionTable = std::vector<Option<S>>;

/// Returns the text of a value in a command line: "0.5", "adam", "0,2,4", "655.46-657.08"; "true" or "false".
std::string optionText(const OptionValue& value);
/// Reads a value from the words that follow the option; lists but those of whole words are divided at commas too.
/// Throws Error(Usage) naming the option, the word and what is allowed.
OptionValue parseOption(const OptionDescription& option, const std::vector<std::string>& words);
/// Returns what is allowed, in words: "INT in 1 … 1000", "NUMBER above 0 (km/s)", "{adam,adamw}".
std::string optionTypeText(const OptionDescription& option);
/// Returns "--flag value" as a shell reads it back; of a list of whole words, a flag and an element each.
std::string optionWords(const OptionDescription& option, const OptionValue& value);
/// Returns the value in a fingerprint's text, exact: reals in hexadecimal, an enumerator by its place.
std::string fingerprintText(const OptionDescription& option, const OptionValue& value);
/// Throws Error(Usage) naming the key and what is allowed when the value is out of range.
void checkOption(const OptionDescription& option, const OptionValue& value);

/// Returns the options that differ from `usual`, each preceded by a space, as words of a command line: parsed on top of
/// `usual` they make `options`. Those without a flag and those that are only a place are left out.
template <typename S>
std::string commandLine(const OptionTable<S>& table, const S& options, const S& usual = {}) {
  std::string words;
  for (const Option<S>& option : table) {
    if (option.about.flag.empty() || option.about.place) continue;
    const OptionValue value = option.get(options);
    if (value != option.get(usual)) words += ' ' + optionWords(option.about, value);
  }
  return words;
}

/// Checks every option's range. Throws Error(Usage) as checkOption().
template <typename S>
void checkOptionRanges(const OptionTable<S>& table, const S& options) {
  for (const Option<S>& option : table)
    checkOption(option.about, option.get(options));
}

namespace detail {

[[noreturn]] void failUnfitOption(const std::string& key, const std::string& value);
[[noreturn]] void failUnknownOption(const std::string& key);
std::size_t placeOfName(const OptionDescription& option, const std::string& name);

template <typename S, typename Member>
std::ptrdiff_t offsetOf(const S& owner, const Member& member) {
  return reinterpret_cast<const char*>(&member) - reinterpret_cast<const char*>(&owner);
}

template <typename Member>
OptionValue valueOf(const Member& member, const OptionDescription& about) {
  if constexpr (std::is_enum_v<Member>)
    return about.names.at(static_cast<std::size_t>(member));
  else if constexpr (std::is_same_v<Member, std::filesystem::path>)
    return member.string();
  else if constexpr (std::is_same_v<Member, bool>)
    return member;
  else if constexpr (std::is_floating_point_v<Member>)
    return static_cast<double>(member);
  else if constexpr (std::is_unsigned_v<Member>)
    return static_cast<std::uint64_t>(member);
  else if constexpr (std::is_integral_v<Member>)
    return static_cast<std::int64_t>(member);
  else
    return member;
}

template <typename Member>
void setMember(Member& member, const OptionValue& value, const OptionDescription& about) {
  if constexpr (std::is_enum_v<Member>) {
    member = static_cast<Member>(placeOfName(about, std::get<std::string>(value)));
  } else if constexpr (std::is_same_v<Member, std::filesystem::path>) {
    member = std::get<std::string>(value);
  } else if constexpr (std::is_integral_v<Member> && !std::is_same_v<Member, bool>) {
    const auto number = std::get<std::conditional_t<std::is_unsigned_v<Member>, std::uint64_t, std::int64_t>>(value);
    if (!std::in_range<Member>(number)) failUnfitOption(about.key, optionText(value));
    member = static_cast<Member>(number);
  } else {
    member = std::get<Member>(value);
  }
}

}  // namespace detail

/// Returns the option with this key; throws Error(Usage) if there is none.
template <typename S>
const Option<S>& findOption(const OptionTable<S>& table, const std::string& key) {
  for (const Option<S>& option : table)
    if (option.about.key == key) return option;
  detail::failUnknownOption(key);
}

/// Describes a value that is computed from S and written back into it; `offsets` are of the members it consists of.
template <typename S, typename Get, typename Set>
Option<S> describeComputed(std::string key, Get get, Set set, std::vector<std::ptrdiff_t> offsets,
                           OptionDescription about) {
  about.key = std::move(key);
  about.defaultValue = get(S{});
  return {std::move(about), std::move(get), std::move(set), std::move(offsets)};
}

/// Describes a member: bool, number, text, path, list of numbers or texts, or enumeration (with its names).
template <typename S, typename Member>
Option<S> describe(std::string key, Member S::*member, OptionDescription about) {
  about.key = std::move(key);
  const S usual;
  about.defaultValue = detail::valueOf(usual.*member, about);
  const auto get = [member, about](const S& owner) { return detail::valueOf(owner.*member, about); };
  const auto set = [member, about](S& owner, const OptionValue& value) {
    detail::setMember(owner.*member, value, about);
  };
  return {about, get, set, {detail::offsetOf(usual, usual.*member)}};
}

/// Describes two members as one range, LOW,HIGH on the command line.
template <typename S>
Option<S> describeRange(std::string key, double S::*low, double S::*high, OptionDescription about) {
  about.count = 2;
  const S usual;
  return describeComputed<S>(
      std::move(key),
      [low, high](const S& owner) -> OptionValue {
        return std::vector{owner.*low, owner.*high};
      },
      [low, high](S& owner, const OptionValue& value) {
        const auto& range = std::get<std::vector<double>>(value);
        owner.*low = range.at(0);
        owner.*high = range.at(1);
      },
      {detail::offsetOf(usual, usual.*low), detail::offsetOf(usual, usual.*high)}, std::move(about));
}

/// Names a member that is data rather than a setting: no consumer carries it.
template <typename S, typename Member>
Option<S> describeData(std::string key, Member S::*member) {
  const S usual;
  return describeComputed<S>(
      std::move(key), [](const S&) { return OptionValue{}; }, [](S&, const OptionValue&) {},
      {detail::offsetOf(usual, usual.*member)}, {.stored = false});
}

/// Adds the options of a member that is an options struct itself, under "KEY.".
template <typename S, typename Part>
void addPart(OptionTable<S>& table, const std::string& key, Part S::*member, const OptionTable<Part>& parts) {
  const S usual;
  for (const Option<Part>& part : parts) {
    Option<S> option{part.about,
                     [member, get = part.get](const S& owner) { return get(owner.*member); },
                     [member, set = part.set](S& owner, const OptionValue& value) { set(owner.*member, value); },
                     {detail::offsetOf(usual, usual.*member)}};
    option.about.key = key + "." + part.about.key;
    table.push_back(std::move(option));
  }
}

}  // namespace maury
