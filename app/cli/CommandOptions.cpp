// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandOptions.h"

#include "base/Error.h"

namespace maury::cli {

namespace {

bool isList(const OptionValue& value) {
  return std::holds_alternative<std::vector<double>>(value) ||
         std::holds_alternative<std::vector<std::string>>(value) ||
         std::holds_alternative<std::vector<OptionRange>>(value);
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

}  // namespace maury::cli
