// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "attribution/audit/Audit.h"
#include "io/tables/Table.h"

namespace maury::attribution {

/// Free functions of plain values: safe on any thread.

std::string verdictName(Verdict verdict);  ///< "pass", "warn", "fail", "–"

/// Returns a test's name: "learned", "spectrum shuffled", "without parallax", "at fixed mh" … The subject is written as
/// given, so a window passes its display name.
std::string testName(AuditTest test, const std::string& subject);

/// Returns a sentence that says what a result means.
std::string sentenceOf(const AuditResult& result);
std::string sentenceOf(const AuditSummary& summary);

/// Returns one row a result, for other programs.
io::Table auditTable(std::span<const AuditResult> results);

}  // namespace maury::attribution
