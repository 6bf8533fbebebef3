// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// An option is described once, in a table next to the struct that it is a member of. The command line, the run file,
// the fingerprint of a checkpoint, the copied command line and the window's controls are all built from that table.
// Plain values and functions, thread-safe.
namespace maury {

/// Value that is a small JSON document, such as the description of a network.
struct OptionJson {
  std::string text;

  bool operator==(const OptionJson&) const = default;
};

using OptionRange = std::pair<double, double>;  ///< low, high

/// Value of an option in the form that its consumers use; an enumerator or a path is a string. std::monostate stands
/// for data, which no consumer reads or writes (see describeData()).
using OptionValue = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string,
                                 std::vector<double>, std::vector<std::string>, std::vector<OptionRange>, OptionJson>;

/// Description of an option: its names, help, limits and default, without access to the member itself.
struct OptionDescription {
  std::string key = {};    ///< name in files: "learningRate"; "split.seed" is `seed` of the member `split`
  std::string flag = {};   ///< name on a command line: "--learning-rate"; empty: not available there
  std::string label = {};  ///< label of its control in the window; empty: it has no control
  std::string help = {};   ///< sentence without a full stop, also the control's tooltip
  std::string note = {};   ///< appended to the help on the command line only: " (table RUNNING of a .fits --out)"
  std::string unit = {};
  double low = -std::numeric_limits<double>::infinity();  ///< smallest value; applies to each element of a list
  double high = std::numeric_limits<double>::infinity();  ///< largest value; applies to each element of a list
  bool aboveLow = false;                                  ///< true if `low` itself is not allowed
  std::vector<std::string> names = {};                    ///< names of the enumerators, in their order
  std::size_t count = 0;                                  ///< exact number of elements of a list; 0: any number
  bool wholeWords = false;  ///< true for a list of strings that may contain commas: one flag for each element
  double step = 1.0;        ///< step of its control
  int decimals = 0;         ///< decimals that its control shows
  bool percent = false;     ///< true if its control shows a fraction as a percentage
  /// Position in the text of the result's fingerprint, from 1; 0 if the result does not depend on the option. Positions
  /// are never reused, so that unfinished trainings of earlier versions can be resumed.
  int fingerprint = 0;
  /// True if it sets only where and how the work is done (threads, folders). A copied command line leaves it out.
  bool executionOnly = false;
  bool stored = true;             ///< true if run files contain it
  OptionValue defaultValue = {};  ///< value in a default-constructed struct; its alternative is the option's type
};

/// Option of the struct S: its description and the access to its member.
template <typename S>
struct Option {
  OptionDescription description;
  std::function<OptionValue(const S&)> get;
  /// Throws Error(Usage) for a value that the member cannot hold and for an unknown name. Does not check the range.
  std::function<void(S&, const OptionValue&)> set;
  std::vector<std::ptrdiff_t> offsets;  ///< offsets in S of the members that it describes (bytes)
};

template <typename S>
using OptionTable = std::vector<Option<S>>;

/// Returns a value as written on a command line: "0.5", "adam", "0,2,4", "655.46-657.08"; "true" or "false".
std::string optionText(const OptionValue& value);
/// Reads a value from the words that follow the option's flag. Lists are split at commas too, except lists of whole
/// words. Throws Error(Usage) naming the option, the word and the allowed values.
OptionValue parseOption(const OptionDescription& option, const std::vector<std::string>& words);
/// Returns the allowed values as text: "INT in 1 … 1000", "NUMBER above 0 (km/s)", "{adam,adamw}".
std::string optionTypeText(const OptionDescription& option);
/// Returns "--flag value", quoted for a shell; for a list of whole words, one such pair for each element.
std::string optionWords(const OptionDescription& option, const OptionValue& value);
/// Returns the value as it appears in a fingerprint, exactly: reals in hexadecimal, an enumerator by its index.
std::string fingerprintText(const OptionDescription& option, const OptionValue& value);
/// Throws Error(Usage) naming the key and the allowed range if the value is out of range.
void checkOption(const OptionDescription& option, const OptionValue& value);

/// Returns the options that differ from `base` as words of a command line, each preceded by a space. Parsing them on
/// top of `base` restores `options`. Leaves out options without a flag and those with `executionOnly` set.
template <typename S>
std::string commandLine(const OptionTable<S>& table, const S& options, const S& base = {}) {
  std::string words;
  for (const Option<S>& option : table) {
    if (option.description.flag.empty() || option.description.executionOnly) continue;
    const OptionValue value = option.get(options);
    if (value != option.get(base)) words += ' ' + optionWords(option.description, value);
  }
  return words;
}

/// Checks the range of every option. Throws Error(Usage) like checkOption().
template <typename S>
void checkOptionRanges(const OptionTable<S>& table, const S& options) {
  for (const Option<S>& option : table)
    checkOption(option.description, option.get(options));
}

namespace detail {

[[noreturn]] void throwInvalidValue(const std::string& key, const std::string& value);
[[noreturn]] void throwUnknownOption(std::string_view key);
std::size_t indexOfName(const OptionDescription& option, const std::string& name);

template <typename S, typename Member>
std::ptrdiff_t offsetOf(const S& owner, const Member& member) {
  return reinterpret_cast<const char*>(&member) - reinterpret_cast<const char*>(&owner);
}

template <typename Member>
OptionValue valueOf(const Member& member, const OptionDescription& description) {
  if constexpr (std::is_enum_v<Member>)
    return description.names.at(static_cast<std::size_t>(member));
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
void setMember(Member& member, const OptionValue& value, const OptionDescription& description) {
  if constexpr (std::is_enum_v<Member>) {
    member = static_cast<Member>(indexOfName(description, std::get<std::string>(value)));
  } else if constexpr (std::is_same_v<Member, std::filesystem::path>) {
    member = std::get<std::string>(value);
  } else if constexpr (std::is_integral_v<Member> && !std::is_same_v<Member, bool>) {
    const auto number = std::get<std::conditional_t<std::is_unsigned_v<Member>, std::uint64_t, std::int64_t>>(value);
    if (!std::in_range<Member>(number)) throwInvalidValue(description.key, optionText(value));
    member = static_cast<Member>(number);
  } else {
    member = std::get<Member>(value);
  }
}

}  // namespace detail

/// Returns the option with this key; throws Error(Usage) if there is none.
template <typename S>
const Option<S>& findOption(const OptionTable<S>& table, std::string_view key) {
  for (const Option<S>& option : table)
    if (option.description.key == key) return option;
  detail::throwUnknownOption(key);
}

/// Describes a value that `get` computes from S and `set` writes back; `offsets` are those of the members involved.
template <typename S, typename Get, typename Set>
Option<S> describeComputed(std::string key, Get get, Set set, std::vector<std::ptrdiff_t> offsets,
                           OptionDescription description) {
  description.key = std::move(key);
  description.defaultValue = get(S{});
  return {std::move(description), std::move(get), std::move(set), std::move(offsets)};
}

/// Describes a member: a bool, number, text, path, list of numbers or strings, or enumeration (`description.names`
/// set).
template <typename S, typename Member>
Option<S> describe(std::string key, Member S::*member, OptionDescription description) {
  description.key = std::move(key);
  const S defaults;
  description.defaultValue = detail::valueOf(defaults.*member, description);
  const auto get = [member, description](const S& owner) { return detail::valueOf(owner.*member, description); };
  const auto set = [member, description](S& owner, const OptionValue& value) {
    detail::setMember(owner.*member, value, description);
  };
  return {description, get, set, {detail::offsetOf(defaults, defaults.*member)}};
}

/// Describes two members as one range, written LOW,HIGH on the command line.
template <typename S>
Option<S> describeRange(std::string key, double S::*low, double S::*high, OptionDescription description) {
  description.count = 2;
  const S defaults;
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
      {detail::offsetOf(defaults, defaults.*low), detail::offsetOf(defaults, defaults.*high)}, std::move(description));
}

/// Describes a member that is data rather than a setting: neither files nor command lines nor the window contain it.
template <typename S, typename Member>
Option<S> describeData(std::string key, Member S::*member) {
  const S defaults;
  return describeComputed<S>(
      std::move(key), [](const S&) { return OptionValue{}; }, [](S&, const OptionValue&) {},
      {detail::offsetOf(defaults, defaults.*member)}, {.stored = false});
}

/// Adds the options of a member that is itself an options struct, with "KEY." before their keys.
template <typename S, typename Part>
void addPart(OptionTable<S>& table, const std::string& key, Part S::*member, const OptionTable<Part>& parts) {
  const S defaults;
  for (const Option<Part>& part : parts) {
    Option<S> option{part.description,
                     [member, get = part.get](const S& owner) { return get(owner.*member); },
                     [member, set = part.set](S& owner, const OptionValue& value) { set(owner.*member, value); },
                     {detail::offsetOf(defaults, defaults.*member)}};
    option.description.key = key + "." + part.description.key;
    table.push_back(std::move(option));
  }
}

}  // namespace maury
