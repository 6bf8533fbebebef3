// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "galaxy/PanelGrid.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/pages/galaxy/GalaxyFigure.h"
#include "ui/pages/galaxy/MeasureTable.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QTableWidget;
class QTimer;

namespace maury::ui {

class Card;
class FigureView;
class SegmentedControl;

/// [α/M] against [M/H] (or any two labels) in bins of Galactocentric R and |Z|, for the stars of the filter, with the
/// high-α share or a measure of bimodality of each panel below.
class GalaxyPage : public Page {
  Q_OBJECT

public:
  explicit GalaxyPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Galaxy"); }
  QString iconName() const override { return QStringLiteral("galaxy"); }
  bool canExportFigure() const override { return m_grid != nullptr; }
  void exportFigure(const QString& path) override;
  void activated() override;

private:
  void buildControls(QWidget* column);
  Card* buildFigureCard();
  Card* buildShareCard();
  void starsChanged();
  void schedule();
  void compute();
  void show(std::shared_ptr<const galaxy::PanelGrid> grid);
  void draw();
  void showShares();
  void testHumps();
  void showReason(const QString& reason);
  /// What the controls say; nothing, with the field marked and the reason shown, when one cannot be meant.
  std::optional<galaxy::PanelGridOptions> optionsFromControls();

  /// What binning keeps of the stars from one step of a control to the next, on whichever worker thread.
  struct KeptBinner {
    explicit KeptBinner(std::shared_ptr<const survey::Dataset> ofStars) : stars(std::move(ofStars)) {}
    std::shared_ptr<const survey::Dataset> stars;
    std::mutex mutex;
    galaxy::PanelBinner binner{*stars};
  };

  std::shared_ptr<KeptBinner> m_binner;
  std::shared_ptr<const galaxy::PanelGrid> m_grid;
  std::shared_ptr<const survey::Dataset> m_gridStars;  ///< what m_grid was computed from
  std::vector<galaxy::Bimodality> m_humps;             ///< of m_grid's panels; empty until a measure needs them
  GalaxyFigureOptions m_figureOptions;
  bool m_stale = true;

  QLabel* m_labelSource = nullptr;
  QLabel* m_inFilter = nullptr;
  QLabel* m_inPanels = nullptr;
  QLabel* m_withoutPosition = nullptr;
  QComboBox* m_x = nullptr;
  QComboBox* m_y = nullptr;
  QComboBox* m_preset = nullptr;
  QComboBox* m_measure = nullptr;
  QLineEdit* m_radiusEdges = nullptr;
  QLineEdit* m_heightEdges = nullptr;
  QLineEdit* m_fractions = nullptr;
  SegmentedControl* m_scaling = nullptr;
  SegmentedControl* m_common = nullptr;
  QDoubleSpinBox* m_highAlpha = nullptr;
  QDoubleSpinBox* m_shareLow = nullptr;
  QDoubleSpinBox* m_shareHigh = nullptr;
  Card* m_figureCard = nullptr;
  FigureView* m_view = nullptr;
  QLabel* m_reason = nullptr;
  Card* m_shareCard = nullptr;
  QTableWidget* m_shares = nullptr;
  QTimer* m_delay = nullptr;
  JobRunner m_runner;
  JobRunner m_humpRunner;
};

}  // namespace maury::ui
