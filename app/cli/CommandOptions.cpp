// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandOptions.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "base/Error.h"

namespace maury::cli {

namespace {

bool isList(const OptionValue& value) {
  return std::holds_alternative<std::vector<double>>(value) ||
         std::holds_alternative<std::vector<std::string>>(value) ||
         std::holds_alternative<std::vector<OptionRange>>(value);
}

constexpr std::array<std::pair<const char*, workbench::OutputKind>, 4> kOutputTypes{
    {{"SURVEY", workbench::OutputKind::Survey},
     {"CATALOGUE", workbench::OutputKind::Catalogue},
     {"TABLE", workbench::OutputKind::Table},
     {"MODEL", workbench::OutputKind::Model}}};

/// Returns the kind of file that an option names; std::nullopt if it does not name an output.
std::optional<workbench::OutputKind> outputKindOf(const CLI::Option& option) {
  for (const auto& [type, kind] : kOutputTypes)
    if (option.get_type_name() == type) return kind;
  return std::nullopt;
}

/// Returns true for an option that names the folder of a training, which is written rather than read.
bool isRunFolder(const CLI::Option& option) {
  return option.check_name("--run");
}

void checkOutputs(const CLI::App& command, const workbench::OutputOptions& options) {
  std::vector<workbench::OutputFile> outputs;
  std::vector<std::filesystem::path> inputs;
  for (const CLI::Option* option : command.get_options()) {
    const auto kind = outputKindOf(*option);
    for (const std::string& word : option->results()) {
      if (word.empty() || isRunFolder(*option)) continue;
      if (kind)
        outputs.push_back({word, *kind});
      else
        inputs.emplace_back(word);
    }
  }
  workbench::requireWritableOutputs(outputs, inputs, options);
}

}  // namespace

CLI::Option* addDescribedOption(CLI::App& command, const OptionDescription& option, const std::string& defaultText,
                                std::function<void(const OptionValue&)> take) {
  const std::string help = option.help + option.note;
  const auto read = [option, take = std::move(take)](const std::vector<std::string>& words) {
    try {
      take(parseOption(option, words));
    } catch (const Error& error) {
      throw CLI::ValidationError(error.what());
    }
  };
  if (std::holds_alternative<bool>(option.defaultValue)) {
    return command.add_flag_function(
        option.flag, [read](std::int64_t count) { read({count > 0 ? "true" : "false"}); }, help);
  }
  CLI::Option* added = isList(option.defaultValue)
                           ? command.add_option_function<std::vector<std::string>>(option.flag, read, help)
                           : command.add_option_function<std::string>(
                                 option.flag, [read](const std::string& word) { read({word}); }, help);
  added->type_name(optionTypeText(option));
  if (!defaultText.empty()) added->default_str(defaultText);
  return added;
}

CLI::Option* addOutput(CLI::App& command, const std::string& names, std::string& path, workbench::OutputKind kind,
                       const std::string& help) {
  const auto type = std::find_if(kOutputTypes.begin(), kOutputTypes.end(),
                                 [kind](const auto& known) { return known.second == kind; });
  if (type == kOutputTypes.end()) throw std::logic_error("addOutput: commands do not write files of this kind");
  return command.add_option(names, path, help)->type_name(type->first);
}

void checkOutputsBeforeRuns(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    bool writes = false;
    for (const CLI::Option* option : command->get_options()) {
      const bool isOutput = outputKindOf(*option).has_value();
      writes = writes || isOutput;
      if (!isOutput && option->get_description().find("to write") != std::string::npos)
        throw std::logic_error("the option " + option->get_name() + " of " + command->get_name() +
                               " names a file to write, but was not added by addOutput()");
    }
    if (!writes) continue;
    const CommandOptions<workbench::OutputOptions> given(*command, workbench::outputOptionTable());
    command->parse_complete_callback([command, given] { checkOutputs(*command, given.options()); });
  }
}

}  // namespace maury::cli
