// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "galaxy/panels/PanelGrid.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/pages/galaxy/GalaxyFigure.h"
#include "ui/pages/galaxy/MeasureTable.h"
#include "ui/pages/galaxy/PlaneFigure.h"

class QComboBox;
class QLabel;
class QTableWidget;

namespace maury::ui {

class Card;
class CutsCard;
class FigureView;
class GalaxyControls;
class SegmentedControl;
class SelectionTool;

/// [α/M] against [M/H] (or any two labels) in bins of Galactocentric R and |Z|, for the stars of the filter, with the
/// high-α share or a measure of bimodality of each panel below; or the same stars in the Kiel diagram, the R–Z plane or
/// on the sky. A line drawn in any of them, or a contour clicked on, catches stars for the session's selection, whose
/// subsets lie over every view.
class GalaxyPage : public Page {
  Q_OBJECT

public:
  explicit GalaxyPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Galaxy"); }
  QString iconName() const override { return QStringLiteral("galaxy"); }
  bool canExportFigure() const override { return m_grid != nullptr; }
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override { return m_grid != nullptr; }
  QString commandLine() const override;
  /// What the figure shows; nullptr while there is none.
  const std::shared_ptr<const galaxy::PanelGrid>& grid() const { return m_grid; }

Q_SIGNALS:
  /// Panels of the filter, bins and labels asked for last are in the figure.
  void gridShown();

public:
  /// Lays the contours of another catalogue over the panels, once it is read.
  void layOver(const QString& path);

private:
  void chooseOverlay();
  Card* buildFigureCard();
  Card* buildShareCard();
  void starsChanged();
  void refresh() override { compute(); }
  void compute();
  void show(std::shared_ptr<const galaxy::PanelGrid> grid);
  void draw();
  void computeOverlays();
  void computePlane();
  void showView();
  bool catchesContours() const;
  void catchContour(int row, int column, double x, double y, Qt::KeyboardModifiers modifiers);
  void markContour(int row, int column, const QPointF& at);
  void catchStars(int row, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
  void showShares();
  void testHumps();
  void showSnrVerdicts();
  void setTableRows(int rows);
  void showReason(const QString& reason);
  static constexpr int kContourTool = 3;  ///< of the words that say what the mouse does
  static constexpr int kFirstPlane = 1;   ///< of the words beside the figure's title: panels, then the planes
  bool showsPanels() const;
  Plane plane() const;
  galaxy::Panel const& panelAt(int row, int column) const;

  /// What binning keeps of the stars from one step of a control to the next, on whichever worker thread.
  struct KeptBinner {
    explicit KeptBinner(std::shared_ptr<const survey::Dataset> ofStars) : stars(std::move(ofStars)) {}
    std::shared_ptr<const survey::Dataset> stars;
    std::mutex mutex;
    galaxy::PanelBinner binner{*stars};
  };

  std::shared_ptr<KeptBinner> m_binner;
  std::shared_ptr<const galaxy::PanelGrid> m_grid;
  std::shared_ptr<const survey::Dataset> m_gridStars;          ///< what m_grid was computed from
  std::shared_ptr<const std::vector<std::size_t>> m_gridRows;  ///< the filter's rows that m_grid is of
  std::vector<GalaxyOverlay> m_overlays;                       ///< of m_grid
  int m_overlaysAsked = 0;                                     ///< how often; what was asked for before is stale
  /// A second catalogue, whose contours lie over the panels.
  struct Other {
    QString path;
    std::shared_ptr<const survey::Dataset> stars;
  };
  std::optional<Other> m_other;
  std::shared_ptr<const PlaneContent> m_planeContent;
  std::vector<galaxy::Bimodality> m_humps;         ///< of m_grid's panels; empty until a measure needs them
  std::vector<galaxy::SnrVerdicts> m_snrVerdicts;  ///< of m_grid's stars, likewise
  GalaxyFigureOptions m_figureOptions;
  bool m_edgeWaits = false;  ///< an edge was dragged on while panels were being made

  CutsCard* m_cuts = nullptr;
  GalaxyControls* m_controls = nullptr;
  Card* m_figureCard = nullptr;
  SegmentedControl* m_which = nullptr;
  SelectionTool* m_tool = nullptr;
  FigureView* m_view = nullptr;       ///< the panels
  FigureView* m_planeView = nullptr;  ///< a single plane
  QLabel* m_reason = nullptr;
  Card* m_shareCard = nullptr;
  QComboBox* m_measure = nullptr;
  QTableWidget* m_shares = nullptr;
  JobRunner m_runner;
  JobRunner m_overlayRunner;
  JobRunner m_humpRunner;
};

}  // namespace maury::ui
