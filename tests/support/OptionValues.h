// SPDX-License-Identifier: GPL-3.0-or-later
// Values for every option that differ from its default.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "base/Option.h"

namespace maury::test {

/// Returns a number within the option's range; it grows with `share` (0 … 1).
inline double changedNumber(const OptionDescription& option, double share) {
  if (std::isfinite(option.low) && std::isfinite(option.high)) return option.low + share * (option.high - option.low);
  if (std::isfinite(option.low)) return option.low + 3.0 + share;
  return -4.0 + share;
}

/// Returns an allowed value other than the default: the one in `special` if the option's key is there. Texts contain
/// characters that a shell would interpret.
inline OptionValue changedValue(const OptionDescription& option,
                                const std::map<std::string, OptionValue>& special = {}) {
  if (const auto found = special.find(option.key); found != special.end()) return found->second;
  return std::visit(
      [&](const auto& usual) -> OptionValue {
        using Value = std::decay_t<decltype(usual)>;
        if constexpr (std::is_same_v<Value, bool>) {
          return !usual;
        } else if constexpr (std::is_same_v<Value, double>) {
          const double number = changedNumber(option, 0.37);
          return number == usual ? changedNumber(option, 0.61) : number;
        } else if constexpr (std::is_integral_v<Value>) {
          return static_cast<Value>(static_cast<double>(usual) < option.high ? usual + 1 : usual - 1);
        } else if constexpr (std::is_same_v<Value, std::string>) {
          if (option.names.empty()) return std::string("-it's `odd` $HOME \"σ\"");
          return option.names.front() == usual ? option.names.back() : option.names.front();
        } else if constexpr (std::is_same_v<Value, std::vector<double>>) {
          return std::vector{changedNumber(option, 0.37), changedNumber(option, 0.61)};
        } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
          return std::vector<std::string>{"it's", "two words"};
        } else if constexpr (std::is_same_v<Value, std::vector<OptionRange>>) {
          return std::vector<OptionRange>{{655.46, 657.08}, {700.0, 701.5}};
        } else {
          return usual;  // data, and JSON documents that are not in `special`
        }
      },
      option.defaultValue);
}

/// Returns a struct in which every option differs from its default.
template <typename S>
S changeAllOptions(const OptionTable<S>& table, const std::map<std::string, OptionValue>& special = {}) {
  S options;
  for (const Option<S>& option : table)
    option.set(options, changedValue(option.description, special));
  return options;
}

}  // namespace maury::test
