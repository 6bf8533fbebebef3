// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/CommandLine.h"

#include "base/text/ShellWord.h"
#include "galaxy/panels/PanelOptionTable.h"

namespace maury::galaxy {

std::string galaxyCommand(const std::string& catalogue, const std::string& filter, const PanelGridOptions& options) {
  std::string command = "maury-cli galaxy " + shellWord(catalogue);
  if (filter.find_first_not_of(" \t") != std::string::npos) command += " --filter " + shellWord(filter);
  return command + commandLine(panelOptionTable(), options);
}

}  // namespace maury::galaxy
