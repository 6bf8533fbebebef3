// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/export/ExportContents.h"

#include <utility>

#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"

namespace maury::ui {

void exportContents(const std::filesystem::path& target, workbench::Figure figure, const ExportOptions& options) {
  FigureView view;
  view.resize(QSizeF(figure.width, figure.height).toSize());
  showFigure(view, std::move(figure));
  exportFigure(view, target, options);
}

}  // namespace maury::ui
