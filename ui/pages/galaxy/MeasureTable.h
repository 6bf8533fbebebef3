// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

#include "galaxy/bimodality/Bimodality.h"
#include "galaxy/bimodality/SnrVerdicts.h"
#include "galaxy/panels/PanelGrid.h"

class QTableWidget;

namespace maury::ui {

/// Quantity of each panel that the table can show over R and |Z|.
enum class PanelMeasure { HighAlphaShare, Verdict, DeltaBic, DipPValue, Separation, ValleyDepth, VerdictBySnr };

/// Returns the names of all measures, in the order of PanelMeasure.
QStringList measureNames();
/// Returns true if a measure needs the bimodality test.
bool needsBimodality(PanelMeasure measure);

/// Fills the table with one row per cut in S/N: the number of stars above it, and how many panels have each verdict.
/// UI thread only.
void fillSnrTable(QTableWidget& table, const std::vector<galaxy::SnrVerdicts>& verdicts);

/// Fills the table in the order of the figure, highest |Z| on top, each cell coloured by its value for the current
/// theme. `bimodality` has one entry per panel and is ignored unless needsBimodality(). Cells without a number state
/// the reason. UI thread only.
void fillMeasureTable(QTableWidget& table, const galaxy::PanelGrid& grid,
                      const std::vector<galaxy::Bimodality>& bimodality, PanelMeasure measure);

}  // namespace maury::ui
