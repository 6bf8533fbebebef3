// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/Job.h"

namespace maury::app {

/// A job of the command line: the first SIGINT or SIGTERM stops it, the second ends the process. Its progress goes to
/// stderr: one line that rewrites itself on a terminal, else a plain line at every tenth of a stage and at least every
/// 30 s. Stages, lines and warnings go to the log too. One at a time in a process.
class ConsoleJob {
public:
  explicit ConsoleJob(bool quiet);
  ~ConsoleJob();
  ConsoleJob(const ConsoleJob&) = delete;
  ConsoleJob& operator=(const ConsoleJob&) = delete;

  Job& job() { return m_job; }
  /// A line between progress lines, on stderr; nothing when quiet.
  void say(const std::string& line);
  /// "warning: …", quiet or not.
  void warn(const std::string& warning);

private:
  void show(const Progress& progress);

  bool m_quiet;
  bool m_terminal;
  std::string m_stage;
  int m_lastTenth = -1;
  std::chrono::steady_clock::time_point m_lastLine;
  Job m_job;
};

/// Prints a line on stderr, in place of a line of progress that is being rewritten. Thread-safe.
void printLine(const std::string& line);

/// Has the log keep all levels, in its file too, and show them on stderr: `--verbose`.
void logVerbosely();

/// Returns rows as a table with aligned columns, the first left and the others right, for stdout.
std::string tableText(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);

}  // namespace maury::app
