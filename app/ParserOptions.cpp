// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ParserOptions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <QCommandLineOption>
#include <algorithm>
#include <vector>

#include "base/Error.h"

namespace maury::app {

namespace {

using PageOption = Option<workbench::PageOptions>;

/// The options of different pages that share a flag.
struct Flag {
  std::string name;  ///< "--view"
  std::vector<std::string> pages;
  std::vector<OptionDescription> descriptions;  ///< one for each page
};

/// Returns all flags in the order of the pages.
std::vector<Flag> allFlags() {
  std::vector<Flag> flags;
  for (const std::string& page : workbench::pageNames()) {
    for (const PageOption& option : workbench::pageOptionTable(page)) {
      const std::string& name = option.description.flag;
      if (name.empty()) continue;
      auto flag = std::find_if(flags.begin(), flags.end(), [&](const Flag& each) { return each.name == name; });
      if (flag == flags.end()) flag = flags.insert(flags.end(), Flag{name, {}, {}});
      flag->pages.push_back(page);
      flag->descriptions.push_back(option.description);
    }
  }
  return flags;
}

/// Returns the name of a flag as QCommandLineParser knows it: "view".
QString parserName(const std::string& flag) {
  return QString::fromStdString(flag).remove(0, 2);
}

/// Returns true if the flag has the same type on all its pages.
bool hasOneType(const Flag& flag) {
  const std::string type = optionTypeText(flag.descriptions.front());
  return std::all_of(flag.descriptions.begin(), flag.descriptions.end(),
                     [&](const OptionDescription& each) { return optionTypeText(each) == type; });
}

/// Returns one sentence for each group of successive pages that describe the flag in the same words.
QString helpOf(const Flag& flag) {
  std::string help;
  for (std::size_t first = 0, next = 0; first < flag.pages.size(); first = next) {
    const OptionDescription& option = flag.descriptions[first];
    std::string names;
    for (; next < flag.pages.size() && flag.descriptions[next].help == option.help; ++next)
      names += (names.empty() ? "" : ", ") + flag.pages[next];
    help += fmt::format("{}With --render {}: {}", help.empty() ? "" : " ", names, option.help);
    help += hasOneType(flag) ? "." : ", " + optionTypeText(option) + ".";
  }
  return QString::fromStdString(help);
}

/// Returns the type of a flag's value, "value" if it depends on the page, or an empty text if the flag has no value.
QString typeOf(const Flag& flag) {
  if (std::holds_alternative<bool>(flag.descriptions.front().defaultValue)) return {};
  return hasOneType(flag) ? QString::fromStdString(optionTypeText(flag.descriptions.front())) : QStringLiteral("value");
}

/// Returns the value of an option that was given on the command line.
OptionValue parserValue(const QCommandLineParser& parser, const OptionDescription& option) {
  if (std::holds_alternative<bool>(option.defaultValue)) return true;
  std::vector<std::string> words;
  for (const QString& word : parser.values(parserName(option.flag)))
    words.push_back(word.toStdString());
  return parseOption(option, words);
}

}  // namespace

void addPageOptions(QCommandLineParser& parser) {
  for (const Flag& flag : allFlags())
    parser.addOption(QCommandLineOption(parserName(flag.name), helpOf(flag), typeOf(flag)));
}

workbench::PageOptions pageOptions(const QCommandLineParser& parser, const std::string& page) {
  workbench::requirePage(page);
  for (const Flag& flag : allFlags()) {
    if (!parser.isSet(parserName(flag.name))) continue;
    if (std::find(flag.pages.begin(), flag.pages.end(), page) != flag.pages.end()) continue;
    throw Error(ErrorKind::Usage, fmt::format("The page '{}' has no option {}, which belongs to: {}. Leave it out.",
                                              page, flag.name, fmt::join(flag.pages, ", ")));
  }
  workbench::PageOptions options;
  for (const PageOption& option : workbench::pageOptionTable(page)) {
    if (option.description.flag.empty() || !parser.isSet(parserName(option.description.flag))) continue;
    option.set(options, parserValue(parser, option.description));
  }
  return options;
}

void refusePageOptions(const QCommandLineParser& parser) {
  for (const Flag& flag : allFlags())
    if (parser.isSet(parserName(flag.name)))
      throw Error(ErrorKind::Usage, fmt::format("{} has no effect on a window. Add --render PAGE to draw a page ({}).",
                                                flag.name, fmt::join(flag.pages, ", ")));
}

}  // namespace maury::app
