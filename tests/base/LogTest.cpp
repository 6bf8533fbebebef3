// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/process/Log.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <thread>

#include "base/process/Diagnostics.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using test::TemporaryFolder;

namespace {

std::vector<std::string> linesOf(const std::filesystem::path& path) {
  std::ifstream stream(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

/// Returns the message of a line, which follows time, level and program.
std::string messageOf(const std::string& line) {
  return line.substr(line.find("] ") + 2);
}

/// Log that is open until the end of the test, before whose temporary folder is removed.
struct ScopedLog {
  explicit ScopedLog(log::LogOptions options) { log::open(options); }
  ~ScopedLog() { log::open({}); }
};

/// Environment variable that is set, or unset if `value` is null, until the end of the scope.
class ScopedVariable {
public:
  ScopedVariable(const char* name, const char* value) : m_name(name) {
    if (const char* before = std::getenv(name)) m_before = before;
    set(value);
  }
  ~ScopedVariable() { set(m_before ? m_before->c_str() : nullptr); }

private:
  void set(const char* value) const {
    if (value != nullptr)
      setenv(m_name, value, 1);
    else
      unsetenv(m_name);
  }

  const char* m_name;
  std::optional<std::string> m_before;
};

}  // namespace

TEST_CASE("log: the file keeps lines of its level and above, with time, level and program") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "state" / "maury.log";
  const ScopedLog opened({.program = "tester", .file = file});
  log::debug("a step");
  log::info("a fact");
  log::warning("a doubt");
  log::error("a failure");
  const std::vector<std::string> lines = linesOf(file);
  REQUIRE(lines.size() == 3);
  CHECK(messageOf(lines[0]) == "a fact");
  CHECK(messageOf(lines[2]) == "a failure");
  CHECK(lines[0].find(" info tester[") != std::string::npos);
  CHECK(lines[1].find(" warning tester[") != std::string::npos);
  CHECK(lines[0].starts_with("20"));
  log::setFileLevel(log::Level::Debug);
  log::debug("now a step too");
  CHECK(linesOf(file).size() == 4);
}

TEST_CASE("log: the terminal gets lines of its level and above") {
  const ScopedLog opened({.program = "tester"});
  std::vector<std::string> printed;
  log::showOnTerminal(log::Level::Warning, [&printed](const std::string& line) { printed.push_back(line); });
  log::info("a fact");
  log::warning("a doubt");
  log::showOnTerminal(log::Level::Off, [](const std::string&) {});
  log::error("a failure");
  REQUIRE(printed.size() == 1);
  CHECK(printed[0].ends_with("warning a doubt"));
}

TEST_CASE("log: files are rotated and no more than three are kept") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "maury.log";
  const ScopedLog opened({.program = "tester", .file = file, .fileBytes = 2000});
  for (int i = 0; i < 300; ++i)
    log::info("line " + std::to_string(i));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++files;
    CHECK(std::filesystem::file_size(entry.path()) <= 2000);
  }
  CHECK(files == 3);
  const std::vector<std::string> last = log::lastLines(40);
  REQUIRE(last.size() == 40);  // more lines than fit into one file of 2000 bytes
  CHECK(messageOf(last.front()) == "line 260");
  CHECK(messageOf(last.back()) == "line 299");
}

TEST_CASE("log: last lines include earlier runs, and without a file they come from memory") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "maury.log";
  {
    const ScopedLog first({.program = "first", .file = file});
    log::info("from the first run");
  }
  {
    const ScopedLog second({.program = "second", .file = file});
    log::info("from the second run");
    const std::vector<std::string> last = log::lastLines();
    REQUIRE(last.size() == 2);
    CHECK(messageOf(last[0]) == "from the first run");
  }
  const ScopedLog third({.program = "third"});
  for (int i = 0; i < 250; ++i)
    log::debug("step " + std::to_string(i));
  const std::vector<std::string> last = log::lastLines(500);
  REQUIRE(last.size() == 200);
  CHECK(messageOf(last.back()) == "step 249");
}

TEST_CASE("log: a file that cannot be opened is no error") {
  const ScopedLog opened({.program = "tester", .file = "/proc/no/such/folder/maury.log"});
  log::info("kept in memory");
  const std::vector<std::string> last = log::lastLines();
  REQUIRE(last.size() == 1);
  CHECK(messageOf(last[0]) == "kept in memory");
}

TEST_CASE("log: lines of many threads are whole") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "maury.log";
  const ScopedLog opened({.program = "tester", .file = file});
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer)
      writers.emplace_back([] {
        for (int i = 0; i < 100; ++i)
          log::info("one whole line");
      });
  }
  const std::vector<std::string> lines = linesOf(file);
  CHECK(lines.size() == 400);
  CHECK(std::all_of(lines.begin(), lines.end(), [](const auto& line) { return messageOf(line) == "one whole line"; }));
}

TEST_CASE("log: names that were not typed are redacted from messages") {
  const std::vector<std::string> typed{"predict", "/home/ann/survey.fits", "--star", "2M00000002+7417074"};
  const auto shown = [&typed](const char* text) { return log::redactNames(text, typed); };
  CHECK(shown("/home/ann/survey.fits: row 7 of HDU 2") == "/home/ann/survey.fits: row 7 of HDU 2");
  CHECK(shown("opening survey.fits") == "opening survey.fits");
  CHECK(shown("opening secret.fits") == "opening (file)");
  CHECK(shown("/home/ann/secret.fits: row 7") == "(file): row 7");
  CHECK(shown("writing \"../other/cat.csv\" failed") == "writing \"(file)\" failed");
  CHECK(shown("star 2M00000002+7417074 is missing") == "star 2M00000002+7417074 is missing");
  CHECK(shown("star 4295806720123456 is missing") == "star (id) is missing");
  CHECK(shown("the id 'HD 3' is in rows 1 and 2, column 'HD 3'") == "the id '(id)' is in rows 1 and 2, column 'HD 3'");
  CHECK(shown("its first id is 'HD 3', that of the stars is 'm0002V'") ==
        "its first id is '(id)', that of the stars is '(id)'");
  CHECK(shown("its ids begin with 'HD 3', 'x y', those of the stars with 'm2', 'm3' …") ==
        "its ids begin with '(id)', '(id)', those of the stars with '(id)', '(id)' …");
  CHECK(shown("The ids of the survey begin with 'k1', those of the catalogue with 'k2'. Column 'c'") ==
        "The ids of the survey begin with '(id)', those of the catalogue with '(id)'. Column 'c'");
  CHECK(shown("1 id was spelled in ASCII: 'β Hyi' as 'beta Hyi'.") == "1 id was spelled in ASCII: '(id)' as '(id)'.");
  CHECK(shown("the star '2M00000002+7417074' is missing, star 'x") ==
        "the star '2M00000002+7417074' is missing, star 'x");
  CHECK(shown("predicting: 12000 of 12000 spectra, 46000/s") == "predicting: 12000 of 12000 spectra, 46000/s");
  CHECK(shown("[Mg/Fe] over [Fe/H] spans 0.5 … 1.25 dex, e.g. after 3.2 s.") ==
        "[Mg/Fe] over [Fe/H] spans 0.5 … 1.25 dex, e.g. after 3.2 s.");
}

TEST_CASE("log: messages may name the words of the command line only") {
  const ScopedLog opened({.program = "tester", .arguments = {"info", "mine.fits"}});
  log::info("opening mine.fits, then yours.fits");
  CHECK(messageOf(log::lastLines(1).at(0)) == "opening mine.fits, then (file)");
}

TEST_CASE("log: a message is one line without control characters") {
  const ScopedLog opened({.program = "tester"});
  log::info("column 'a\nb\x1b[2J' is empty");
  CHECK(messageOf(log::lastLines(1).at(0)) == "column 'a\\nb\\x1b[2J' is empty");
}

TEST_CASE("log: the default file follows XDG_STATE_HOME, then HOME") {
  const ScopedVariable home("HOME", "/home/ann");
  {
    const ScopedVariable state("XDG_STATE_HOME", "/var/state");
    CHECK(log::defaultFile() == "/var/state/maury/maury.log");
  }
  {
    const ScopedVariable state("XDG_STATE_HOME", "relative");
    CHECK(log::defaultFile() == "/home/ann/.local/state/maury/maury.log");
  }
  const ScopedVariable state("XDG_STATE_HOME", nullptr);
  CHECK(log::defaultFile() == "/home/ann/.local/state/maury/maury.log");
  const ScopedVariable none("HOME", nullptr);
  CHECK(log::defaultFile().empty());
}

TEST_CASE("diagnostics: versions, system and the last lines of the log") {
  const ScopedLog opened({.program = "tester"});
  log::warning("something odd");
  const std::string text = diagnosticsText({{"Maury", "9.8.7"}, {"Qt", "6.4.2"}});
  for (const char* part : {"Maury       9.8.7\n", "Qt          6.4.2\n", "processor", "memory", "system", "\nLog:\n",
                           "warning tester[", "something odd\n"})
    CHECK(text.find(part) != std::string::npos);
  CHECK(text.find("unknown") == std::string::npos);
}
