// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "galaxy/panels/BinEdges.h"
#include "galaxy/panels/PanelOptionTable.h"
#include "galaxy/positions/PositionOptionTable.h"
#include "survey/dataset/Dataset.h"
#include "ui/pages/parts/OptionBox.h"
#include "workbench/galaxy/GalaxyFigureOptionTable.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;

namespace maury::ui {

class SegmentedControl;

/// The Galaxy page's controls: which labels, which bins, how panels are drawn, what the high-α share is.
class GalaxyControls : public QWidget {
  Q_OBJECT

public:
  explicit GalaxyControls(QWidget* parent = nullptr);

  /// Offers the labels of these stars, and bins that fit them unless others were typed or chosen; `labelSource` says
  /// whose labels they are.
  void setStars(const survey::Dataset& stars, const QString& labelSource);
  void showCounts(std::size_t inFilter, const galaxy::PanelGrid& grid);
  /// What the controls say; nothing, with the field marked and the reason shown, when one cannot be meant.
  std::optional<galaxy::PanelGridOptions> options();
  /// Moves an edge of R (or |Z|), rounded to 0.05 kpc and kept between its neighbours; where it is then, or
  /// nothing if that changes nothing.
  std::optional<double> moveEdge(bool ofRadius, std::size_t index, double kpc);
  /// How the panels are drawn; without a name.
  workbench::GalaxyFigureOptions appearance() const;
  /// The name of the catalogue whose contours lie over the panels; empty: none.
  void showOverlay(const QString& name);

Q_SIGNALS:
  /// options() may be others; a moment after the last key.
  void changed();
  /// appearance() changed.
  void appearanceChanged();
  /// Another catalogue over the panels is asked for, or not any more.
  void overlayWanted();
  /// The Sun is asked to be elsewhere.
  void sunMoved(const maury::galaxy::SolarPosition& sun);

private:
  void schedule();
  void showEdges(const galaxy::BinEdges& edges);
  QWidget* buildAxes();
  QWidget* buildBins();
  QWidget* buildSun();
  QWidget* buildPanels();
  QWidget* buildShare();
  QLineEdit* addField(const char* key, const char* objectName);

  OptionBoxes<galaxy::PanelGridOptions> m_panelOptions{galaxy::panelOptionTable()};
  OptionBoxes<galaxy::SolarPosition> m_sunOptions{galaxy::solarOptionTable()};
  OptionBoxes<workbench::GalaxyFigureOptions> m_appearance{workbench::galaxyFigureOptionTable()};
  QLabel* m_labelSource = nullptr;
  QLabel* m_inFilter = nullptr;
  QLabel* m_inPanels = nullptr;
  QLabel* m_withoutPosition = nullptr;
  QComboBox* m_x = nullptr;
  QComboBox* m_y = nullptr;
  QComboBox* m_preset = nullptr;
  galaxy::BinEdges m_fitting;  ///< the stars; last of setStars()
  QLineEdit* m_radiusEdges = nullptr;
  QLineEdit* m_heightEdges = nullptr;
  QLineEdit* m_fractions = nullptr;
  QComboBox* m_cells = nullptr;
  QCheckBox* m_spread = nullptr;
  QPushButton* m_overlay = nullptr;
  SegmentedControl* m_scaling = nullptr;
  SegmentedControl* m_common = nullptr;
  QTimer* m_delay = nullptr;
};

}  // namespace maury::ui
