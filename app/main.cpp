// SPDX-License-Identifier: GPL-3.0-or-later
// Desktop program: parses the command line and starts the window or a rendering.
#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <algorithm>
#include <clocale>
#include <cstring>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/Console.h"
#include "app/ErrorText.h"
#include "app/ParserOptions.h"
#include "attribution/experiments/ExperimentOptionTable.h"
#include "attribution/maps/AttributionOptionTable.h"
#include "attribution/physics/ContrastOptionTable.h"
#include "base/Error.h"
#include "base/Log.h"
#include "base/Process.h"
#include "galaxy/panels/PanelOptionTable.h"
#include "network/cpu/Blas.h"
#include "ui/Render.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/Application.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/QuitOnSignal.h"
#include "ui/theme/ThemeChoice.h"
#include "workbench/galaxy/GalaxyFigureOptionTable.h"
#include "workbench/validation/ValidationStars.h"

namespace {

bool hasArgument(int argc, char* argv[], const char* option) {
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], option, std::strlen(option)) == 0) return true;
  }
  return false;
}

/// Returns the options of `maury-cli galaxy` that affect the figure. The share of high-α stars appears only in the
/// table of that command.
maury::app::ParserOptions<maury::galaxy::PanelGridOptions> galaxyOptions() {
  return {maury::galaxy::panelOptionTable(), [](const maury::OptionDescription& option) {
            return option.key != "highAlpha" && !option.key.starts_with("share");
          }};
}

/// Returns the options of a table that have these keys.
template <typename S>
maury::app::ParserOptions<S> optionsWithKeys(const maury::OptionTable<S>& table, std::vector<std::string> keys) {
  return {table, [keys = std::move(keys)](const maury::OptionDescription& option) {
            return std::find(keys.begin(), keys.end(), option.key) != keys.end();
          }};
}

auto galaxyAppearance() {
  return optionsWithKeys(maury::workbench::galaxyFigureOptionTable(), {"marginals"});
}

auto spectrumOptions() {
  return optionsWithKeys(maury::attribution::attributionOptionTable(), {"method"});
}

auto contrastOptions() {
  return optionsWithKeys(maury::attribution::contrastOptionTable(), {"mostStars", "halfWidthPixels"});
}

auto experimentOptions() {
  return optionsWithKeys(maury::attribution::experimentOptionTable(), {"values", "windowNm"});
}

auto partOption() {
  return optionsWithKeys(maury::workbench::validationStarsTable(), {"part"});
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
  parser.addPositionalArgument("files", "Surveys, models, catalogues or spectra to open, or folders of spectra.",
                               "[files…]");
  QStringList pages;
  for (const std::string& page : maury::workbench::pageNames())
    pages << QString::fromStdString(page);
  parser.addOption({"render", "Draw a page (" + pages.join(", ") + ") to a file, without opening a window.", "page"});
  parser.addOption({"out", "With --render: PDF, SVG or PNG file to write. Repeat to write several files.", "file"});
  parser.addOption(
      {"filter", "With --render: use only stars that pass this filter, e.g. 'snr > 15 && snr < 25'.", "text"});
  parser.addOption({"star", "With --render spectrum or prepare: show the star with this id.", "id"});
  parser.addOption({"step",
                    "With --render prepare: preprocessing step, verb key=value …. Repeat for more, applied in order.",
                    "text"});
  partOption().addTo(parser, "With --render validate: ");
  parser.addOption(
      {"form", "With --render validate: figure to draw: one-to-one, precision or coverage.", "name", "one-to-one"});
  parser.addOption({"experiment", "With --render audit: experiment to run: rv, noise or mask.", "name", "rv"});
  experimentOptions().addTo(parser, "With --render audit: ");
  parser.addOption({"view",
                    "With --render: view of the page. Spectrum: maps, stars or inputs. Contrast: spectra or parts. "
                    "Galaxy: panels, kiel, r-z or sky.",
                    "name"});
  parser.addOption({"label", "With --render spectrum or contrast: label to show, e.g. alpham.", "name"});
  spectrumOptions().addTo(parser, "With --render spectrum: ");
  parser.addOption({"coloured", "With --render spectrum: colour the spectrum by the attribution of the label."});
  parser.addOption({"truth", "With --render spectrum: draw the ideal response over the maps (mock surveys)."});
  parser.addOption({"a", "With --render contrast: filter that selects the stars A.", "text"});
  parser.addOption({"b", "With --render contrast: filter that selects the stars B.", "text"});
  contrastOptions().addTo(parser, "With --render contrast: ");
  parser.addOption({"overlay", "With --render galaxy: second catalogue, drawn as contours.", "file"});
  galaxyOptions().addTo(parser, "With --render galaxy: ");
  galaxyAppearance().addTo(parser, "With --render galaxy: ");
  parser.addOption({"width", "With --render: width of the figure (mm).", "mm", "180"});
  parser.addOption({"dpi", "With --render: resolution of a PNG (dpi).", "dpi", "300"});
}

void setPageOptions(const QCommandLineParser& parser, maury::workbench::PageOptions& options) {
  for (const QString& step : parser.values("step"))
    options.steps.push_back(step.toStdString());
  maury::workbench::ValidationStars stars;
  partOption().applyTo(parser, stars);
  options.part = stars.part;
  options.form = maury::workbench::validateFormFromName(parser.value("form").toStdString());
  options.experiment.kind = maury::workbench::experimentFromName(parser.value("experiment").toStdString());
  experimentOptions().applyTo(parser, options.experiment);
  std::sort(options.experiment.values.begin(), options.experiment.values.end());
}

void setSpectrumOptions(const QCommandLineParser& parser, maury::workbench::PageOptions& options) {
  const std::string label = parser.value("label").toStdString();
  options.spectrum.label = options.contrast.label = label;
  spectrumOptions().applyTo(parser, options.spectrum.attribution);
  options.spectrum.colourSpectrum = parser.isSet("coloured");
  options.spectrum.appearance.showsTruth = parser.isSet("truth");
  options.contrast.a = parser.value("a").toStdString();
  options.contrast.b = parser.value("b").toStdString();
  contrastOptions().applyTo(parser, options.contrast.options);
}

void setGalaxyOptions(const QCommandLineParser& parser, maury::workbench::PageOptions& options) {
  galaxyOptions().applyTo(parser, options.galaxy.panels);
  galaxyAppearance().applyTo(parser, options.galaxy.appearance);
  options.overlay = parser.value("overlay").toStdString();
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

/// Returns the result of `work`, or the exit code of the error that it throws, after printing the error.
int runReportingErrors(const std::function<int()>& work) {
  try {
    return work();
  } catch (const maury::Error& error) {
    maury::app::reportError("maury", error);
    return maury::exitCode(error.kind());
  } catch (const std::exception& error) {
    maury::log::error(std::string("unexpected error: ") + error.what());
    maury::app::printLine(std::string("maury: unexpected error: ") + error.what());
    return 1;
  }
}

int renderPage(const QCommandLineParser& parser) {
  maury::app::ConsoleJob console(false);
  maury::ui::RenderRequest request;
  request.page = parser.value("render");
  request.files = parser.positionalArguments();
  request.options.filter = parser.value("filter").toStdString();
  request.options.star = parser.value("star").toStdString();
  setSpectrumOptions(parser, request.options);
  setGalaxyOptions(parser, request.options);
  if (parser.isSet("view"))
    maury::workbench::setView(request.options, request.page.toStdString(), parser.value("view").toStdString());
  request.widthMm = numberIn(parser, "width", 20.0, 2000.0);
  request.dpi = numberIn(parser, "dpi", 10.0, 2400.0);
  request.out = parser.values("out");
  setPageOptions(parser, request.options);
  maury::ui::render(request, console.job());
  for (const QString& out : request.out)
    maury::app::print("written to {}\n", out.toStdString());
  return 0;
}

int showWindow(const QCommandLineParser& parser) {
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
  return runReportingErrors([&parser] { return parser.isSet("render") ? renderPage(parser) : showWindow(parser); });
}
