// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/Job.h"

namespace maury::app {

/// Job of the command line. The first SIGINT or SIGTERM stops it. The process ends at the second, or 0.4 s after the
/// first if the work cannot be interrupted, for example while a library waits for memory. Progress goes to stderr: on a
/// terminal one line that is updated in place, otherwise a new line at every tenth of a stage and at least every 30 s.
/// Stages, lines and warnings also go to the log. Only one may exist in a process at a time.
class ConsoleJob {
public:
  explicit ConsoleJob(bool quiet);
  ~ConsoleJob();
  ConsoleJob(const ConsoleJob&) = delete;
  ConsoleJob& operator=(const ConsoleJob&) = delete;

  Job& job() { return m_job; }
  /// Logs a line and prints it on stderr; only logs it if quiet.
  void say(const std::string& line);
  /// Logs a warning and prints it on stderr as "warning: …", even if quiet.
  void warn(const std::string& warning);

private:
  void show(const Progress& progress);
  /// Waits for a request to stop. If this object still exists 0.4 s later, sends SIGTERM to the process, which ends it
  /// like a second signal of the user.
  void enforceStop();

  bool m_quiet;
  bool m_terminal;
  std::string m_stage;
  int m_lastTenth = -1;
  std::chrono::steady_clock::time_point m_lastLine;
  Job m_job;
  std::mutex m_stopMutex;  ///< guards the two flags below
  std::condition_variable m_stopChanged;
  bool m_stopping = false, m_ended = false;
  /// Started with the object, because a process that lacks memory cannot start it later.
  std::thread m_enforcer;
};

/// Prints a line on stderr, overwriting an unfinished progress line. Control characters are escaped. Thread-safe.
void printLine(const std::string& line);

/// Prints results on stdout. Control characters other than line breaks are escaped, because texts from files may
/// contain terminal commands.
void printText(const std::string& text);

/// Formats results like fmt::print() and prints them with printText().
template <typename... Values>
void print(fmt::format_string<Values...> format, Values&&... values) {
  printText(fmt::format(format, std::forward<Values>(values)...));
}

/// Makes the log record all levels in its file and show them on stderr, for `--verbose`.
void enableVerboseLog();

/// Returns a text table for stdout, with the first column aligned left and the others right. Control characters in
/// cells, line breaks too, are escaped.
std::string tableText(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);

}  // namespace maury::app
