// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/GalaxyOverlays.h"

#include <QFileInfo>
#include <utility>

namespace maury::ui {

GalaxyOverlays::GalaxyOverlays(QObject* parent) : QObject(parent) {
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { Q_EMIT failed(message); });
}

void GalaxyOverlays::setCatalogue(const QString& path, std::shared_ptr<const survey::Dataset> stars) {
  m_catalogue = Catalogue{path, std::move(stars)};
}

void GalaxyOverlays::compute(const workbench::BinnedPanels& panels, std::vector<workbench::Subset> subsets,
                             const std::string& filter) {
  if (subsets.empty() && !m_catalogue) {
    stop();
    Q_EMIT ready({});
    return;
  }
  const int request = ++m_requests;
  m_runner.run(
      tr("binning the selection"),
      [panels, subsets = std::move(subsets), catalogue = m_catalogue, filter](Job&) {
        std::vector<workbench::GalaxyOverlay> overlays;
        if (catalogue)
          overlays.push_back(workbench::binCatalogue(QFileInfo(catalogue->path).fileName().toStdString(),
                                                     catalogue->stars, filter, panels.options()));
        for (workbench::GalaxyOverlay& overlay : workbench::binSubsets(panels, subsets))
          overlays.push_back(std::move(overlay));
        return overlays;
      },
      [this, request](const std::vector<workbench::GalaxyOverlay>& overlays) {
        if (request == m_requests) Q_EMIT ready(overlays);
      });
}

void GalaxyOverlays::stop() {
  ++m_requests;
  m_runner.requestStop();
}

}  // namespace maury::ui
