// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/NearNames.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

/// Returns the Levenshtein distance, keeping a single row of the table.
std::size_t editDistance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearNames(std::string_view unknownName, const std::vector<std::string>& names, std::size_t count) {
  if (names.empty()) return "there are none";
  const std::string target = lowerCase(unknownName);
  // A third of the letters may differ. A name that contains the unknown one is also similar ("mag" in phot_g_mean_mag).
  const std::size_t limit = std::max<std::size_t>(2, target.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& name : names) {
    const std::string lower = lowerCase(name);
    const std::size_t distance = editDistance(target, lower);
    const bool containsTarget = target.size() > 2 && lower.find(target) != std::string::npos;
    if (distance <= limit && distance < std::max(target.size(), lower.size()))
      near.emplace_back(distance, name);
    else if (containsTarget)
      near.emplace_back(limit + 1, name);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> shown;
  if (near.empty()) {
    constexpr std::size_t kListed = 12;
    for (std::size_t i = 0; i < std::min(kListed, names.size()); ++i)
      shown.push_back(names[i]);
    return fmt::format("available names: {}{}", fmt::join(shown, ", "), names.size() > kListed ? " …" : "");
  }
  for (std::size_t i = 0; i < std::min(count, near.size()); ++i)
    shown.push_back(near[i].second);
  return fmt::format("similar names: {}", fmt::join(shown, ", "));
}

}  // namespace maury::survey
