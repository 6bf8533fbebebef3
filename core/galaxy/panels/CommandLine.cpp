// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/CommandLine.h"

#include <fmt/format.h>

#include "base/ShellWord.h"

namespace maury::galaxy {

std::string galaxyCommand(const std::string& catalogue, const std::string& filter, const PanelGridOptions& options) {
  const PanelGridOptions usual;
  std::string command = "maury-cli galaxy " + shellWord(catalogue);
  if (filter.find_first_not_of(" \t") != std::string::npos) command += " --filter " + shellWord(filter);
  command += fmt::format(" --r-edges {} --z-edges{}{}", fmt::join(options.radiusEdgesKpc, ","),
                         options.signedHeight() ? '=' : ' ', fmt::join(options.heightEdgesKpc, ","));
  // Written with '=', so that a number below 0 is not taken for an option.
  const auto add = [&command](const char* option, const auto& value, const auto& its) {
    if (value != its) command += fmt::format(" {}={}", option, value);
  };
  if (options.xName != usual.xName) command += " --x " + shellWord(options.xName);
  if (options.yName != usual.yName) command += " --y " + shellWord(options.yName);
  const CellGrid &cells = options.cells, &usualCells = usual.cells;
  if (cells.xLow != usualCells.xLow || cells.xHigh != usualCells.xHigh)
    command += fmt::format(" --x-range={},{}", cells.xLow, cells.xHigh);
  if (cells.yLow != usualCells.yLow || cells.yHigh != usualCells.yHigh)
    command += fmt::format(" --y-range={},{}", cells.yLow, cells.yHigh);
  if (!options.meanName.empty()) command += " --colour " + shellWord(options.meanName);
  if (options.columnShares) command += " --column-shares";
  if (options.adaptiveKernel) command += " --adaptive-kernel";
  if (options.runningMedian) command += " --running-median";
  if (options.spread) command += " --spread";
  if (options.massFractions != usual.massFractions)
    command += fmt::format(" --fractions {}", fmt::join(options.massFractions, ","));
  add("--high-alpha", options.highAlpha, usual.highAlpha);
  add("--share-low", options.shareXLow, usual.shareXLow);
  add("--share-high", options.shareXHigh, usual.shareXHigh);
  return command;
}

}  // namespace maury::galaxy
