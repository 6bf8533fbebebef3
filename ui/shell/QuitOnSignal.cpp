// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/QuitOnSignal.h"

#include <sys/socket.h>
#include <unistd.h>

#include <QSocketNotifier>
#include <QWidget>
#include <csignal>

namespace maury::ui {

namespace {

/// A handler may do next to nothing: it writes a byte, and the event loop reads it.
int g_sockets[2] = {-1, -1};

void wake(int) {
  const char byte = 1;
  [[maybe_unused]] const ssize_t written = write(g_sockets[0], &byte, 1);
}

}  // namespace

QuitOnSignal::QuitOnSignal(QWidget& window) {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, g_sockets) != 0) return;
  m_notifier = new QSocketNotifier(g_sockets[1], QSocketNotifier::Read, this);
  connect(m_notifier, &QSocketNotifier::activated, &window, [&window] {
    char byte = 0;
    [[maybe_unused]] const ssize_t count = read(g_sockets[1], &byte, 1);
    window.close();
  });
  std::signal(SIGINT, wake);
  std::signal(SIGTERM, wake);
}

QuitOnSignal::~QuitOnSignal() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  for (int& socket : g_sockets) {
    if (socket >= 0) close(socket);
    socket = -1;
  }
}

}  // namespace maury::ui
