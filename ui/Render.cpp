// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Render.h"

#include <filesystem>
#include <vector>

#include "base/Error.h"
#include "ui/plot/export/ExportContents.h"
#include "workbench/opening/OpenFiles.h"

namespace maury::ui {

namespace {

/// Checks the files to write before the work, which may take long.
void requireWritable(const RenderRequest& request, std::vector<std::filesystem::path> inputs) {
  for (const std::filesystem::path& input : {request.options.overlay, request.options.secondModel})
    if (!input.empty()) inputs.push_back(input);
  std::vector<workbench::OutputFile> outputs;
  for (const QString& out : request.out) {
    outputs.push_back({out.toStdString(), workbench::OutputKind::Figure});
    requireFigureSuffix(outputs.back().path);
  }
  workbench::requireWritableOutputs(outputs, inputs, request.output);
}

}  // namespace

void render(const RenderRequest& request, Job& job) {
  const std::string page = request.page.toStdString();
  workbench::requirePage(page);
  if (request.out.isEmpty()) throw Error(ErrorKind::Usage, "No output file is given. Name one with --out FILE.pdf.");
  std::vector<std::filesystem::path> paths;
  for (const QString& file : request.files)
    paths.emplace_back(file.toStdString());
  requireWritable(request, paths);
  const workbench::OpenedStars opened = workbench::openStars(paths, request.options.filter, job);
  const workbench::Figure figure = workbench::pageFigure(page, opened, request.options, job);
  ExportOptions options;
  options.widthMm = request.widthMm;
  options.dpi = request.dpi;
  for (const QString& out : request.out)
    exportContents(std::filesystem::path(out.toStdString()), figure, options);
}

}  // namespace maury::ui
