// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/HelpDialogs.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "base/process/Diagnostics.h"
#include "network/Runtime.h"
#include "ui/jobs/JobRunner.h"
#include "ui/theme/Icons.h"

namespace maury::ui {

namespace {

QString translate(const char* text) {
  return QCoreApplication::translate("HelpDialogs", text);
}

QDialog* makeDialog(const QString& title, QWidget* parent) {
  auto* dialog = new QDialog(parent);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(title);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(24, 20, 24, 16);
  column->setSpacing(16);
  return dialog;
}

void openWithCloseButton(QDialog* dialog) {
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  dialog->layout()->addWidget(buttons);
  dialog->open();
}

}  // namespace

void showAbout(QWidget* parent) {
  QDialog* dialog = makeDialog(translate("About Maury"), parent);
  auto* row = new QHBoxLayout;
  row->setSpacing(20);
  auto* picture = new QLabel(dialog);
  picture->setPixmap(iconPixmap("maury", Qt::white, 72, dialog->devicePixelRatioF()));
  picture->setAlignment(Qt::AlignTop);
  auto* text = new QLabel(dialog);
  text->setTextFormat(Qt::RichText);
  text->setOpenExternalLinks(true);
  text->setTextInteractionFlags(Qt::TextBrowserInteraction);
  const auto showText = [text](const QString& runtime) {
    text->setText(
        translate(
            "<p><b>Maury %1</b></p><p>Shows what a neural network has learned from stellar spectra.<br>Named after "
            "Antonia Maury, who classified stars at Harvard by the widths of their lines.</p><p>%2<br>Qt %3</p>"
            "<p>GNU General Public License, version 3 or later.</p>")
            .arg(QCoreApplication::applicationVersion().toHtmlEscaped(), runtime.toHtmlEscaped(), qVersion()));
  };
  showText(translate("Loading LibTorch…"));
  auto* loader = new JobRunner(dialog);
  QObject::connect(loader, &JobRunner::failed, text, [showText](const QString& message) { showText(message); });
  loader->run(
      translate("loading LibTorch"), [](Job&) { return network::runtimeInfo(); },
      [showText](const network::RuntimeInfo& info) { showText(QString::fromStdString(info.summary())); });
  row->addWidget(picture);
  row->addWidget(text, 1);
  static_cast<QVBoxLayout*>(dialog->layout())->addLayout(row);
  openWithCloseButton(dialog);
}

void copyDiagnostics(QWidget* parent, std::function<void()> done) {
  auto* loader = new JobRunner(parent);
  loader->run(
      translate("reading versions"), [](Job&) { return network::runtimeRows(); },
      [loader, done = std::move(done)](std::vector<std::pair<std::string, std::string>> runtime) {
        std::vector<std::pair<std::string, std::string>> versions = {
            {"Maury", QCoreApplication::applicationVersion().toStdString()},
            {"Qt", qVersion()},
            {"display", QGuiApplication::platformName().toStdString()}};
        std::move(runtime.begin(), runtime.end(), std::back_inserter(versions));
        QGuiApplication::clipboard()->setText(QString::fromStdString(diagnosticsText(versions)));
        loader->deleteLater();
        done();
      });
}

void showShortcuts(const std::vector<QAction*>& actions, QWidget* parent) {
  QDialog* dialog = makeDialog(translate("Keyboard shortcuts"), parent);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(28);
  grid->setVerticalSpacing(8);
  const auto addRow = [&](const QString& keys, const QString& meaning) {
    const int row = grid->rowCount();
    auto* key = new QLabel(keys, dialog);
    key->setProperty("role", "number");
    grid->addWidget(key, row, 0);
    grid->addWidget(new QLabel(meaning, dialog), row, 1);
  };
  addRow(translate("Ctrl+1, Ctrl+2 …"), translate("Pages of the rail, from top to bottom"));
  for (const QAction* action : actions) {
    if (action->shortcut().isEmpty()) continue;
    addRow(action->shortcut().toString(QKeySequence::NativeText),
           QString(action->text()).remove('&').remove(QStringLiteral("…")));
  }
  addRow(translate("Esc"), translate("Dismiss the message"));
  static_cast<QVBoxLayout*>(dialog->layout())->addLayout(grid);
  openWithCloseButton(dialog);
}

}  // namespace maury::ui
