// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Console.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <thread>

namespace maury::app {

namespace {

std::atomic<Job*> runningJob{nullptr};
constexpr std::chrono::seconds kLongestSilence{30};

/// Columns a text takes on a terminal: one for each UTF-8 character.
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

ConsoleJob::ConsoleJob(bool quiet)
    : m_quiet(quiet),
      m_terminal(isatty(STDERR_FILENO) != 0),
      m_job([this](const Progress& progress) { show(progress); }) {
  runningJob = &m_job;
}

ConsoleJob::~ConsoleJob() {
  runningJob = nullptr;
  if (m_lineOpen) std::fputc('\n', stderr);
}

void ConsoleJob::say(const std::string& line) {
  if (!m_quiet) print(line);
}

void ConsoleJob::warn(const std::string& warning) {
  print("warning: " + warning);
}

void ConsoleJob::print(const std::string& line) {
  if (m_lineOpen) std::fputs("\r\033[K", stderr);
  m_lineOpen = false;
  std::fprintf(stderr, "%s\n", line.c_str());
}

void ConsoleJob::show(const Progress& progress) {
  if (m_quiet) return;
  const std::string text = progressText(progress);
  if (m_terminal) {
    std::fprintf(stderr, "\r\033[K%s%s", text.c_str(), progress.finished ? "\n" : "");
    std::fflush(stderr);
    m_lineOpen = !progress.finished;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  const int tenth = progress.total > 0 ? static_cast<int>(10 * progress.done / progress.total) : 0;
  const bool first = progress.stage != m_stage;
  if (!first && !progress.finished && tenth == m_lastTenth && now - m_lastLine < kLongestSilence) return;
  m_stage = progress.finished ? std::string() : progress.stage;
  m_lastTenth = tenth;
  m_lastLine = now;
  if (progress.done > 0 || progress.finished) std::fprintf(stderr, "%s\n", text.c_str());
}

void handleSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  // Blocked here and so in every later thread; only the watcher below receives them, where taking a lock is allowed.
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread([set] {
    for (int received = 0;;) {
      int signal = 0;
      if (sigwait(&set, &signal) != 0) continue;
      Job* job = runningJob.load();
      if (job == nullptr || ++received > 1) _exit(130);
      job->requestStop();
    }
  }).detach();
}

std::string durationText(double seconds) {
  const auto whole = static_cast<long>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02d} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02d} min", whole / 3600, whole % 3600 / 60);
}

std::string tableText(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& title : header)
    widths.push_back(displayWidth(title));
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], displayWidth(row[i]));
  }
  std::string text;
  const auto addRow = [&](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - displayWidth(row[i]), ' ');
      text += i == 0 ? row[i] + padding : "  " + padding + row[i];
    }
    text += '\n';
  };
  addRow(header);
  for (const auto& row : rows)
    addRow(row);
  return text;
}

}  // namespace maury::app
