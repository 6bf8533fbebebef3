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
#include "workbench/outputs/OutputFiles.h"

namespace maury::cli {

/// Adds an option to the command, with its help text, type and range, and returns it. `take` receives the value if the
/// option is given; an invalid value ends parsing with a usage error.
CLI::Option* addDescribedOption(CLI::App& command, const OptionDescription& option, const std::string& defaultText,
                                std::function<void(const OptionValue&)> take);

/// Adds an option that names a file to write, and returns it. The kind is also the type that the help shows.
CLI::Option* addOutput(CLI::App& command, const std::string& names, std::string& path, workbench::OutputKind kind,
                       const std::string& help);

/// Makes every command that writes files check them before its callback runs (workbench::requireWritableOutputs), with
/// the values of all its other options as possible inputs, and adds --overwrite to it. Call it once, when all commands
/// are added. Throws std::logic_error if an option that names a file to write was not added by addOutput().
void checkOutputsBeforeRuns(CLI::App& app);

/// Options of a struct on a command line; options that are not given keep their defaults. Copies share their state, so
/// a copy can be captured by the callback of the command.
template <typename S>
class CommandOptions {
public:
  using DefaultText = std::function<std::string(const Option<S>&)>;

  /// Adds all options of the table that have a flag. The table must outlive this object. `defaultText` returns the
  /// default that the help shows; without it, the help shows the default of S.
  CommandOptions(CLI::App& command, const OptionTable<S>& table, const DefaultText& defaultText = {}) {
    for (const Option<S>& option : table) {
      if (option.description.flag.empty()) continue;
      const std::string shown = defaultText ? defaultText(option) : optionText(option.description.defaultValue);
      m_added[option.description.key] = addDescribedOption(
          command, option.description, shown,
          [given = m_given, &option](const OptionValue& value) { given->emplace_back(&option, value); });
    }
  }

  /// Returns the CLI11 option with this key, to declare which options it needs or excludes.
  CLI::Option* operator[](const std::string& key) const { return m_added.at(key); }

  /// Copies the given values into `options`.
  void applyTo(S& options) const {
    for (const auto& [option, value] : *m_given)
      option->set(options, value);
  }

  /// Returns the defaults of S, overridden by the given options.
  S options() const {
    S options;
    applyTo(options);
    return options;
  }

  /// Returns true if an option was given whose key begins with `start`.
  bool has(const std::string& start) const {
    for (const auto& [option, value] : *m_given)
      if (option->description.key.starts_with(start)) return true;
    return false;
  }

private:
  using Given = std::vector<std::pair<const Option<S>*, OptionValue>>;

  std::map<std::string, CLI::Option*> m_added;
  std::shared_ptr<Given> m_given = std::make_shared<Given>();
};

}  // namespace maury::cli
