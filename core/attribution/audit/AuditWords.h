// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "attribution/audit/Audit.h"
#include "io/tables/Table.h"

namespace maury::attribution {

/// These functions are thread-safe.

std::string verdictName(Verdict verdict);  ///< "pass", "warn", "fail", "–"

/// Returns the name of a test: "learned", "spectrum shuffled", "without parallax", "at fixed mh", … The subject is
/// inserted as given, so a window passes its display name.
std::string testName(AuditTest test, const std::string& subject);

/// Returns a sentence that explains a result.
std::string sentenceOf(const AuditResult& result);
/// Returns a sentence with the conclusion about a label.
std::string sentenceOf(const AuditSummary& summary);

/// Returns a table with one row per result, for other programs.
io::Table auditTable(std::span<const AuditResult> results);

}  // namespace maury::attribution
