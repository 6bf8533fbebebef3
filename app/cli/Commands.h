// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace maury::cli {

/// Options shared by all commands.
struct CommonOptions {
  bool quiet = false;
  bool verbose = false;
  unsigned threads = 0;     ///< 0: one per core
  std::string commandLine;  ///< as typed, recorded in model files
};

/// Each function adds a subcommand with its options, a working example, and the callback that runs it. Callbacks throw
/// maury::Error. `common` must outlive `app`.
void addImportCommand(CLI::App& app, const CommonOptions& common);
void addMockCommand(CLI::App& app, const CommonOptions& common);
void addBoundCommand(CLI::App& app, const CommonOptions& common);
void addJoinCommand(CLI::App& app, const CommonOptions& common);
void addCombineCommand(CLI::App& app, const CommonOptions& common);
void addSplitCommand(CLI::App& app, const CommonOptions& common);
void addPrepareCommand(CLI::App& app, const CommonOptions& common);
void addTrainCommand(CLI::App& app, const CommonOptions& common);
void addPredictCommand(CLI::App& app, const CommonOptions& common);
void addPrecisionCommand(CLI::App& app, const CommonOptions& common);
void addAttributeCommand(CLI::App& app, const CommonOptions& common);
void addContrastCommand(CLI::App& app, const CommonOptions& common);
void addExperimentCommand(CLI::App& app, const CommonOptions& common);
void addAuditCommand(CLI::App& app, const CommonOptions& common);
void addGalaxyCommand(CLI::App& app, const CommonOptions& common);
void addExportCommand(CLI::App& app, const CommonOptions& common);
void addInfoCommand(CLI::App& app, const CommonOptions& common);

}  // namespace maury::cli
