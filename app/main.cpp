// SPDX-License-Identifier: GPL-3.0-or-later
// Desktop program: parses the command line and starts the window or a rendering.
#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <clocale>
#include <cstring>
#include <functional>
#include <string>

#include "app/Console.h"
#include "app/ErrorText.h"
#include "app/ParserOptions.h"
#include "base/Error.h"
#include "base/process/Log.h"
#include "base/process/Process.h"
#include "io/fits/FitsChecksum.h"
#include "network/cpu/Blas.h"
#include "ui/Render.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/Application.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/QuitOnSignal.h"
#include "ui/theme/ThemeChoice.h"
#include "workbench/outputs/OutputFiles.h"

namespace {

bool hasArgument(int argc, char* argv[], const char* option) {
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], option, std::strlen(option)) == 0) return true;
  }
  return false;
}

QString overwriteHelp() {
  return QString::fromStdString(maury::findOption(maury::workbench::outputOptionTable(), "overwrite").description.help);
}

/// Returns the options of --render that are about the files to write, whatever the page.
QList<QCommandLineOption> fileOptions() {
  return {{"out", "With --render: PDF, SVG or PNG file to write. Repeat to write several files.", "file"},
          {"width", "With --render: width of the figure (mm).", "mm", "180"},
          {"dpi", "With --render: resolution of a PNG (dpi).", "dpi", "300"},
          {"overwrite", "With --render: " + overwriteHelp() + "."}};
}

void addOptions(QCommandLineParser& parser) {
  parser.setApplicationDescription(
      "Trains neural networks on stellar spectra and shows what they have learned.\n\n"
      "Examples:\n"
      "  maury survey.fits model.safetensors\n"
      "  maury --render spectrum survey.fits model.safetensors --filter 'logg < 2.2' --out spectrum.pdf\n"
      "  maury --render validate survey.fits model.safetensors --form precision --out precision.pdf\n"
      "  maury --render galaxy catalogue.fits --r-edges 6,7,8,9 --out galaxy.png");
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addOption({"verbose", "Log every step, on the terminal and in the log file."});
  parser.addOption({"no-checksum", "Read FITS files even if they do not match their checksums (CHECKSUM, DATASUM)."});
  parser.addPositionalArgument("files", "Surveys, models, catalogues or spectra to open, or folders of spectra.",
                               "[files…]");
  QStringList pages;
  for (const std::string& page : maury::workbench::pageNames())
    pages << QString::fromStdString(page);
  parser.addOption({"render", "Draw a page (" + pages.join(", ") + ") to a file, without opening a window.", "page"});
  parser.addOptions(fileOptions());
  maury::app::addPageOptions(parser);
}

/// Returns the value of an option. Throws Error(Usage) if it is not a number from `low` to `high`.
double numberIn(const QCommandLineParser& parser, const QString& name, double low, double high) {
  bool isNumber = false;
  const double value = parser.value(name).toDouble(&isNumber);
  if (!isNumber || !(value >= low && value <= high)) {
    const QString sentence = QStringLiteral("--%1 must be a number from %2 to %3, not '%4'.");
    throw maury::Error(maury::ErrorKind::Usage,
                       sentence.arg(name).arg(low).arg(high).arg(parser.value(name)).toStdString());
  }
  return value;
}

/// Returns the result of `work`, or the exit code of the exception that it throws, after printing it.
int runReportingErrors(const std::function<int()>& work) {
  try {
    return work();
  } catch (...) {
    return maury::app::reportException("maury");
  }
}

int renderPage(const QCommandLineParser& parser) {
  maury::app::ConsoleJob console(false);
  maury::ui::RenderRequest request;
  request.page = parser.value("render");
  request.files = parser.positionalArguments();
  request.options = maury::app::pageOptions(parser, request.page.toStdString());
  request.widthMm = numberIn(parser, "width", 20.0, 2000.0);
  request.dpi = numberIn(parser, "dpi", 10.0, 2400.0);
  request.out = parser.values("out");
  request.output.overwrite = parser.isSet("overwrite");
  maury::ui::render(request, console.job());
  for (const QString& out : request.out)
    maury::app::print("written to {}\n", out.toStdString());
  return 0;
}

/// Throws Error(Usage) naming the option if an option of --render was given without it.
void refuseRenderOptions(const QCommandLineParser& parser) {
  for (const QCommandLineOption& option : fileOptions())
    if (parser.isSet(option))
      throw maury::Error(maury::ErrorKind::Usage, "--" + option.names().front().toStdString() +
                                                      " has no effect on a window. Add --render PAGE to draw a page.");
  maury::app::refusePageOptions(parser);
}

int showWindow(const QCommandLineParser& parser) {
  refuseRenderOptions(parser);
  maury::ui::applySavedTheme();
  maury::ui::Session session;
  maury::ui::MainWindow window(session);
  const maury::ui::QuitOnSignal quitter(window);
  window.show();
  session.commands().open.start(parser.positionalArguments());
  return QApplication::exec();
}

}  // namespace

int main(int argc, char* argv[]) {
  maury::initialiseProcess({.program = "maury",
                            .version = MAURY_VERSION,
                            .arguments = {argv + 1, argv + argc},
                            .beforeThreads = maury::network::selectBlasKernels});
  // Modes that only write a file or text must work on a server without a display.
  for (const char* option : {"--render", "--help", "-h", "--version", "-v"})
    if (hasArgument(argc, argv, option)) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication::setOrganizationName("Maury");
  QApplication::setApplicationName("maury");
  QApplication::setApplicationDisplayName("Maury");
  QApplication::setApplicationVersion(MAURY_VERSION);
  QApplication::setDesktopFileName("io.github.maury.Maury");
  maury::ui::Application application(argc, argv);
  // Qt adopts the locale of the user at startup, but data always use a decimal point.
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());

  QCommandLineParser parser;
  addOptions(parser);
  if (!parser.parse(QApplication::arguments())) {
    maury::app::printLine("maury: " + parser.errorText().toStdString());
    maury::app::printLine("Try 'maury --help'.");
    return maury::exitCode(maury::ErrorKind::Usage);
  }
  parser.process(application);  // handles --help and --version
  if (parser.isSet("verbose")) maury::app::enableVerboseLog();
  if (parser.isSet("no-checksum")) maury::io::setChecksumVerification(false);
  return runReportingErrors([&parser] { return parser.isSet("render") ? renderPage(parser) : showWindow(parser); });
}
