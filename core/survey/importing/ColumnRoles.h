// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

/// Role that the user assigns to a column of a table, or to an array of an HDF5, .npy or .npz file.
struct ColumnRole {
  std::string column;
  /// wavelength, flux, error (1σ), ivar (inverse variance), variance, relative-error (a fraction of the flux), mask,
  /// id, ra, dec, distance, R, Z, snr, input, label, ignore, the name of a label (teff, mh, mg_fe …) or of its error
  /// (e_teff …).
  std::string role;
  std::string unit = {};  ///< unit of the column, instead of the one in the file; empty: as the file states
};

/// Parses a role such as "METALLICITY=mh" or "x=wavelength:Angstrom". Throws Error(Usage) for a string without '=', and
/// for an unknown role (the message lists the valid ones).
ColumnRole parseColumnRole(std::string_view text);
/// Returns a role in the form that parseColumnRole() reads.
std::string columnRoleText(const ColumnRole& role);

/// Roles of one import, with a record of which were used. Thread-safe.
class RoleMap {
public:
  explicit RoleMap(const std::vector<ColumnRole>& roles) : m_roles(roles), m_used(roles.size()) {}

  /// Returns the role of a column, ignoring the case of its name, and marks it as used; empty if it has none.
  std::string roleOf(std::string_view column);
  /// Returns the unit that the user states for a column; empty if there is none.
  std::string unitOf(std::string_view column) const;
  /// Throws Error(Usage) naming the first column that was not in any table.
  void requireAllUsed() const;

private:
  const std::vector<ColumnRole> m_roles;
  std::vector<std::atomic<bool>> m_used;
};

}  // namespace maury::survey
