// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop program: wiring only.
#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <clocale>

#include "ui/MainWindow.h"
#include "ui/QuitOnSignal.h"
#include "ui/Session.h"
#include "ui/ThemeChoice.h"

int main(int argc, char* argv[]) {
  QApplication::setOrganizationName("Maury");
  QApplication::setApplicationName("maury");
  QApplication::setApplicationDisplayName("Maury");
  QApplication::setApplicationVersion(MAURY_VERSION);
  QApplication::setDesktopFileName("io.github.maury.Maury");
  QApplication application(argc, argv);
  // Qt takes the user's locale at start; data keep the decimal point whatever it is.
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());

  QCommandLineParser parser;
  parser.setApplicationDescription(
      "What a neural network has learned from stellar spectra.\n\n"
      "Example: maury survey.fits model.safetensors");
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument("files", "Surveys, models, catalogues, spectra or folders of them to open.", "[files…]");
  parser.process(application);

  maury::ui::applyKeptTheme();
  maury::ui::Session session;
  maury::ui::MainWindow window(session);
  const maury::ui::QuitOnSignal quitter(window);
  window.show();
  session.open(parser.positionalArguments());
  return QApplication::exec();
}
