// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "network/Runtime.h"
#include "network/cpu/Blas.h"
#include "survey/filter/Filter.h"
#include "survey/filter/FilterPresets.h"

namespace {

std::string joinArguments(int argc, char** argv) {
  std::string line = "maury-cli";
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const bool plain = argument.find_first_of(" \t&|<>()'\"$*?;") == std::string::npos && !argument.empty();
    line += plain ? " " + argument : " '" + argument + "'";
  }
  return line;
}

/// The filter with a caret under the byte at `position`.
std::string pointedAt(const std::string& text, std::size_t position) {
  if (text.empty() || text.find('\n') != std::string::npos) return {};
  std::size_t column = 0;
  for (std::size_t i = 0; i < std::min(position, text.size()); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) ++column;  // UTF-8: one a character
  return fmt::format("  {}\n  {:>{}}\n", text, "^", column + 1);
}

std::string filterHelp() {
  std::string help =
      "Filters compare labels, inputs and columns (maury-cli info lists them): 'snr > 15 && abs(Z_kpc) < 1'."
      "\nUsual cuts have names:\n";
  for (const auto& preset : maury::survey::filterPresets())
    help += fmt::format("  @{:<11} {}\n", preset.name, preset.text);
  return help;
}

}  // namespace

int main(int argc, char** argv) {
  maury::network::useFittingBlasKernels();
  maury::app::handleSignals();

  CLI::App app("Maury: networks on stellar spectra, what they learn, and the abundance planes of the Galaxy");
  app.name("maury-cli");
  app.set_version_flag(
      "--version", [] { return std::string("Maury " MAURY_VERSION " · ") + maury::network::runtimeInfo().summary(); });
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(filterHelp() +
             "Exit codes: 0 done, 2 wrong usage, 3 a file cannot be read or written, 4 a file holds something else,\n"
             "5 things that do not fit together, 6 numbers left the finite range, 130 stopped by Ctrl-C.");
  maury::cli::CommonOptions common;
  common.commandLine = joinArguments(argc, argv);
  app.add_flag("-q,--quiet", common.quiet, "No progress, only results and errors");
  app.add_option("--threads", common.threads, "Worker threads (0: one a core)")->check(CLI::Range(0, 1024));

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

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    std::string command = "maury-cli";
    for (const CLI::App* chosen : app.get_subcommands())
      command += " " + chosen->get_name();
    fmt::print(stderr, "maury-cli: {}\nTry '{} --help'.\n", error.what(), command);
    return maury::exitCode(maury::ErrorKind::Usage);
  } catch (const maury::survey::FilterError& error) {
    fmt::print(stderr, "maury-cli: filter: {}\n{}", error.what(), pointedAt(error.text, error.position));
    return maury::exitCode(error.kind());
  } catch (const maury::Error& error) {
    fmt::print(stderr, "maury-cli: {}\n", error.what());
    return maury::exitCode(error.kind());
  } catch (const std::exception& error) {
    fmt::print(stderr, "maury-cli: unexpected: {}\n", error.what());
    return 1;
  }
  return 0;
}
