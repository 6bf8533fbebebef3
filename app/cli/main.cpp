// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <chrono>
#include <string>

#include "app/Console.h"
#include "app/ErrorText.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "base/process/Log.h"
#include "base/process/Process.h"
#include "base/text/Duration.h"
#include "base/text/ShellWord.h"
#include "io/fits/FitsChecksum.h"
#include "network/Runtime.h"
#include "network/cpu/Blas.h"
#include "survey/filter/FilterPresets.h"

namespace {

/// Returns the command quoted for a shell, to be recorded in model files.
std::string commandLineText(int argc, char** argv) {
  std::string line = "maury-cli";
  for (int i = 1; i < argc; ++i)
    line += " " + maury::shellWord(argv[i]);
  return line;
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
      "Ctrl-C, 141 the reader of standard output has gone.");
  maury::cli::CommonOptions common;
  common.commandLine = commandLineText(argc, argv);
  app.add_flag("-q,--quiet", common.quiet, "Print only results, warnings and errors, no progress");
  app.add_flag_callback(
      "--verbose",
      [&common] {
        common.verbose = true;
        maury::app::enableVerboseLog();
      },
      "Log every step, on the terminal and in the log file");
  app.add_flag_callback(
      "--no-checksum", [] { maury::io::setChecksumVerification(false); },
      "Read FITS files even if they do not match their checksums (CHECKSUM, DATASUM)");
  app.add_option("--threads", common.threads, "Number of worker threads (0: one per core)")->check(CLI::Range(0, 1024));

  maury::cli::addImportCommand(app, common);
  maury::cli::addMockCommand(app, common);
  maury::cli::addBoundCommand(app, common);
  maury::cli::addJoinCommand(app, common);
  maury::cli::addCombineCommand(app, common);
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
  maury::cli::checkOutputsBeforeRuns(app);

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
    maury::log::error(error.what());
    maury::app::printLine(fmt::format("maury-cli: {}", error.what()));
    maury::app::printLine(fmt::format("Try '{} --help'.", command));
    return maury::exitCode(maury::ErrorKind::Usage);
  } catch (...) {
    return maury::app::reportException("maury-cli");
  }
  return 0;
}
