// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ParserOptions.h"

#include <QCommandLineOption>
#include <string>
#include <vector>

namespace maury::app {

namespace {

QString optionName(const OptionDescription& option) {
  return QString::fromStdString(option.flag).remove(0, 2);
}

}  // namespace

void addParserOption(QCommandLineParser& parser, const OptionDescription& option, const QString& when) {
  const QString help = when + QString::fromStdString(option.help) + QLatin1Char('.');
  const bool isFlag = std::holds_alternative<bool>(option.defaultValue);
  parser.addOption(QCommandLineOption(optionName(option), help,
                                      isFlag ? QString() : QString::fromStdString(optionTypeText(option))));
}

OptionValue parserValue(const QCommandLineParser& parser, const OptionDescription& option) {
  if (!parser.isSet(optionName(option))) return {};
  if (std::holds_alternative<bool>(option.defaultValue)) return true;
  std::vector<std::string> words;
  for (const QString& word : parser.values(optionName(option)))
    words.push_back(word.toStdString());
  return parseOption(option, words);
}

}  // namespace maury::app
