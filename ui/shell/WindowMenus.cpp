// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/WindowMenus.h"

#include <QAction>
#include <QActionGroup>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QRegularExpression>
#include <QSettings>
#include <QWidget>
#include <utility>

#include "ui/dialogs/AddColumnDialog.h"
#include "ui/dialogs/CombineDialog.h"
#include "ui/dialogs/ExportCatalogueDialog.h"
#include "ui/dialogs/HelpDialogs.h"
#include "ui/dialogs/JoinCatalogueDialog.h"
#include "ui/selection/SelectionActions.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/RecentFiles.h"
#include "ui/theme/ThemeChoice.h"

namespace maury::ui {

namespace {

constexpr const char* kShowsColumns = "files/showsColumns";

}  // namespace

WindowMenus::WindowMenus(Session& session, RecentFiles& recent, QWidget* window)
    : QObject(window),
      m_session(session),
      m_recentFiles(recent),
      m_window(window),
      m_menu(new QMenu(window)),
      m_selection(new SelectionActions(session, window)) {
  addFiles();
  m_menu->addSeparator();
  m_menu->addMenu(m_selection->menu());
  m_actions.insert(m_actions.end(), m_selection->actions().begin(), m_selection->actions().end());
  addView();
  addHelp();
  m_menu->addSeparator();
  add(m_menu, tr("&Quit"), QKeySequence::Quit, [window] { window->close(); });

  for (auto signal : {&Session::surveyChanged, &Session::modelChanged, &Session::catalogueChanged}) {
    connect(&m_session, signal, this, &WindowMenus::updateEnabled);
  }
  connect(&m_recentFiles, &RecentFiles::changed, this, &WindowMenus::fillRecent);
  fillRecent();
  updateEnabled();
  setCanExportFigure(false);
  setCanCopyCommand(false);
}

QAction* WindowMenus::add(QMenu* menu, const QString& text, const QKeySequence& keys, Slot slot) {
  QAction* action = menu->addAction(text);
  action->setShortcut(keys);
  m_window->addAction(action);
  m_actions.push_back(action);
  connect(action, &QAction::triggered, this, std::move(slot));
  return action;
}

QMenu* WindowMenus::selectionMenu() const {
  return m_selection->menu();
}

void WindowMenus::addFiles() {
  add(m_menu, tr("&Open…"), QKeySequence::Open, [this] { chooseSurvey(); });
  add(m_menu, tr("Open and choose co&lumns…"), Qt::CTRL | Qt::ALT | Qt::Key_O, [this] { chooseColumns(); });
  add(m_menu, tr("Open a &folder of spectra…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, [this] { chooseFolder(); });
  add(m_menu, tr("Open a &model…"), Qt::CTRL | Qt::SHIFT | Qt::Key_M, [this] { chooseModel(); });
  addColumnsChoice();
  m_recent = m_menu->addMenu(tr("&Recent files"));
  add(m_menu, tr("Open &kept results"), {}, [this] { Q_EMIT openKeptRequested(); });
  m_menu->addSeparator();
  m_predict = add(m_menu, tr("&Predict labels of the survey"), Qt::CTRL | Qt::Key_P,
                  [this] { m_session.commands().predict.start(); });
  m_join = add(m_menu, tr("&Join a catalogue…"), Qt::CTRL | Qt::Key_J, [this] { joinCatalogue(); });
  m_combine =
      add(m_menu, tr("Com&bine arms and repeats…"), Qt::CTRL | Qt::SHIFT | Qt::Key_J, [this] { combineArms(); });
  m_addColumn = add(m_menu, tr("&Add a computed column…"), {}, [this] { addColumn(); });
  m_saveModel = add(m_menu, tr("Save m&odel…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S, [this] { chooseModelFile(); });
  m_saveSurvey = add(m_menu, tr("&Save survey…"), QKeySequence::Save, [this] { chooseSurveyFile(); });
  m_exportCatalogue =
      add(m_menu, tr("Export &catalogue…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, [this] { exportCatalogue(); });
  m_exportFigure = add(m_menu, tr("&Export figure…"), Qt::CTRL | Qt::Key_E, [this] { chooseFigureFile(); });
  m_copyCommand = add(m_menu, tr("Copy the page's command &line"), Qt::CTRL | Qt::SHIFT | Qt::Key_C,
                      [this] { Q_EMIT copyCommandRequested(); });
}

/// Adds the choice whether the columns of every file are shown before it is opened, joined or overlaid.
void WindowMenus::addColumnsChoice() {
  const auto apply = [this](bool shows) {
    const AskReview when = shows ? AskReview::Always : AskReview::IfDoubtful;
    m_session.commands().open.setAskReview(when);
    m_session.commands().readTable.setAskReview(when);
  };
  QAction* action = m_menu->addAction(tr("Always show the columns before reading"));
  action->setCheckable(true);
  action->setChecked(QSettings().value(kShowsColumns, false).toBool());
  apply(action->isChecked());
  connect(action, &QAction::toggled, this, [apply](bool shows) {
    QSettings().setValue(kShowsColumns, shows);
    apply(shows);
  });
}

void WindowMenus::addView() {
  QMenu* view = m_menu->addMenu(tr("&View"));
  auto* group = new QActionGroup(view);
  const std::pair<QString, ThemeChoice> choices[] = {{tr("Same as the system"), ThemeChoice::System},
                                                     {tr("Light"), ThemeChoice::Light},
                                                     {tr("Dark"), ThemeChoice::Dark}};
  for (const auto& [word, choice] : choices) {
    QAction* action = group->addAction(view->addAction(word));
    action->setCheckable(true);
    action->setChecked(choice == themeChoice());
    connect(action, &QAction::triggered, this, [choice = choice] { setThemeChoice(choice); });
  }
  view->addSeparator();
  add(view, tr("Edit the filter"), QKeySequence::Find, [this] { Q_EMIT filterFocusRequested(); });
  add(view, tr("Full screen"), Qt::Key_F11,
      [this] { m_window->setWindowState(m_window->windowState() ^ Qt::WindowFullScreen); });
}

void WindowMenus::addHelp() {
  QMenu* help = m_menu->addMenu(tr("&Help"));
  add(help, tr("Keyboard shortcuts"), QKeySequence::HelpContents, [this] { showShortcuts(m_actions, m_window); });
  add(help, tr("Copy diagnostics"), {}, [this] {
    copyDiagnostics(m_window, [this] {
      m_session.report(Severity::Information,
                       tr("Copied versions, system and the last lines of the log to the clipboard. "
                          "Paste them into a bug report."));
    });
  });
  add(help, tr("About Maury"), {}, [this] { showAbout(m_window); });
  auto* menuKey = new QAction(tr("Open the main menu"), this);
  menuKey->setShortcut(Qt::Key_F10);
  m_window->addAction(menuKey);
  m_actions.push_back(menuKey);
  connect(menuKey, &QAction::triggered, this, &WindowMenus::menuRequested);
}

void WindowMenus::fillRecent() {
  m_recent->clear();
  const QStringList paths = m_recentFiles.paths();
  m_recent->setEnabled(!paths.isEmpty());
  for (const QString& path : paths) {
    const QFileInfo file(path);
    QAction* action =
        m_recent->addAction(QStringLiteral("%1\t%2").arg(file.fileName(), file.absolutePath()).replace('&', "&&"));
    connect(action, &QAction::triggered, this, [this, path] { m_session.commands().open.start({path}); });
  }
  m_recent->addSeparator();
  connect(m_recent->addAction(tr("Clear this list")), &QAction::triggered, &m_recentFiles, &RecentFiles::clear);
}

void WindowMenus::updateEnabled() {
  m_saveSurvey->setEnabled(m_session.stars() != nullptr);
  m_join->setEnabled(m_session.survey() != nullptr);
  m_combine->setEnabled(m_session.survey() != nullptr && m_session.survey()->pixelCount() > 0);
  m_addColumn->setEnabled(m_session.survey() != nullptr);
  m_exportCatalogue->setEnabled(m_session.stars() != nullptr);
  m_saveModel->setEnabled(m_session.model().has_value());
  m_predict->setEnabled(m_session.commands().predict.isReady());
}

void WindowMenus::setCanExportFigure(bool can) {
  m_exportFigure->setEnabled(can);
}

void WindowMenus::setCanCopyCommand(bool can) {
  m_copyCommand->setEnabled(can);
}

void WindowMenus::chooseSurvey() {
  openChosen(tr("Open"), AskReview::IfDoubtful);
}

void WindowMenus::chooseColumns() {
  openChosen(tr("Open and choose columns"), AskReview::Always);
}

void WindowMenus::openChosen(const QString& title, AskReview when) {
  const QStringList paths =
      QFileDialog::getOpenFileNames(m_window, title, lastFolder(),
                                    tr("Surveys, spectra, catalogues and models (*.fits *.fit *.fits.gz *.csv *.ecsv "
                                       "*.vot *.xml *.h5 *.hdf5 *.npy *.npz *.zip *.gz *.safetensors);;All files (*)"));
  if (paths.isEmpty()) return;
  saveLastFolder(paths.front());
  m_session.commands().open.start(paths, when);
}

void WindowMenus::chooseFolder() {
  const QString path = QFileDialog::getExistingDirectory(m_window, tr("Open a folder of spectra"), lastFolder());
  if (path.isEmpty()) return;
  saveLastFolder(path);
  m_session.commands().open.start({path});
}

void WindowMenus::chooseModel() {
  const QString path = QFileDialog::getOpenFileName(m_window, tr("Open a model"), lastFolder(),
                                                    tr("Models (*.safetensors);;All files (*)"));
  if (path.isEmpty()) return;
  saveLastFolder(path);
  m_session.commands().open.start({path});
}

QString WindowMenus::askSavePath(const QString& title, const QString& proposal, const QString& filters) {
  QString chosen;
  QString path = QFileDialog::getSaveFileName(m_window, title, QDir(lastFolder()).filePath(proposal), filters, &chosen);
  if (path.isEmpty()) return {};
  if (QFileInfo(path).suffix().isEmpty()) {
    const auto suffix = QRegularExpression(QStringLiteral("\\*(\\.\\w+)")).match(chosen);
    if (suffix.hasMatch()) path += suffix.captured(1);
  }
  saveLastFolder(path);
  return path;
}

void WindowMenus::chooseSurveyFile() {
  const QString name = QFileInfo(m_session.surveyPath()).completeBaseName();
  const QString path = askSavePath(tr("Save survey (the stars in the filter)"),
                                   QStringLiteral("%1-kept.fits").arg(name), tr("Survey files (*.fits)"));
  if (!path.isEmpty()) m_session.commands().save.saveStars(path, m_session.rows());
}

void WindowMenus::exportCatalogue() {
  ExportCatalogueDialog dialog(m_session, m_window);
  if (dialog.exec() != QDialog::Accepted) return;
  const QString name = QFileInfo(m_session.surveyPath()).completeBaseName();
  const QString path = askSavePath(tr("Export catalogue"), QStringLiteral("%1-catalogue.fits").arg(name),
                                   ExportCatalogueDialog::fileFilters());
  if (!path.isEmpty()) m_session.commands().exportStars.start(path, dialog.rows(), dialog.withSpectra());
}

void WindowMenus::joinCatalogue() {
  const QString path = QFileDialog::getOpenFileName(
      m_window, tr("Join a catalogue"), lastFolder(),
      tr("Tables of stars (*.fits *.fit *.csv *.ecsv *.vot *.xml *.h5 *.hdf5 *.npy *.npz *.gz);;All files (*)"));
  if (path.isEmpty()) return;
  saveLastFolder(path);
  m_session.commands().readTable.start(path, [this, path](const Session::DatasetPointer& catalogue, bool) {
    if (!m_session.survey()) return;
    auto* dialog = new JoinCatalogueDialog(m_session, catalogue, QFileInfo(path).fileName(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, catalogue] { m_session.commands().join.start(catalogue, dialog->options()); });
    dialog->open();
  });
}

void WindowMenus::combineArms() {
  if (!m_session.survey()) return;
  auto* dialog = new CombineDialog(m_session, m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this,
          [this, dialog] { m_session.commands().combine.start(dialog->sources(), dialog->options()); });
  dialog->open();
}

void WindowMenus::addColumn() {
  if (!m_session.survey()) return;
  auto* dialog = new AddColumnDialog(m_session, m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { m_session.commands().addColumn.start(dialog->column()); });
  dialog->open();
}

void WindowMenus::chooseModelFile() {
  const QString path = askSavePath(tr("Save model"), QStringLiteral("model.safetensors"), tr("Models (*.safetensors)"));
  if (!path.isEmpty() && m_session.model()) m_session.commands().save.saveModel(path, *m_session.model());
}

void WindowMenus::chooseFigureFile() {
  const QString path =
      askSavePath(tr("Export figure"), QStringLiteral("figure.pdf"), tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)"));
  if (!path.isEmpty()) Q_EMIT exportFigureRequested(path);
}

}  // namespace maury::ui
