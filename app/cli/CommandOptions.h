// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/Option.h"

namespace maury::cli {

/// Adds one option to the command, with its help, type and range, and returns it. `take` is called with the value when
/// the command line gives one; words that cannot be read end the parsing as wrong usage.
CLI::Option* addDescribedOption(CLI::App& command, const OptionDescription& option, const std::string& defaultText,
                                std::function<void(const OptionValue&)> take);

/// The options of a struct that a command line gives; those that it leaves out keep their defaults. Copies share their
/// state: one goes into the command's callback.
template <typename S>
class CommandOptions {
public:
  using DefaultText = std::function<std::string(const Option<S>&)>;

  /// Adds every option of the table that has a flag; the table must outlive this. `defaultText` is shown in the help;
  /// without it, the default of S.
  CommandOptions(CLI::App& command, const OptionTable<S>& table, const DefaultText& defaultText = {}) {
    for (const Option<S>& option : table) {
      if (option.about.flag.empty()) continue;
      const std::string shown = defaultText ? defaultText(option) : optionText(option.about.defaultValue);
      m_added[option.about.key] = addDescribedOption(
          command, option.about, shown,
          [given = m_given, &option](const OptionValue& value) { given->emplace_back(&option, value); });
    }
  }

  /// The option of CLI11, to say what it needs or excludes.
  CLI::Option* operator[](const std::string& key) const { return m_added.at(key); }

  /// Writes what was given into `options`.
  void applyTo(S& options) const {
    for (const auto& [option, value] : *m_given)
      option->set(options, value);
  }

  /// Returns the options that were given, on top of the defaults of S.
  S options() const {
    S options;
    applyTo(options);
    return options;
  }

  /// True if an option whose key begins with `start` was given.
  bool has(const std::string& start) const {
    for (const auto& [option, value] : *m_given)
      if (option->about.key.starts_with(start)) return true;
    return false;
  }

private:
  using Given = std::vector<std::pair<const Option<S>*, OptionValue>>;

  std::map<std::string, CLI::Option*> m_added;
  std::shared_ptr<Given> m_given = std::make_shared<Given>();
};

}  // namespace maury::cli
