// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/opening/OpenCommand.h"

#include <QFileInfo>
#include <algorithm>

#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/session/commands/opening/ShowOpened.h"

namespace maury::ui {

void OpenCommand::start(const QStringList& paths, AskReview when) {
  if (paths.isEmpty()) return;
  workbench::FilesToRead files;
  for (const QString& path : paths)
    files.paths.push_back(toPath(path));
  // What was stated about earlier files is used only if the user can see and change it.
  const std::filesystem::path forms = m_question ? toPath(knownFormsFile()) : std::filesystem::path();
  run(
      paths.size() == 1 ? tr("opening %1").arg(QFileInfo(paths.front()).fileName())
                        : tr("opening %1 files").arg(paths.size()),
      [files, forms](Job& job) {
        return std::make_shared<const workbench::FileReview>(workbench::reviewFiles(files, {}, job, forms));
      },
      [this, paths, when = std::max(when, m_when)](const ReviewPointer& review) { check(paths, review, when); });
}

void OpenCommand::check(const QStringList& paths, const ReviewPointer& review, AskReview when) {
  if (m_question && needsQuestion(*review, when)) {
    m_question(review, [this, paths](const ReviewPointer& accepted) { show(paths, *accepted); });
    return;
  }
  if (review->opened) return show(paths, *review);
  const std::string& sentence = review->problem.empty() ? review->question : review->problem;
  session().report(Severity::Problem, QString::fromStdString(sentence));
}

void OpenCommand::show(const QStringList& paths, const workbench::FileReview& review) {
  const workbench::OpenedFiles& opened = *review.opened;
  showOpened(session(), opened);
  const QString shown = toText(opened.survey ? opened.surveyPath : opened.cataloguePath);
  if (!shown.isEmpty() && session().surveyPath() == shown)
    session().setReadAsStated(workbench::statesAnything(review.options));
  for (const QString& path : paths)
    Q_EMIT session().opened(path);
}

}  // namespace maury::ui
