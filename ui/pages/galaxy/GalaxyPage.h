// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "workbench/galaxy/PlaneFigure.h"
#include "workbench/galaxy/SharedBinner.h"

class QLabel;
class QVBoxLayout;

namespace maury::ui {

class Card;
class CutsCard;
class GalaxyControls;
class GalaxyOverlays;
class MeasureCard;
class PanelsView;
class PlaneView;
class SegmentedControl;
class SelectionTool;

/// [α/M] against [M/H] (or any two labels) of the filtered stars in bins of Galactocentric R and |Z|, with the high-α
/// share or a measure of bimodality of each panel below; or the same stars in the Kiel diagram, the R–Z plane or on the
/// sky. Drawing an outline in any of them, or clicking inside a contour, changes the session's selection, whose subsets
/// are overlaid on every view.
class GalaxyPage : public Page {
  Q_OBJECT

public:
  explicit GalaxyPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Galaxy"); }
  QString iconName() const override { return QStringLiteral("galaxy"); }
  bool canExportFigure() const override { return m_panels.has_value(); }
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override { return m_panels.has_value(); }
  QString commandLine() const override;
  /// Returns the panels of the figure; nullptr while there are none.
  std::shared_ptr<const galaxy::PanelGrid> grid() const { return m_panels ? m_panels->grid : nullptr; }
  /// Reads another catalogue on a worker thread and adds its contours as an overlay.
  void addOverlay(const QString& path);

Q_SIGNALS:
  /// The figure shows the panels of the latest filter, bins and labels.
  void gridShown();

private:
  Card* buildFigureCard();
  void buildPanels(QVBoxLayout& body);
  void buildPlane(QVBoxLayout& body);
  void connectSession();
  void connectControls();
  void starsChanged();
  void refresh() override { compute(); }
  void compute();
  void show(workbench::BinnedPanels panels);
  void showView();
  void showPanels();
  void dragEdge(bool isX, std::size_t index, double kpc);
  void chooseOverlay();
  void computeOverlays();
  void select(const std::vector<std::size_t>& rows, const QString& step, Qt::KeyboardModifiers modifiers);
  void showReason(const QString& reason);
  bool showsPanels() const;
  workbench::Plane plane() const;

  std::shared_ptr<workbench::SharedBinner> m_binner;
  std::optional<workbench::BinnedPanels> m_panels;  ///< panels that the figure shows
  bool m_edgeWaits = false;                         ///< true if an edge was dragged while panels were being binned

  CutsCard* m_cuts = nullptr;
  GalaxyControls* m_controls = nullptr;
  Card* m_figureCard = nullptr;
  SegmentedControl* m_viewChoice = nullptr;
  SelectionTool* m_tool = nullptr;
  PanelsView* m_view = nullptr;
  PlaneView* m_planeView = nullptr;
  QLabel* m_reason = nullptr;
  MeasureCard* m_measures = nullptr;
  GalaxyOverlays* m_overlays = nullptr;
  bool m_isOverlayAsStated = false;  ///< true if the user stated how its file is read
  JobRunner m_runner;
};

}  // namespace maury::ui
