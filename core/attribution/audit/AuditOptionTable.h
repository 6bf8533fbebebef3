// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/audit/Audit.h"
#include "base/Option.h"

namespace maury::attribution {

/// Returns the option table of AuditOptions.
const OptionTable<AuditOptions>& auditOptionTable();

}  // namespace maury::attribution
