// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/opening/KnownForms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "base/Error.h"
#include "base/process/Log.h"
#include "io/AtomicFile.h"
#include "io/FormatVersion.h"
#include "io/Json.h"
#include "io/TextFile.h"
#include "survey/importing/ImportOptionTable.h"

namespace maury::workbench {

namespace fs = std::filesystem;
using nlohmann::json;
using survey::ImportOptions;

namespace {

constexpr int kFormatVersion = 1;
constexpr std::size_t kMaxForms = 200;
constexpr std::size_t kMaxBytes = std::size_t{4} << 20;  // 200 forms with a hundred roles each need a tenth of it
constexpr std::size_t kMaxFormBytes = 20'000;            // what is longer is no statement of a user

/// Keys of the options that are about the form of a file, rather than about one file.
constexpr std::array<std::string_view, 8> kKeys = {"roles", "air",      "vacuum",   "unit",
                                                   "hdu",   "idColumn", "maskBits", "keepSentinels"};

/// Words of an option, as on a command line.
struct StatedOption {
  std::string key;
  std::vector<std::string> words;
};
struct Form {
  std::string name;
  std::vector<StatedOption> options;
};

std::vector<StatedOption> statedOptions(const ImportOptions& options) {
  std::vector<StatedOption> stated;
  for (const Option<ImportOptions>& option : survey::importOptionTable()) {
    const std::string& key = option.description.key;
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) continue;
    const OptionValue value = option.get(options);
    if (value == option.get(ImportOptions())) continue;
    const auto* list = std::get_if<std::vector<std::string>>(&value);
    stated.push_back({key, list != nullptr ? *list : std::vector{optionText(value)}});
  }
  return stated;
}

/// Returns the options. Throws Error for an unknown key and for a word that the option does not accept.
ImportOptions optionsFrom(const std::vector<StatedOption>& stated) {
  ImportOptions options;
  for (const auto& [key, words] : stated) {
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) io::failJsonField(key, "is no option of a form");
    const Option<ImportOptions>& option = findOption(survey::importOptionTable(), key);
    option.set(options, parseOption(option.description, words));
  }
  return options;
}

/// Reads all forms, the one that was stated last first; none if there is no file. Throws Error(File | Format).
std::vector<Form> readForms(const fs::path& file) {
  std::error_code none;
  if (!fs::exists(file, none)) return {};
  const io::JsonDocument document = io::parseJson(io::readTextFile(file, kMaxBytes), kMaxBytes);
  const json& root = *document;
  io::requireKnownKeys(root, "file", {"version", "forms"});
  io::requireReadableVersion(io::jsonWhole(io::jsonField(root, "version"), "version"), kFormatVersion);
  std::vector<Form> forms;
  for (const json& entry : io::jsonList(io::jsonField(root, "forms"), "forms")) {
    if (forms.size() == kMaxForms) break;
    io::requireKnownKeys(entry, "form", {"form", "options"});
    Form form{io::jsonText(io::jsonField(entry, "form"), "form"), {}};
    const json& options = io::jsonField(entry, "options");
    if (!options.is_object()) io::failJsonField("options", "is not an object");
    for (const auto& [key, words] : options.items())
      form.options.push_back({key, io::jsonTexts(words, key)});
    forms.push_back(std::move(form));
  }
  return forms;
}

/// Does the same; logs a damaged file and returns no forms, because what it held is asked again.
std::vector<Form> readFormsOrNone(const fs::path& file) {
  try {
    return readForms(file);
  } catch (const Error& error) {
    log::warning(fmt::format("{}: what was stated about files is forgotten: {}", file.string(), error.what()));
    return {};
  }
}

std::string textOf(const std::vector<Form>& forms) {
  json list = json::array();
  for (const Form& form : forms) {
    json options = json::object();
    for (const auto& [key, words] : form.options)
      options[key] = words;
    json entry = json::object();
    entry["form"] = form.name;
    entry["options"] = std::move(options);
    list.push_back(std::move(entry));
  }
  json root = json::object();
  root["version"] = kFormatVersion;
  root["forms"] = std::move(list);
  // Names of columns may hold bytes that are not UTF-8. They are replaced, and then match no column.
  return root.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::size_t bytesOf(const Form& form) {
  std::size_t bytes = form.name.size();
  for (const auto& [key, words] : form.options)
    for (const std::string& word : words)
      bytes += word.size();
  return bytes;
}

}  // namespace

std::optional<ImportOptions> optionsOfForm(const fs::path& file, const std::string& form) {
  if (form.empty()) return std::nullopt;
  const std::vector<Form> forms = readFormsOrNone(file);
  const auto found = std::find_if(forms.begin(), forms.end(), [&](const Form& known) { return known.name == form; });
  if (found == forms.end()) return std::nullopt;
  try {
    return optionsFrom(found->options);
  } catch (const Error& error) {
    log::warning(fmt::format("{}: form {}: {}", file.string(), form, error.what()));
    return std::nullopt;
  }
}

void keepOptionsOfForm(const fs::path& file, const std::string& form, const ImportOptions& options) {
  if (form.empty()) return;
  std::vector<Form> forms = readFormsOrNone(file);
  const std::size_t before = forms.size();
  std::erase_if(forms, [&](const Form& known) { return known.name == form; });
  Form stated{form, statedOptions(options)};
  if (stated.options.empty() && forms.size() == before) return;
  if (!stated.options.empty() && bytesOf(stated) <= kMaxFormBytes) forms.insert(forms.begin(), std::move(stated));
  forms.resize(std::min(forms.size(), kMaxForms));
  std::error_code ignored;  // writeTextFile() reports a folder that is missing
  fs::create_directories(file.parent_path(), ignored);
  io::writeTextFile(file, textOf(forms));
}

}  // namespace maury::workbench
