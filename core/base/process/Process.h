// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace maury {

struct ProcessOptions {
  std::string program{};                  ///< name in the log: "maury-cli"
  std::string version{};                  ///< version in the log: "0.1.0"
  std::vector<std::string> arguments{};   ///< words that the user typed after the program's name
  std::function<void()> beforeThreads{};  ///< runs before any thread is started, so it may change the environment
};

/// Initialises the process of any of Maury's programs: opens closed standard streams on /dev/null, calls
/// `beforeThreads`, then sets up memory, signals and log, in this order. main() calls it once, before anything else.
/// From then on, a failed write to standard output ends the process at its exit with a message and the exit code of a
/// file error (3), or silently with 141 if the reader of a pipe has gone.
///
///     maury::initialiseProcess({.program = "maury-cli",
///                               .version = MAURY_VERSION,
///                               .arguments = {argv + 1, argv + argc},
///                               .beforeThreads = maury::network::selectBlasKernels});
void initialiseProcess(const ProcessOptions& options);

/// Makes glibc return blocks of 4 MB or more to the system on free, and limits it to one arena per core. By default,
/// glibc keeps blocks of up to 32 MB once one was freed, in one arena for each thread that has run at the same time,
/// and no thread can reuse the memory of another's arena. The Galaxy page then took 93 bytes per star instead of 38
/// (10⁶ stars, with threads started at each call). Smaller blocks are kept because fetching them from the system takes
/// longer than filling them. The first batch of a network raises both thresholds (network::useOneThread()). Does
/// nothing with other C libraries.
void configureMalloc() noexcept;

/// Calls `handler` at each SIGINT, SIGTERM and SIGHUP (unless nohup ignores it) from now on, on a dedicated thread,
/// where it may take locks. An empty handler, or one that returns false, ends the process with exit code 130 after the
/// function of beforeForcedExit(). Replaces the previous handler: once this
/// function returns, that one is not running and will not be called. Thread-safe, but a handler must not call it.
void onStopSignal(std::function<bool()> handler);

/// Sets the function that removes temporary files before a signal ends the process without running destructors. It runs
/// on the thread of onStopSignal() while other threads continue, and must return within a second.
void beforeForcedExit(void (*cleanUp)()) noexcept;

}  // namespace maury
