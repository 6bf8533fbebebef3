// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/PanelOptionTable.h"

namespace maury::galaxy {

namespace {

using Options = PanelGridOptions;
using Table = OptionTable<Options>;

void addBins(Table& table) {
  table.push_back(
      describe("radiusEdgesKpc", &Options::radiusEdgesKpc,
               {.flag = "--r-edges", .label = "R edges (kpc)", .help = "Edges of the bins in R", .unit = "kpc"}));
  table.push_back(describe("heightEdgesKpc", &Options::heightEdgesKpc,
                           {.flag = "--z-edges",
                            .label = "|Z| edges (kpc)",
                            .help = "Edges of the bins in |Z|, or in Z if the first is below 0",
                            .note = ": --z-edges=-1,0,1",
                            .unit = "kpc"}));
  table.push_back(describe(
      "xName", &Options::xName,
      {.flag = "--x", .label = "x axis", .help = "Label on the x axis", .note = " (default: mh, or else feh)"}));
  table.push_back(describe("yName", &Options::yName,
                           {.flag = "--y",
                            .label = "y axis",
                            .help = "Label on the y axis",
                            .note = " (default: alpham, alphafe, or else mgfe)"}));
  table.push_back(describe("radiusName", &Options::radiusName, {.help = "Column of R"}));
  table.push_back(describe("heightName", &Options::heightName, {.help = "Column of Z"}));
  addPart(table, "cells", &Options::cells, cellOptionTable());
}

void addPictures(Table& table) {
  table.push_back(describe("meanName", &Options::meanName,
                           {.flag = "--colour",
                            .label = "cells",
                            .help = "Show the mean of this label or column in each cell, instead of counts",
                            .note = " (images MEANn of a .fits --out)"}));
  table.push_back(describe("columnShares", &Options::columnShares,
                           {.flag = "--column-shares",
                            .label = "relative to the column's maximum",
                            .help = "Show cells relative to the fullest cell of their column, instead of counts",
                            .note = " (images SHAREn of a .fits --out)"}));
  table.push_back(describe("adaptiveKernel", &Options::adaptiveKernel,
                           {.flag = "--adaptive-kernel",
                            .label = "adaptive kernel",
                            .help = "Use an adaptive kernel: narrow where stars are dense, wide in the tails",
                            .note = " (its stars per cell as images KERNELn of a .fits --out)"}));
  table.push_back(describe("runningMedian", &Options::runningMedian,
                           {.flag = "--running-median",
                            .label = "running median, 16–84 %",
                            .help = "Draw the median and the 16–84 % range of y along x",
                            .note = " (table RUNNING of a .fits --out)"}));
  table.push_back(describe("spread", &Options::spread,
                           {.flag = "--spread",
                            .label = "spread stars by errors",
                            .help = "Count each star in every panel with the probability that it is there, given the "
                                    "Gaussian errors e_R_kpc and e_Z_kpc"}));
  table.push_back(describe("massFractions", &Options::massFractions,
                           {.flag = "--fractions",
                            .label = "contours (%)",
                            .help = "Shares of the stars that the contours enclose",
                            .low = 0.0,
                            .high = 1.0,
                            .aboveLow = true,
                            .percent = true}));
  table.push_back(describe("smoothing", &Options::smoothing,
                           {.help = "Factor applied to Scott's bandwidth for the contours", .low = 0.0}));
  table.push_back(
      describe("fewStars", &Options::minStars, {.help = "Minimum number of stars in a panel for contours"}));
}

void addShare(Table& table) {
  table.push_back(describe("highAlpha", &Options::highAlpha,
                           {.flag = "--high-alpha",
                            .label = "high-α above",
                            .help = "Lowest y of high-α stars",
                            .step = 0.05,
                            .decimals = 2}));
  table.push_back(describe("shareXLow", &Options::shareXLow,
                           {.flag = "--share-low",
                            .label = "[M/H] from",
                            .help = "Lowest x of the stars in the high-α share",
                            .step = 0.05,
                            .decimals = 2}));
  table.push_back(describe("shareXHigh", &Options::shareXHigh,
                           {.flag = "--share-high",
                            .label = "[M/H] to",
                            .help = "Highest x of the stars in the high-α share",
                            .step = 0.05,
                            .decimals = 2}));
}

}  // namespace

const OptionTable<CellGrid>& cellOptionTable() {
  static const OptionTable<CellGrid> table{
      describeRange("x", &CellGrid::xLow, &CellGrid::xHigh, {.flag = "--x-range", .help = "Range of the x axis"}),
      describeRange("y", &CellGrid::yLow, &CellGrid::yHigh, {.flag = "--y-range", .help = "Range of the y axis"}),
      describe("columns", &CellGrid::columns, {.help = "Cells along x", .low = 1}),
      describe("rows", &CellGrid::rows, {.help = "Cells along y", .low = 1}),
  };
  return table;
}

const Table& panelOptionTable() {
  static const Table table = [] {
    Table result;
    addBins(result);
    addPictures(result);
    addShare(result);
    return result;
  }();
  return table;
}

}  // namespace maury::galaxy
