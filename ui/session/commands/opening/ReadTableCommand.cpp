// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/opening/ReadTableCommand.h"

#include <QFileInfo>

#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/TrainingsFolder.h"

namespace maury::ui {

void ReadTableCommand::start(const QString& path, Ready ready) {
  const workbench::FilesToRead files{{toPath(path)}, workbench::FilesToRead::Purpose::Table};
  const std::filesystem::path forms = m_question ? toPath(knownFormsFile()) : std::filesystem::path();
  run(
      tr("reading %1").arg(QFileInfo(path).fileName()),
      [files, forms](Job& job) {
        return std::make_shared<const workbench::FileReview>(workbench::reviewFiles(files, {}, job, forms));
      },
      [this, ready = std::move(ready)](const ReviewPointer& review) { check(review, ready); });
}

void ReadTableCommand::check(const ReviewPointer& review, const Ready& ready) {
  const auto give = [ready](const ReviewPointer& read) {
    ready(read->opened->survey, workbench::statesAnything(read->options));
  };
  if (m_question && needsQuestion(*review, m_when)) return m_question(review, give);
  if (review->opened) return give(review);
  const std::string& sentence = review->problem.empty() ? review->question : review->problem;
  session().report(Severity::Problem, QString::fromStdString(sentence));
}

}  // namespace maury::ui
