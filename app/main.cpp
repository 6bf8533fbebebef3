// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop program: wiring only.
#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <clocale>
#include <cstdio>
#include <cstring>

#include "app/Console.h"
#include "app/ParserOptions.h"
#include "base/Error.h"
#include "base/LargeBlocks.h"
#include "galaxy/panels/PanelOptionTable.h"
#include "network/cpu/Blas.h"
#include "ui/Render.h"
#include "ui/session/Session.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/QuitOnSignal.h"
#include "ui/theme/ThemeChoice.h"

namespace {

bool hasArgument(int argc, char* argv[], const char* option) {
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], option, std::strlen(option)) == 0) return true;
  }
  return false;
}

/// The options of `maury-cli galaxy` that shape the panels; the share of high-α stars is in its table alone.
maury::app::ParserOptions<maury::galaxy::PanelGridOptions> galaxyOptions() {
  return {maury::galaxy::panelOptionTable(), [](const maury::OptionDescription& option) {
            return option.key != "highAlpha" && !option.key.starts_with("share");
          }};
}

void addOptions(QCommandLineParser& parser) {
  parser.setApplicationDescription(
      "What a neural network has learned from stellar spectra.\n\n"
      "Examples:\n"
      "  maury survey.fits model.safetensors\n"
      "  maury --render spectrum survey.fits model.safetensors --filter 'logg < 2.2' --out spectrum.pdf\n"
      "  maury --render galaxy catalogue.fits --r-edges 6,7,8,9 --out galaxy.png");
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument("files", "Surveys, models, catalogues, spectra or folders of them to open.", "[files…]");
  const QString pages = maury::ui::renderPages().join(", ");
  parser.addOption({"render", "Draw a page (" + pages + ") into a file, without a window.", "page"});
  parser.addOption({"out", "With --render: the PDF, SVG or PNG to write; several --out, several files.", "file"});
  parser.addOption({"filter", "With --render: these stars only, e.g. 'snr > 15 && snr < 25'.", "text"});
  parser.addOption({"star", "With --render spectrum: this star alone.", "id"});
  galaxyOptions().addTo(parser, "With --render galaxy: ");
  parser.addOption({"marginals", "With --render galaxy: histograms along the edges of each panel."});
  parser.addOption({"width", "With --render: width of the figure (mm).", "mm", "180"});
  parser.addOption({"dpi", "With --render: resolution of a PNG.", "dpi", "300"});
}

int renderPage(const QCommandLineParser& parser) {
  maury::app::ConsoleJob console(false);
  try {
    maury::ui::RenderRequest request;
    request.page = parser.value("render");
    request.files = parser.positionalArguments();
    request.filter = parser.value("filter");
    request.star = parser.value("star");
    galaxyOptions().applyTo(parser, request.panels);
    request.marginals = parser.isSet("marginals");
    request.widthMm = parser.value("width").toDouble();
    request.dpi = parser.value("dpi").toDouble();
    request.out = parser.values("out");
    maury::ui::render(request, console.job());
    for (const QString& out : request.out)
      std::printf("written to %s\n", qPrintable(out));
    return 0;
  } catch (const maury::Error& error) {
    std::fprintf(stderr, "maury: %s\n", error.what());
    return maury::exitCode(error.kind());
  }
}

}  // namespace

int main(int argc, char* argv[]) {
  maury::returnLargeBlocks();
  maury::network::useFittingBlasKernels();
  const bool rendering = hasArgument(argc, argv, "--render");
  if (rendering) maury::app::handleSignals();
  // What only writes a file or a text must work on a server, where there is no display.
  for (const char* option : {"--render", "--help", "-h", "--version", "-v"})
    if (hasArgument(argc, argv, option)) qputenv("QT_QPA_PLATFORM", "offscreen");
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
  addOptions(parser);
  parser.process(application);
  if (rendering) return renderPage(parser);

  maury::ui::applyKeptTheme();
  maury::ui::Session session;
  maury::ui::MainWindow window(session);
  const maury::ui::QuitOnSignal quitter(window);
  window.show();
  session.open(parser.positionalArguments());
  return QApplication::exec();
}
