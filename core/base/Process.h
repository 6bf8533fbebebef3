// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace maury {

struct ProcessOptions {
  std::string program{};                  ///< "maury-cli", as the log names it
  std::string version{};                  ///< "0.1.0"
  std::vector<std::string> arguments{};   ///< what the user typed after the program's name
  std::function<void()> beforeThreads{};  ///< runs before any thread is started: may change the environment
};

/// Starts a program, the same for all of Maury's: memory, signals and log, in this order after `beforeThreads`. To be
/// called once, first in main().
///
///     maury::initialiseProcess({.program = "maury-cli", .version = MAURY_VERSION, .arguments = {argv + 1, argv +
///     argc},
///                               .beforeThreads = maury::network::useFittingBlasKernels});
void initialiseProcess(const ProcessOptions& options);

/// Returns blocks of 4 MB or more to the OS on free and limits glibc to one arena per core. Without it, glibc keeps
/// blocks of up to 32 MB once it has seen one freed, in as many arenas as threads have run at the same time, each of no
/// use to the others: the Galaxy page then took 93 bytes a star instead of 38 (10⁶ stars, with threads started at each
/// call). Smaller blocks are kept: to fetch them takes longer than to fill them. The first batch of a network raises
/// both thresholds (network::useOneThread()). Does nothing with another C library.
void configureMalloc() noexcept;

/// Has `handler` called at each SIGINT and SIGTERM, on a thread of its own, where it may take locks. An empty handler,
/// or one that returns false, ends the process with exit code 130. Replaces the handler before; once this returns, that
/// one is not running and will not be called. Thread-safe, but not to be called by a handler.
void onStopSignal(std::function<bool()> handler);

}  // namespace maury
