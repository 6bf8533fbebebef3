// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/joining/JoinReading.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/Printable.h"

namespace maury::survey {

namespace {

/// Adds a list in lines of at most kLineLength bytes, unless a single item is longer.
void addList(std::vector<std::string>& lines, const std::string& title, const std::vector<std::string>& items) {
  constexpr std::size_t kLineLength = 100, kMostItems = 1000;
  if (items.empty()) return;
  const std::string indent = "   ";
  std::string line = fmt::format("  {}:", title);
  const std::size_t count = std::min(kMostItems, items.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::string piece = fmt::format(" {}{}", printable(items[i]), i + 1 < items.size() ? "," : "");
    if (line.size() + piece.size() > kLineLength && i > 0) {
      lines.push_back(std::move(line));
      line = indent;
    }
    line += piece;
  }
  if (items.size() > count) line += fmt::format(" and {} more", items.size() - count);
  lines.push_back(std::move(line));
}

/// Returns "teff in K", "teff in K (as teff_2)".
std::string textOf(const AddedPart& part) {
  std::string text = excerpt(part.name);
  if (!part.unit.empty()) text += " in " + excerpt(part.unit);
  if (part.target != part.name) text += fmt::format(" (as {})", excerpt(part.target));
  return text;
}

}  // namespace

void addJoinReading(Dataset& stars, const JoinedCatalogue& catalogue, const Matches& matches, const AddedParts& added,
                    bool onlyMatched) {
  std::vector<std::string>& lines = stars.provenance.reading;
  lines.insert(lines.end(), catalogue.reading.begin(), catalogue.reading.end());
  lines.push_back(fmt::format("{}: joined to the stars {}", printable(catalogue.name), printable(matches.by)));
  lines.push_back(fmt::format("  {}{}", matches.summary(), onlyMatched ? "; stars without a match were dropped" : ""));
  for (const std::string& warning : matches.warnings)
    lines.push_back("  " + printable(warning));
  const auto list = [&](AddedPart::Kind kind, const char* title) {
    std::vector<std::string> items;
    for (const AddedPart& part : added.parts)
      if (part.kind == kind) items.push_back(textOf(part));
    addList(lines, title, items);
  };
  list(AddedPart::Kind::Label, "added labels");
  list(AddedPart::Kind::Input, "added inputs");
  list(AddedPart::Kind::Column, "added columns");
  std::vector<std::string> leftOut = catalogue.leftOut;
  leftOut.insert(leftOut.end(), added.leftOut.begin(), added.leftOut.end());
  addList(lines, "left out", leftOut);
}

}  // namespace maury::survey
