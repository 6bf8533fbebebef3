// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <new>
#include <string>
#include <system_error>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "base/Duration.h"
#include "base/Error.h"
#include "base/Log.h"
#include "base/Memory.h"
#include "base/Process.h"
#include "base/ShellWord.h"
#include "network/Runtime.h"
#include "network/cpu/Blas.h"
#include "survey/filter/Filter.h"
#include "survey/filter/FilterPresets.h"

namespace {

/// Returns the command quoted for a shell, to be recorded in model files.
std::string commandLineText(int argc, char** argv) {
  std::string line = "maury-cli";
  for (int i = 1; i < argc; ++i)
    line += " " + maury::shellWord(argv[i]);
  return line;
}

/// Returns the filter with a caret under the byte at `position`; empty for a text of several lines or a very long one.
std::string filterWithCaret(const std::string& text, std::size_t position) {
  constexpr std::size_t kMaxBytes = 400;
  if (text.empty() || text.size() > kMaxBytes || text.find('\n') != std::string::npos) return {};
  std::size_t column = 0;
  for (std::size_t i = 0; i < std::min(position, text.size()); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) ++column;  // UTF-8: one column per character
  return fmt::format("  {}\n  {:>{}}\n", text, "^", column + 1);
}

std::string filterHelp() {
  std::string help =
      "Filters compare labels, inputs and columns (maury-cli info lists them): 'snr > 15 && abs(Z_kpc) < 1'.\n"
      "Compare text with == and !=, or with patterns using ~ and !~: 'survey == \"rvs\" && id ~ \"mock-*\"'.\n"
      "Predefined cuts:\n";
  for (const auto& preset : maury::survey::filterPresets())
    help += fmt::format("  @{:<11} {}\n", preset.name, preset.text);
  return help;
}

/// Returns the message of an error and, as a sentence of its own, the next step on the command line.
std::string errorText(const maury::Error& error) {
  std::string sentences = error.what();
  if (error.commandLineStep().empty()) return sentences;
  if (!sentences.ends_with('.')) sentences += '.';
  return sentences + ' ' + error.commandLineStep();
}

}  // namespace

int main(int argc, char** argv) {
  maury::initialiseProcess({.program = "maury-cli",
                            .version = MAURY_VERSION,
                            .arguments = {argv + 1, argv + argc},
                            .beforeThreads = maury::network::selectBlasKernels});
  const auto start = std::chrono::steady_clock::now();

  CLI::App app(
      "Maury trains neural networks on stellar spectra, shows what they have learned, and maps abundances in the "
      "Galaxy");
  app.name("maury-cli");
  app.set_version_flag(
      "--version", [] { return std::string("Maury " MAURY_VERSION " · ") + maury::network::runtimeInfo().summary(); });
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(
      filterHelp() +
      "Exit codes: 0 success, 2 wrong usage, 3 a file cannot be read or written, 4 a file has invalid contents,\n"
      "5 the inputs do not fit together, 6 a computation left the finite range, 7 not enough memory, 130 stopped by\n"
      "Ctrl-C.");
  maury::cli::CommonOptions common;
  common.commandLine = commandLineText(argc, argv);
  app.add_flag("-q,--quiet", common.quiet, "Print only results and errors, no progress");
  app.add_flag_callback("--verbose", maury::app::enableVerboseLog,
                        "Log every step, on the terminal and in the log file");
  app.add_option("--threads", common.threads, "Number of worker threads (0: one per core)")->check(CLI::Range(0, 1024));

  maury::cli::addImportCommand(app, common);
  maury::cli::addMockCommand(app, common);
  maury::cli::addBoundCommand(app, common);
  maury::cli::addJoinCommand(app, common);
  maury::cli::addSplitCommand(app, common);
  maury::cli::addPrepareCommand(app, common);
  maury::cli::addTrainCommand(app, common);
  maury::cli::addPredictCommand(app, common);
  maury::cli::addPrecisionCommand(app, common);
  maury::cli::addAttributeCommand(app, common);
  maury::cli::addContrastCommand(app, common);
  maury::cli::addExperimentCommand(app, common);
  maury::cli::addAuditCommand(app, common);
  maury::cli::addGalaxyCommand(app, common);
  maury::cli::addExportCommand(app, common);
  maury::cli::addInfoCommand(app, common);

  const auto fail = [](const std::string& kind, const std::string& sentence) {
    maury::log::error(sentence);
    fmt::print(stderr, "maury-cli: {}{}\n", kind, sentence);
  };
  try {
    app.parse(argc, argv);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    maury::log::info(fmt::format("ended after {}", maury::durationText(taken.count())));
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    std::string command = "maury-cli";
    for (const CLI::App* chosen : app.get_subcommands())
      command += " " + chosen->get_name();
    fail("", error.what());
    fmt::print(stderr, "Try '{} --help'.\n", command);
    return maury::exitCode(maury::ErrorKind::Usage);
  } catch (const maury::survey::FilterError& error) {
    fail("filter: ", error.what());
    fmt::print(stderr, "{}", filterWithCaret(error.text, error.position));
    return maury::exitCode(error.kind());
  } catch (const maury::Error& error) {
    fail("", errorText(error));
    return maury::exitCode(error.kind());
  } catch (const maury::NotEnoughMemory& error) {
    fail("", error.what());
    return maury::kNotEnoughMemoryExitCode;
  } catch (const std::bad_alloc&) {
    fail("", maury::notEnoughMemoryText());
    return maury::kNotEnoughMemoryExitCode;
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::resource_unavailable_try_again) {
      fail("unexpected error: ", error.what());
      return 1;
    }
    fail("", "The system refuses to start another thread. " + maury::notEnoughMemoryText());
    return maury::kNotEnoughMemoryExitCode;
  } catch (const std::exception& error) {
    fail("unexpected error: ", error.what());
    return 1;
  }
  return 0;
}
