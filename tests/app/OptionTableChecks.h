// SPDX-License-Identifier: GPL-3.0-or-later
// Checks for every option table: it describes all members of its struct, and the command line transmits every option.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "app/cli/CommandOptions.h"
#include "base/MemberCount.h"
#include "base/Option.h"
#include "support/Catch.h"
#include "support/OptionValues.h"
#include "support/ShellWords.h"

namespace maury::test {

/// Returns the keys of the options in which two structs differ.
template <typename S>
std::set<std::string> differences(const OptionTable<S>& table, const S& a, const S& b) {
  std::set<std::string> keys;
  for (const Option<S>& option : table)
    if (option.get(a) != option.get(b)) keys.insert(option.description.key);
  return keys;
}

/// Returns the struct that a command obtains from these words, after parsing by a shell and CLI11.
template <typename S>
S parseWords(const OptionTable<S>& table, const std::string& words) {
  CLI::App app;
  const cli::CommandOptions<S> given(app, table);
  std::vector<std::string> arguments = shellWords(words);
  std::reverse(arguments.begin(), arguments.end());
  app.parse(std::move(arguments));
  return given.options();
}

/// Checks that the table describes every member of S.
template <typename S>
void checkEveryMemberIsDescribed(const OptionTable<S>& table) {
  std::set<std::ptrdiff_t> described;
  for (const Option<S>& option : table)
    described.insert(option.offsets.begin(), option.offsets.end());
  INFO("a member of the struct is missing from its table");
  CHECK(described.size() == memberCount<S>());
}

/// Checks that keys and flags are unique and well formed, and that defaults are in range.
template <typename S>
void checkWords(const OptionTable<S>& table) {
  std::set<std::string> keys, flags;
  for (const auto& [description, get, set, offsets] : table) {
    INFO(description.key);
    CHECK(keys.insert(description.key).second);
    if (!description.flag.empty()) {
      CHECK(flags.insert(description.flag).second);
      CHECK(description.flag.starts_with("--"));
      CHECK(!description.help.empty());
    }
    if (const std::string shown = description.help + description.note; !shown.empty()) CHECK(shown.back() != '.');
    CHECK_NOTHROW(checkOption(description, description.defaultValue));
  }
}

/// Checks for each option, and for all together, that a changed value survives the command line. `special`: values to
/// use for options with these keys.
template <typename S>
void checkCommandLine(const OptionTable<S>& table, const std::map<std::string, OptionValue>& special) {
  const S defaults;
  S all;
  for (const Option<S>& option : table) {
    INFO(option.description.key);
    const OptionValue value = changedValue(option.description, special);
    S changed;
    option.set(changed, value);
    CHECK(option.get(changed) == value);
    if (value.index() != 0) CHECK(value != option.description.defaultValue);
    if (option.description.flag.empty()) continue;
    // Options that only choose where to work can be given, but are not part of a copied command line.
    const std::string line = commandLine(table, changed);
    CHECK(line.empty() == option.description.executionOnly);
    const S read = parseWords(table, option.description.executionOnly ? optionWords(option.description, value) : line);
    CHECK(differences(table, read, changed).empty());
    if (!option.description.executionOnly) option.set(all, value);
  }
  CHECK(commandLine(table, defaults).empty());
  CHECK(differences(table, parseWords(table, commandLine(table, all)), all).empty());
}

/// Runs all checks on a table.
template <typename S>
void checkOptionTable(const OptionTable<S>& table, const std::map<std::string, OptionValue>& special = {}) {
  checkEveryMemberIsDescribed(table);
  checkWords(table);
  checkCommandLine(table, special);
}

}  // namespace maury::test
