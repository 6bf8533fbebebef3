// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

/// Role that the user assigns to a column of a table.
struct ColumnRole {
  std::string column;
  /// id, ra, dec, distance, R, Z, snr, input, label, ignore, the name of a label (teff, mh, mg_fe …) or of its error
  /// (e_teff …).
  std::string role;
};

/// Parses a role such as "METALLICITY=mh". Throws Error(Usage) for a string without '=', and for an unknown role (the
/// message lists the valid ones).
ColumnRole parseColumnRole(std::string_view text);

/// Roles of one import, with a record of which were used.
class RoleMap {
public:
  explicit RoleMap(const std::vector<ColumnRole>& roles) : m_roles(roles), m_used(roles.size(), false) {}

  /// Returns the role of a column, ignoring the case of its name, and marks it as used; empty if it has none.
  std::string roleOf(std::string_view column);
  /// Throws Error(Usage) naming the first column that was not in any table.
  void requireAllUsed() const;

private:
  std::vector<ColumnRole> m_roles;
  std::vector<bool> m_used;
};

}  // namespace maury::survey
