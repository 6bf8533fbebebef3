// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Process.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <thread>
#include <utility>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/Log.h"
#include "base/ShellWord.h"

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
    if (!handler.call || !handler.call()) _exit(kStopped);
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
}

}  // namespace

void onStopSignal(std::function<bool()> handler) {
  static std::once_flag started;
  std::call_once(started, startWatcher);
  const std::lock_guard lock(stopHandler().mutex);
  stopHandler().call = std::move(handler);
}

void configureMalloc() noexcept {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
#endif
}

void initialiseProcess(const ProcessOptions& options) {
  if (options.beforeThreads) options.beforeThreads();
  configureMalloc();
  onStopSignal({});
  log::open({.program = options.program, .arguments = options.arguments, .file = log::defaultFile()});
  std::string command = options.program;
  for (const std::string& argument : options.arguments)
    command += " " + shellWord(argument);
  log::info(fmt::format("version {}: {}", options.version, command));
}

}  // namespace maury
