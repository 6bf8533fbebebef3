// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"

#include <fstream>

#include "base/Job.h"
#include "mock/MockSurvey.h"
#include "network/description/Presets.h"
#include "support/ToyModel.h"
#include "ui/pages/Page.h"

namespace maury::test {

namespace {

/// Files that are written at first use and removed with their folder when the program ends.
struct Files {
  Files() {
    mock::MockOptions options;
    options.stars = 300;
    Job job;
    mock::writeMockSurvey(mock, options, job);
    untrainedModel(mock::mockStars(options, 0, options.stars), network::presetDescription("spectrum-small"), 2)
        .save(model);
  }
  TemporaryFolder folder;
  std::filesystem::path mock = folder / "mock.fits", model = folder / "model.safetensors";
};

const Files& files() {
  static const Files written;
  return written;
}

}  // namespace

const std::filesystem::path& mockFile() {
  return files().mock;
}
const std::filesystem::path& modelFile() {
  return files().model;
}

QString Program::pageTitle() const {
  return window.currentPage() ? window.currentPage()->title() : QString();
}

ui::FigureView& Program::figure() {
  for (auto* view : window.currentPage()->findChildren<ui::FigureView*>())
    if (view->isVisible()) return *view;
  FAIL("no figure is shown");
  throw 0;
}

bool Program::exportsPdf(const TemporaryFolder& folder) {
  REQUIRE(window.currentPage()->canExportFigure());
  const std::filesystem::path path = folder / (pageTitle().toStdString() + ".pdf");
  window.currentPage()->exportFigure(asText(path));
  std::string start(5, '\0');
  std::ifstream(path, std::ios::binary).read(start.data(), 5);
  return start == "%PDF-";
}

}  // namespace maury::test
