// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

#include "galaxy/bimodality/Bimodality.h"
#include "galaxy/bimodality/SnrVerdicts.h"
#include "galaxy/panels/PanelGrid.h"

class QTableWidget;

namespace maury::ui {

/// A number of each panel to map over R and |Z|.
enum class PanelMeasure { HighAlphaShare, Verdict, DeltaBic, DipPValue, Separation, ValleyDepth, VerdictBySnr };

/// In the order of PanelMeasure.
QStringList measureNames();
/// Whether it needs the test of two humps.
bool needsHumps(PanelMeasure measure);

/// One row a cut in S/N: the stars above it, and how many panels have each verdict. GUI thread only.
void fillSnrTable(QTableWidget& table, const std::vector<galaxy::SnrVerdicts>& verdicts);

/// Fills the table as the figure lies, highest |Z| on top, each cell in the colour of its value in the screen's theme;
/// `humps` one a panel (not looked at unless needsHumps()). Cells without a number say why. GUI thread only.
void fillMeasureTable(QTableWidget& table, const galaxy::PanelGrid& grid, const std::vector<galaxy::Bimodality>& humps,
                      PanelMeasure measure);

}  // namespace maury::ui
