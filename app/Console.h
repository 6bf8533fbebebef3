// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/Job.h"

namespace maury::app {

/// A job of the command line: SIGINT and SIGTERM stop it, its progress goes to stderr: one line that rewrites itself on
/// a terminal, a plain line at every tenth of a stage (and at least every 30 s) in a log. One at a time in a process.
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
  void print(const std::string& line);

  bool m_quiet;
  bool m_terminal;
  bool m_lineOpen = false;
  std::string m_stage;
  int m_lastTenth = -1;
  std::chrono::steady_clock::time_point m_lastLine;
  Job m_job;
};

/// Makes SIGINT and SIGTERM stop the running ConsoleJob; call once, before any thread starts. Without a running job, or
/// on the second signal, the process ends with exit code 130.
void handleSignals();

/// "3 min 05 s", "12 s", "1 h 20 min".
std::string durationText(double seconds);

/// Rows as a table with aligned columns, the first left and the others right, for stdout.
std::string tableText(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);

}  // namespace maury::app
