// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/SaveCommand.h"

#include <QFileInfo>

#include "survey/file/SurveyFile.h"
#include "ui/models/StarColumns.h"
#include "ui/session/FilesInUse.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"

namespace maury::ui {

namespace {
QString writingTitle(const QString& path) {
  return SaveCommand::tr("writing %1").arg(QFileInfo(path).fileName());
}
}  // namespace

void SaveCommand::saveSurvey(const QString& path) {
  const auto survey = session().survey();
  if (!survey) return;
  run(
      writingTitle(path),
      [file = toPath(path), survey, open = openFilesOf(session())](Job& job) {
        requireNotOpen(file, open);
        survey::writeSurvey(file, *survey, job);
      },
      [this, path, survey] {
        session().markSaved({UnsavedItem::Kind::Survey, {}, {}, std::nullopt, survey}, path);
        session().report(Severity::Information, tr("Wrote %1 to %2.").arg(starCountText(survey->starCount()), path));
        Q_EMIT session().opened(path);
      });
}

void SaveCommand::saveStars(const QString& path, std::shared_ptr<const std::vector<std::size_t>> rows) {
  if (!session().stars() || !rows) return;
  run(
      writingTitle(path),
      [file = toPath(path), stars = session().stars(), rows, open = openFilesOf(session())](Job& job) {
        requireNotOpen(file, open);
        survey::writeSurvey(file, stars->select(*rows), job);
      },
      [this, path, stars = session().stars(), count = rows->size()] {
        if (count == stars->starCount()) session().markStarsSaved(stars);
        session().report(Severity::Information, tr("Wrote %1 to %2.").arg(starCountText(count), path));
      });
}

void SaveCommand::saveModel(const QString& path, const network::Model& model) {
  run(
      writingTitle(path),
      // The open model is in memory as a whole, so its file may be replaced.
      [file = toPath(path), model, open = openFilesOf(session(), false)](Job&) {
        requireNotOpen(file, open);
        model.save(file);
      },
      [this, path, saved = model] {
        session().markSaved({UnsavedItem::Kind::Model, {}, {}, saved, nullptr}, path);
        session().report(Severity::Information, tr("Saved the model to %1.").arg(path));
      });
}

}  // namespace maury::ui
