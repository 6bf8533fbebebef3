// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/opening/OpenCommand.h"

#include <QFileInfo>
#include <vector>

#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/commands/opening/ShowOpened.h"
#include "workbench/opening/OpenFiles.h"

namespace maury::ui {

namespace {

/// Opened files, or the importer's sentence if the wavelengths may be in air or in vacuum, or in several units.
struct Outcome {
  workbench::OpenedFiles files;
  QString mediumUnknown;
  QString unitUnknown;
  std::vector<survey::WavelengthUnit> units;
};

Outcome openOrAsk(const std::vector<std::filesystem::path>& files, const survey::ImportOptions& options, Job& job) {
  try {
    return {workbench::openFiles(files, options, job), {}, {}, {}};
  } catch (const survey::MediumUnknown& unknown) {
    return {{}, QString::fromUtf8(unknown.what()), {}, {}};
  } catch (const survey::UnitUnknown& unknown) {
    return {{}, {}, QString::fromUtf8(unknown.what()), unknown.choices()};
  }
}

}  // namespace

void OpenCommand::start(const QStringList& paths) {
  if (!paths.isEmpty()) openWith(paths, {});
}

void OpenCommand::openWith(const QStringList& paths, const survey::ImportOptions& options) {
  std::vector<std::filesystem::path> files;
  for (const QString& path : paths)
    files.push_back(toPath(path));
  run(
      paths.size() == 1 ? tr("opening %1").arg(QFileInfo(paths.front()).fileName())
                        : tr("opening %1 files").arg(paths.size()),
      [files, options](Job& job) { return openOrAsk(files, options, job); },
      [this, paths, options](Outcome outcome) {
        if (!outcome.mediumUnknown.isEmpty()) return askMedium(paths, options, outcome.mediumUnknown);
        if (!outcome.unitUnknown.isEmpty()) return askUnit(paths, options, outcome.unitUnknown, outcome.units);
        showOpened(session(), outcome.files);
        for (const QString& path : paths)
          Q_EMIT session().opened(path);
      });
}

void OpenCommand::askMedium(const QStringList& paths, survey::ImportOptions options, const QString& sentence) {
  if (!m_mediumQuestion) return session().report(Severity::Problem, sentence);
  if (const auto medium = m_mediumQuestion(sentence)) {
    options.medium = *medium;
    openWith(paths, options);
  }
}

void OpenCommand::askUnit(const QStringList& paths, survey::ImportOptions options, const QString& sentence,
                          const std::vector<survey::WavelengthUnit>& choices) {
  // If the answer did not help, another question would not either.
  if (!m_unitQuestion || choices.empty() || options.unit) return session().report(Severity::Problem, sentence);
  if (const auto unit = m_unitQuestion(sentence, choices)) {
    options.unit = *unit;
    openWith(paths, options);
  }
}

}  // namespace maury::ui
