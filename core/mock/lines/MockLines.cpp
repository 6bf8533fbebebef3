// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/lines/MockLines.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>

#include "mock/lines/EmbeddedMockLines.h"

namespace maury::mock {

namespace {

std::vector<MockLine> parseLines() {
  std::vector<MockLine> out;
  std::istringstream text{std::string(kMockLinesCsv)};
  bool header = true;
  for (std::string row; std::getline(text, row);) {
    if (row.empty() || row[0] == '#') continue;
    if (std::exchange(header, false)) continue;
    std::replace(row.begin(), row.end(), ',', ' ');
    std::istringstream cells(row);
    MockLine line;
    std::string symbol, stage;
    cells >> line.vacuumNm >> symbol;
    if (symbol == "CN") {
      line.species = symbol;
      line.element = kCn;
    } else {
      cells >> stage;
      line.species = symbol + ' ' + stage;
      line.ion = stage == "II";
      const auto element =
          std::find_if(kElements.begin(), kElements.end(), [&](const Element& e) { return e.symbol == symbol; });
      line.element = static_cast<std::size_t>(element - kElements.begin());
    }
    cells >> line.excitationEv >> line.logGf >> line.logVanDerWaals >> line.logRadiative;
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace

const std::vector<MockLine>& mockLines() {
  static const auto lines = parseLines();
  return lines;
}

}  // namespace maury::mock
