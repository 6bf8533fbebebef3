// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "workbench/galaxy/Overlays.h"

namespace maury::ui {

/// Bins subsets and a second catalogue as the panels are, on a worker thread.
class GalaxyOverlays : public QObject {
  Q_OBJECT

public:
  explicit GalaxyOverlays(QObject* parent = nullptr);

  /// A second catalogue, which has R and Z, under the name of its file; compute() bins it.
  void setCatalogue(const QString& path, std::shared_ptr<const survey::Dataset> stars);
  void removeCatalogue() { m_catalogue.reset(); }
  bool hasCatalogue() const { return m_catalogue.has_value(); }
  QString cataloguePath() const { return m_catalogue ? m_catalogue->path : QString(); }

  /// Bins the overlays of these panels; ready() follows, at once where there is none.
  void compute(const workbench::BinnedPanels& panels, std::vector<workbench::Subset> subsets,
               const std::string& filter);
  /// Drops what is being binned.
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
  int m_requests = 0;  ///< an answer to an earlier one is stale
  JobRunner m_runner;
};

}  // namespace maury::ui
