// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/ExportCommand.h"

#include <QFileInfo>

#include "io/tables/WriteTable.h"
#include "survey/dataset/DatasetTable.h"
#include "ui/models/StarColumns.h"
#include "ui/session/FilesInUse.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"

namespace maury::ui {

void ExportCommand::start(const QString& path, std::shared_ptr<const std::vector<std::size_t>> rows, bool spectra) {
  if (!session().stars() || !rows) return;
  run(
      tr("writing %1").arg(QFileInfo(path).fileName()),
      [file = toPath(path), stars = session().stars(), rows, spectra, open = openFilesOf(session())](Job&) {
        requireNotOpen(file, open);
        io::writeTable(file, survey::tableOf(*stars, *rows, spectra));
      },
      [this, path, stars = session().stars(), count = rows->size(), spectra] {
        const bool isWhole = count == stars->starCount() && (spectra || stars->pixelCount() == 0);
        if (isWhole) session().markStarsSaved(stars);
        session().report(Severity::Information, tr("Wrote %1 to %2.").arg(starCountText(count), path));
      });
}

}  // namespace maury::ui
