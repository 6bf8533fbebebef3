// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "workbench/galaxy/Overlays.h"

namespace maury::ui {

/// Overlays of the panels: subsets and a second catalogue, binned like the panels on a worker thread.
class GalaxyOverlays : public QObject {
  Q_OBJECT

public:
  explicit GalaxyOverlays(QObject* parent = nullptr);

  /// Sets the second catalogue, which must have R and Z and is named after its file. Call compute() to bin it.
  void setCatalogue(const QString& path, std::shared_ptr<const survey::Dataset> stars);
  void removeCatalogue() { m_catalogue.reset(); }
  bool hasCatalogue() const { return m_catalogue.has_value(); }
  QString cataloguePath() const { return m_catalogue ? m_catalogue->path : QString(); }

  /// Bins the overlays of these panels and then emits ready(); emits it immediately if there are none.
  void compute(const workbench::BinnedPanels& panels, std::vector<workbench::Subset> subsets,
               const std::string& filter);
  /// Stops the binning in progress and drops its result.
  void stop();

Q_SIGNALS:
  void ready(const std::vector<maury::workbench::GalaxyOverlay>& overlays);
  void failed(const QString& message);

private:
  struct Catalogue {
    QString path;
    std::shared_ptr<const survey::Dataset> stars;
  };
  std::optional<Catalogue> m_catalogue;
  int m_requests = 0;  ///< requests so far; results of all but the latest are dropped
  JobRunner m_runner;
};

}  // namespace maury::ui
