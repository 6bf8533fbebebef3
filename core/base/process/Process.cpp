// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/process/Process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/Error.h"
#include "base/process/Log.h"
#include "base/text/ShellWord.h"

namespace maury {

namespace {

struct StopHandler {
  std::mutex mutex;
  std::function<bool()> call;
};

/// Returns the handler of stop signals. It is never destroyed, because the watcher thread may still use it while the
/// process exits.
StopHandler& stopHandler() {
  static StopHandler& handler = *new StopHandler;
  return handler;
}

int g_signalPipe[2] = {-1, -1};

std::atomic<void (*)()> g_beforeForcedExit = nullptr;

/// Signal handler. Few calls are safe in it (signal-safety(7)), so it only writes a byte, which wakes the watcher
/// thread.
void wakeWatcher(int) {
  const int before = errno;
  const char byte = 1;
  [[maybe_unused]] const ssize_t written = write(g_signalPipe[1], &byte, 1);
  errno = before;
}

[[noreturn]] void watchSignals() {
  constexpr int kStopped = 130;
  for (;;) {
    char byte = 0;
    if (read(g_signalPipe[0], &byte, 1) != 1) continue;
    StopHandler& handler = stopHandler();
    const std::lock_guard lock(handler.mutex);
    if (handler.call && handler.call()) continue;
    if (void (*const cleanUp)() = g_beforeForcedExit) cleanUp();
    _exit(kStopped);
  }
}

void startWatcher() {
  if (pipe(g_signalPipe) != 0) return;  // signals then have their default effect: they end the process
  std::thread(watchSignals).detach();
  struct sigaction action = {};
  action.sa_handler = wakeWatcher;
  action.sa_flags = SA_RESTART;  // a signal must not make system calls of libraries fail with EINTR
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM})
    sigaction(signal, &action, nullptr);
  struct sigaction before = {};
  sigaction(SIGHUP, nullptr, &before);
  if (before.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);  // nohup(1) ignores it
}

/// Opens the descriptors 0 to 2 that are closed on /dev/null. Otherwise the next file that is opened would get such a
/// number, and messages would be written into it.
void openStandardDescriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    if (open("/dev/null", O_RDWR) < 0) _exit(exitCode(ErrorKind::File));  // takes the lowest free number
  }
}

/// Name of the program for the message of finishStandardOutput(); an array, because a static std::string may already be
/// destroyed when that function runs.
char g_programName[32] = "";

/// Writes the rest of standard output, and ends the process with the exit code of a file error if that or an earlier
/// write failed. A reader that has gone (`maury-cli info | head`) ends it without a message, with the exit code that a
/// shell reports for SIGPIPE. Runs when the process exits.
void finishStandardOutput() {
  constexpr int kBrokenPipe = 128 + SIGPIPE;
  errno = 0;
  const bool hadFailed = std::ferror(stdout) != 0;
  if (std::fflush(stdout) == 0 && !hadFailed) return;
  int code = errno;
  if (code == 0) {  // an earlier write failed: find out the reason by another one
    std::clearerr(stdout);
    if (std::fputc('\n', stdout) == EOF || std::fflush(stdout) != 0) code = errno;
  }
  if (code == EPIPE) _exit(kBrokenPipe);
  std::string reason = code == 0 ? "cannot be written" : std::generic_category().message(code);
  reason.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(reason.front())));
  std::fprintf(stderr, "%s: standard output: %s\n", g_programName, reason.c_str());
  _exit(exitCode(ErrorKind::File));
}

/// Makes errors of standard output end the program with a message.
void watchStandardOutput(const std::string& program) {
  signal(SIGPIPE, SIG_IGN);  // a write to a closed pipe then fails, and the program can clean up
  std::snprintf(g_programName, sizeof g_programName, "%s", program.c_str());
  std::atexit(finishStandardOutput);
}

}  // namespace

void onStopSignal(std::function<bool()> handler) {
  static std::once_flag started;
  std::call_once(started, startWatcher);
  const std::lock_guard lock(stopHandler().mutex);
  stopHandler().call = std::move(handler);
}

void beforeForcedExit(void (*cleanUp)()) noexcept {
  g_beforeForcedExit = cleanUp;
}

void configureMalloc() noexcept {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
#endif
}

void initialiseProcess(const ProcessOptions& options) {
  openStandardDescriptors();
  watchStandardOutput(options.program);
  if (options.beforeThreads) options.beforeThreads();
  configureMalloc();
  onStopSignal({});
  log::open({.program = options.program, .arguments = options.arguments, .file = log::defaultFile()});
  std::string command = options.program;
  for (const std::string& argument : options.arguments)
    command.append(" ").append(shellWord(argument));
  log::info(fmt::format("version {}: {}", options.version, command));
}

}  // namespace maury
