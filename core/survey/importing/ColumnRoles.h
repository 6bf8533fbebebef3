// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

/// What the user says a column of a table is.
struct ColumnRole {
  std::string column;
  /// id, ra, dec, distance, R, Z, snr, input, label, ignore, the name of a label (teff, mh, mg_fe …) or of its error
  /// (e_teff …).
  std::string role;
};

/// "METALLICITY=mh" as a role. Throws Error(Usage) for a text without '=' and for a role that there is not, with those
/// that there are.
ColumnRole parseColumnRole(std::string_view text);

/// The roles of one import, and which of them met a column.
class RoleMap {
public:
  explicit RoleMap(const std::vector<ColumnRole>& roles) : m_roles(roles), m_used(roles.size(), false) {}

  /// The role of a column, whatever the case of its name; empty if it has none.
  std::string roleOf(std::string_view column);
  /// Throws Error(Usage) naming the first column that no table had.
  void requireAllUsed() const;

private:
  std::vector<ColumnRole> m_roles;
  std::vector<bool> m_used;
};

}  // namespace maury::survey
