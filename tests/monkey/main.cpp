// SPDX-License-Identifier: GPL-3.0-or-later
// Operates the window at random: opens files, types, clicks, drags, answers dialogs, and closes the window in any
// state. README.md says how to run it.
#include <fmt/core.h>

#include <QCommandLineParser>
#include <QDir>
#include <QTemporaryDir>
#include <QTimer>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "Monkey.h"
#include "network/cpu/Blas.h"
#include "ui/shell/Application.h"

using namespace maury;

int main(int argc, char** argv) {
  network::selectBlasKernels();
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  const QTemporaryDir home;  // whatever is saved goes here
  for (const char* name : {"HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
    qputenv(name, home.path().toUtf8());
  ui::Application application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("maury-monkey"));
  QApplication::setQuitOnLastWindowClosed(false);

  QCommandLineParser parser;
  parser.addOption({"seed", "Seed of the actions.", "number", "1"});
  parser.addOption({"actions", "Number of actions.", "number", "1000"});
  parser.addOption({"log", "Print each action before it is done."});
  parser.addPositionalArgument("files", "Files and folders to open.", "[files…]");
  parser.addHelpOption();
  parser.process(application);

  test::MonkeyOptions options;
  options.seed = parser.value("seed").toULongLong();
  options.actions = parser.value("actions").toLongLong();
  options.printsActions = parser.isSet("log");
  // The window may write next to what it opened, or over it, so it gets copies.
  const QDir inputs(home.filePath("inputs"));
  for (const QString& path : parser.positionalArguments()) {
    if (!QFileInfo::exists(path)) continue;
    const QString name = QString::number(options.files.size()) + '-' + QFileInfo(path).fileName();
    const QFileInfo info(inputs.filePath(name));
    inputs.mkpath(".");
    std::filesystem::copy(path.toStdString(), info.absoluteFilePath().toStdString(),
                          std::filesystem::copy_options::recursive);
    options.files << info.absoluteFilePath();
    if (!info.isDir()) continue;
    for (const QFileInfo& file : QDir(info.absoluteFilePath()).entryInfoList(QDir::Files, QDir::Name))
      options.files << file.absoluteFilePath();
  }
  QDir::setCurrent(home.path());

  test::Monkey monkey(options, [] { QCoreApplication::exit(0); });
  QObject::connect(&application, &ui::Application::exceptionCaught, &monkey,
                   [&monkey](const QString& sentence) { monkey.noteException(sentence); });
  QTimer::singleShot(0, &monkey, [&monkey] { monkey.start(); });
  QApplication::exec();

  for (const auto& [name, count] : monkey.counts())
    fmt::print("{:>8}  {}\n", count, name);
  fmt::print("{:>8}  longest action, ms ({})\n", monkey.longestMs(), monkey.longestAction());
  for (const std::string& fault : monkey.faults())
    fmt::print("FAULT: {}\n", fault);
  fmt::print("{} actions with seed {}, {} faults\n", monkey.done(), options.seed, monkey.faults().size());
  return monkey.faults().empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}
