// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/KeepCommand.h"

#include <QFileInfo>
#include <filesystem>
#include <system_error>
#include <utility>

#include "survey/file/SurveyFile.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/TrainingsFolder.h"
#include "workbench/opening/KeptWork.h"
#include "workbench/training/RunFolders.h"

namespace maury::ui {

namespace {

void write(const KeepCommand::Target& target, Job& job) {
  const std::filesystem::path file = toPath(target.path);
  std::error_code ignored;  // writing then fails, with the reason
  std::filesystem::create_directories(file.parent_path(), ignored);
  if (target.item.model)
    target.item.model->save(file);
  else
    survey::writeSurvey(file, *target.item.stars, job);
}

}  // namespace

void KeepCommand::start(const std::vector<Target>& targets) {
  writeAll(targets, [] {});
}

/// Writes each item to its path, then calls `finally` on the worker thread.
void KeepCommand::writeAll(const std::vector<Target>& targets, std::function<void()> finally) {
  run(
      tr("writing unsaved results"),
      [this, targets, finally = std::move(finally)](Job& job, const JobRunner::Post& post) {
        for (const Target& target : targets) {
          write(target, job);
          post([this, target] { session().markSaved(target.item, target.path); });
        }
        finally();
      },
      [] {});
}

void KeepCommand::keepAll() {
  const std::filesystem::path folder = workbench::newRunFolder(toPath(keptFolder()));
  std::vector<Target> targets;
  for (const UnsavedItem& item : session().unsavedItems()) {
    const bool isEarlierModel = item.model && (!session().model() || &session().model()->info() != &item.model->info());
    const std::filesystem::path into = isEarlierModel ? folder / workbench::kEarlierModels : folder;
    targets.push_back({item, toText(into / toPath(item.fileName))});
  }
  const bool isInFile = session().survey() && !session().canRestoreSurvey() && !session().surveyPath().isEmpty();
  const std::filesystem::path survey =
      isInFile ? toPath(QFileInfo(session().surveyPath()).absoluteFilePath()) : std::filesystem::path();
  writeAll(targets, [survey, folder] {
    std::error_code ignored;  // the next session then opens the results without the survey
    if (!survey.empty()) std::filesystem::create_symlink(survey, folder / survey.filename(), ignored);
  });
}

}  // namespace maury::ui
