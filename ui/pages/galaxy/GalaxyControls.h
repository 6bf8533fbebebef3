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

/// Controls of the Galaxy page: labels, bins, position of the Sun, appearance of the panels, definition of the high-α
/// share.
class GalaxyControls : public QWidget {
  Q_OBJECT

public:
  explicit GalaxyControls(QWidget* parent = nullptr);

  /// Offers the labels of these stars, and bins that fit them unless the user typed or chose others; `labelSource` is
  /// displayed as the source of the labels.
  void setStars(const survey::Dataset& stars, const QString& labelSource);
  /// Shows how many stars pass the filter, lie in the panels and lack R or Z.
  void showCounts(std::size_t inFilter, const galaxy::PanelGrid& grid);
  /// Returns the options that the controls show; nullopt if a field is invalid, which marks it with the reason as its
  /// tooltip.
  std::optional<galaxy::PanelGridOptions> options();
  /// Moves an edge of R (or |Z|), rounded to 0.05 kpc and kept between its neighbours. Returns its new value, or
  /// nullopt if nothing changed.
  std::optional<double> moveEdge(bool isRadius, std::size_t index, double kpc);
  /// Returns the appearance of the panels, without a name.
  workbench::GalaxyFigureOptions appearance() const;
  /// Shows the name of the overlaid catalogue; an empty name means none.
  void showOverlay(const QString& name);

Q_SIGNALS:
  /// options() may have changed. Emitted 250 ms after the last key stroke.
  void changed();
  /// appearance() has changed.
  void appearanceChanged();
  /// The user requested to add an overlay, or to remove the present one.
  void overlayRequested();
  /// The user entered another position of the Sun.
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
  galaxy::BinEdges m_fittingEdges;  ///< edges that fit the stars of the last setStars()
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
