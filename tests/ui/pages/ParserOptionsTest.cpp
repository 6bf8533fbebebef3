// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of the desktop program offers the options of every page, and each page only its own.
#include "app/ParserOptions.h"

#include <QRegularExpression>
#include <algorithm>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/OptionValues.h"
#include "support/ShellWords.h"

using namespace maury;
using namespace maury::app;

namespace {

void parse(QCommandLineParser& parser, const std::string& words) {
  addPageOptions(parser);
  QStringList arguments{QStringLiteral("maury")};
  for (const std::string& word : test::shellWords(words))
    arguments << QString::fromStdString(word);
  INFO(words);
  REQUIRE(parser.parse(arguments));
}

workbench::PageOptions parsePage(const std::string& page, const std::string& words) {
  QCommandLineParser parser;
  parse(parser, words);
  return pageOptions(parser, page);
}

bool hasOption(const std::string& page, const std::string& flag) {
  const auto& table = workbench::pageOptionTable(page);
  return std::any_of(table.begin(), table.end(), [&](const auto& option) { return option.description.flag == flag; });
}

}  // namespace

TEST_CASE("parser options: the command line that repeats a figure is read back") {
  for (const std::string& page : workbench::pageNames()) {
    const auto& table = workbench::pageOptionTable(page);
    for (const auto& option : table) {
      if (option.description.flag.empty()) continue;
      INFO(page << ' ' << option.description.key);
      CHECK(option.description.help.back() != '.');
      workbench::PageOptions changed;
      option.set(changed, test::changedValue(option.description));
      CHECK(option.get(changed) != option.get(workbench::PageOptions{}));
      const workbench::PageOptions read = parsePage(page, commandLine(table, changed));
      for (const auto& each : table)
        CHECK(each.get(read) == each.get(changed));
    }
  }
}

TEST_CASE("parser options: an invalid value is rejected") {
  const auto error = test::errorOf([] { parsePage("galaxy", "--r-edges 4,x"); });
  REQUIRE(error);
  CHECK(error->says("--r-edges: 'x' is not allowed"));
  CHECK(test::errorOf([] { parsePage("contrast", "--view maps"); })->says("spectra, parts"));
  CHECK(test::errorOf([] { parsePage("frog", ""); })->says("Choose one of: data, prepare"));
}

TEST_CASE("parser options: every option of another page is rejected by name, with its pages") {
  int rejected = 0;
  for (const std::string& owner : workbench::pageNames()) {
    for (const auto& option : workbench::pageOptionTable(owner)) {
      if (option.description.flag.empty()) continue;
      const std::string words = optionWords(option.description, test::changedValue(option.description));
      for (const std::string& page : workbench::pageNames()) {
        if (hasOption(page, option.description.flag)) continue;
        INFO(page << ": " << words);
        const auto error = test::errorOf([&] { parsePage(page, words); });
        REQUIRE(error);
        CHECK(error->kind == ErrorKind::Usage);
        CHECK(error->says("'" + page + "' has no option " + option.description.flag));
        CHECK(error->says(owner));
        ++rejected;
      }
    }
  }
  CHECK(rejected > 100);
}

TEST_CASE("parser options: an option of a page is rejected without --render") {
  QCommandLineParser parser;
  parse(parser, "--star 7");
  CHECK(test::errorOf([&] { refusePageOptions(parser); })->says("--star has no effect on a window"));
  QCommandLineParser none;
  parse(none, "");
  CHECK_NOTHROW(refusePageOptions(none));
}

TEST_CASE("parser options: the help of a shared flag names its pages and their values") {
  QCommandLineParser parser;
  addPageOptions(parser);
  const QString help = parser.helpText().replace(QRegularExpression(QStringLiteral("\\s+")), QStringLiteral(" "));
  CHECK(
      help.contains("With --render contrast: Figure to draw: the spectra, or the parts of the difference, "
                    "{spectra,parts}."));
  CHECK(help.contains("With --render prepare, train, spectrum, contrast, audit, validate, galaxy: Use only stars"));
}
