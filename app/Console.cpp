// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Console.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <system_error>
#include <utility>

#include "base/process/Log.h"
#include "base/process/Process.h"
#include "base/text/Duration.h"
#include "base/text/Printable.h"

namespace maury::app {

namespace {

constexpr std::chrono::seconds kMaxSilence{30};
constexpr std::chrono::milliseconds kTimeToStop{400};

std::mutex terminalMutex;
bool lineIsOpen = false;  ///< true while a progress line lacks its line break; guarded by terminalMutex

/// Returns the width of a text on a terminal, in columns: one per UTF-8 character.
std::size_t displayWidth(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string progressText(const Progress& progress) {
  std::string text = progress.stage;
  if (progress.total > 0) {
    text += fmt::format(": {} of {} {}", progress.done, progress.total, progress.unit);
  } else {
    text += fmt::format(": {} {}", progress.done, progress.unit);
  }
  if (progress.perSecond >= 0.05)
    text += fmt::format(", {:.{}f}/s", progress.perSecond, progress.perSecond < 10 ? 1 : 0);
  if (!progress.finished && progress.secondsLeft >= 0)
    text += fmt::format(", {} left", durationText(progress.secondsLeft));
  return text;
}

}  // namespace

void printLine(const std::string& line) {
  const std::lock_guard lock(terminalMutex);
  if (std::exchange(lineIsOpen, false)) std::fputs("\r\033[K", stderr);
  std::fprintf(stderr, "%s\n", printable(line).c_str());
}

void printText(const std::string& text) {
  fmt::print("{}", printableLines(text));
}

void enableVerboseLog() {
  log::setFileLevel(log::Level::Debug);
  log::showOnTerminal(log::Level::Debug, printLine);
}

ConsoleJob::ConsoleJob(bool quiet)
    : m_quiet(quiet),
      m_terminal(isatty(STDERR_FILENO) != 0),
      m_job([this](const Progress& progress) { show(progress); }) {
  onStopSignal([this] {
    if (m_job.stopRequested()) return false;
    m_job.requestStop();
    {
      const std::lock_guard lock(m_stopMutex);
      m_stopping = true;
    }
    m_stopChanged.notify_all();
    return true;
  });
  try {
    m_enforcer = std::thread([this] { enforceStop(); });
  } catch (const std::system_error&) {  // without this thread, only a second signal ends work that does not stop
  }
}

ConsoleJob::~ConsoleJob() {
  {
    const std::lock_guard lock(m_stopMutex);
    m_ended = true;
  }
  m_stopChanged.notify_all();
  if (m_enforcer.joinable()) m_enforcer.join();
  onStopSignal({});
  const std::lock_guard lock(terminalMutex);
  if (std::exchange(lineIsOpen, false)) std::fputc('\n', stderr);
}

void ConsoleJob::enforceStop() {
  std::unique_lock lock(m_stopMutex);
  m_stopChanged.wait(lock, [this] { return m_stopping || m_ended; });
  if (m_stopChanged.wait_for(lock, kTimeToStop, [this] { return m_ended; })) return;
  lock.unlock();
  printLine("maury-cli: Stopped on request.");
  kill(getpid(), SIGTERM);
}

void ConsoleJob::say(const std::string& line) {
  log::info(line);
  if (!m_quiet) printLine(line);
}

void ConsoleJob::warn(const std::string& warning) {
  log::warning(warning);
  printLine("warning: " + warning);
}

void ConsoleJob::show(const Progress& progress) {
  const std::string text = printable(progressText(progress));
  if (progress.finished) log::info(text);
  if (m_quiet) return;
  if (m_terminal) {
    const std::lock_guard lock(terminalMutex);
    std::fprintf(stderr, "\r\033[K%s%s", text.c_str(), progress.finished ? "\n" : "");
    std::fflush(stderr);
    lineIsOpen = !progress.finished;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  const int tenth = progress.total > 0 ? static_cast<int>(10 * progress.done / progress.total) : 0;
  const bool first = progress.stage != m_stage;
  if (!first && !progress.finished && tenth == m_lastTenth && now - m_lastLine < kMaxSilence) return;
  m_stage = progress.finished ? std::string() : progress.stage;
  m_lastTenth = tenth;
  m_lastLine = now;
  if (progress.done > 0 || progress.finished) printLine(text);
}

std::string tableText(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::vector<std::string>> lines{header};
  lines.insert(lines.end(), rows.begin(), rows.end());
  std::vector<std::size_t> widths(header.size(), 0);
  for (auto& cells : lines) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = printable(cells[i]);
      widths[i] = std::max(widths[i], displayWidth(cells[i]));
    }
  }
  std::string text;
  for (const auto& cells : lines) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string padding(widths[i] - displayWidth(cells[i]), ' ');
      text += i == 0 ? cells[i] + padding : "  " + padding + cells[i];
    }
    text += '\n';
  }
  return text;
}

}  // namespace maury::app
