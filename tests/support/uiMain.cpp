// SPDX-License-Identifier: GPL-3.0-or-later
// Catch2's main function with the application object that widgets need. It uses Qt's offscreen platform unless
// QT_QPA_PLATFORM is set.
#define CATCH_CONFIG_RUNNER
#include <QTemporaryDir>

#include "network/cpu/Blas.h"
#include "support/Catch.h"
#include "ui/shell/Application.h"

int main(int argc, char** argv) {
  maury::network::selectBlasKernels();  // as in the programs that the tests compare results with
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  const QTemporaryDir data;  // so that tests do not touch the user's data
  qputenv("XDG_DATA_HOME", data.path().toUtf8());
  qputenv("XDG_STATE_HOME", data.path().toUtf8());
  maury::ui::Application application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("maury-tests"));
  return Catch::Session().run(argc, argv);
}
