// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/ColumnRoles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/Error.h"
#include "survey/names/LabelNames.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

namespace {

constexpr std::array<std::string_view, 17> kRoles = {
    "wavelength", "flux",     "error", "ivar", "variance", "relative-error", "mask",  "id",    "ra",
    "dec",        "distance", "R",     "Z",    "snr",      "input",          "label", "ignore"};

bool equalIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

bool isRole(std::string_view role) {
  if (std::find(kRoles.begin(), kRoles.end(), role) != kRoles.end()) return true;
  const std::string_view label = labelOfError(role);
  return isKnownLabel(label.empty() ? role : label);
}

}  // namespace

ColumnRole parseColumnRole(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size())
    throw Error(ErrorKind::Usage, fmt::format("--map {}: write COLUMN=ROLE, e.g. METALLICITY=mh.", text));
  const std::string_view meaning = text.substr(equals + 1);
  const std::size_t colon = std::min(meaning.find(':'), meaning.size());
  ColumnRole role{std::string(text.substr(0, equals)), std::string(meaning.substr(0, colon)),
                  std::string(meaning.substr(std::min(colon + 1, meaning.size())))};
  if (colon < meaning.size() && role.unit.empty())
    throw Error(ErrorKind::Usage, fmt::format("--map {}: there is no unit after the colon; write e.g. {}={}:nm.", text,
                                              role.column, role.role));
  if (!isRole(role.role))
    throw Error(
        ErrorKind::Usage,
        fmt::format("--map {}: unknown role '{}'. Valid roles: {}, the names of labels (teff, logg, mh, feh, alpham, "
                    "mg_fe …) and of their errors (e_teff …).",
                    text, role.role, fmt::join(kRoles, ", ")));
  return role;
}

std::string columnRoleText(const ColumnRole& role) {
  return role.column + "=" + role.role + (role.unit.empty() ? "" : ":" + role.unit);
}

std::string RoleMap::unitOf(std::string_view column) const {
  const auto found = std::find_if(m_roles.begin(), m_roles.end(),
                                  [&](const ColumnRole& role) { return equalIgnoringCase(role.column, column); });
  return found == m_roles.end() ? std::string() : found->unit;
}

std::string RoleMap::roleOf(std::string_view column) {
  for (std::size_t i = 0; i < m_roles.size(); ++i) {
    if (!equalIgnoringCase(m_roles[i].column, column)) continue;
    m_used[i] = true;
    return m_roles[i].role;
  }
  return {};
}

void RoleMap::requireAllUsed() const {
  const auto unused = std::find_if(m_used.begin(), m_used.end(), [](const std::atomic<bool>& used) { return !used; });
  if (unused == m_used.end()) return;
  const ColumnRole& role = m_roles[static_cast<std::size_t>(unused - m_used.begin())];
  throw Error(ErrorKind::Usage,
              fmt::format("--map {}: no table has a column '{}'.", columnRoleText(role), role.column));
}

}  // namespace maury::survey
