// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of the desktop program offers the options of a table.
#include "app/ParserOptions.h"

#include "galaxy/panels/PanelOptionTable.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/OptionValues.h"
#include "support/ShellWords.h"

using namespace maury;
using namespace maury::app;

namespace {

ParserOptions<galaxy::PanelGridOptions> allOptions() {
  return {galaxy::panelOptionTable(), [](const OptionDescription&) { return true; }};
}

galaxy::PanelGridOptions parseWords(const std::string& words) {
  QCommandLineParser parser;
  allOptions().addTo(parser, QStringLiteral("With --render galaxy: "));
  QStringList arguments{QStringLiteral("maury")};
  for (const std::string& word : test::shellWords(words))
    arguments << QString::fromStdString(word);
  REQUIRE(parser.parse(arguments));
  galaxy::PanelGridOptions options;
  allOptions().applyTo(parser, options);
  return options;
}

}  // namespace

TEST_CASE("parser options: the command line that repeats a figure is read back") {
  const auto& table = galaxy::panelOptionTable();
  for (const Option<galaxy::PanelGridOptions>& option : table) {
    if (option.description.flag.empty()) continue;
    INFO(option.description.key);
    galaxy::PanelGridOptions changed;
    option.set(changed, test::changedValue(option.description));
    const galaxy::PanelGridOptions read = parseWords(commandLine(table, changed));
    for (const Option<galaxy::PanelGridOptions>& each : table)
      CHECK(each.get(read) == each.get(changed));
  }
}

TEST_CASE("parser options: an invalid value is rejected") {
  const auto error = test::errorOf([] { parseWords("--r-edges 4,x"); });
  REQUIRE(error);
  CHECK(error->says("--r-edges: 'x' is not allowed"));
}
