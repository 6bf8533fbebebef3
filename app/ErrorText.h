// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/Error.h"

namespace maury::app {

/// Logs an error and prints it on stderr as "PROGRAM: sentence", followed by the next step on the command line. Below
/// an error in a filter, prints the filter with a caret under the offending character.
void reportError(const std::string& program, const Error& error);

/// Exception of a command that has already reported its errors with reportError().
struct ReportedFailure {
  int exitCode = 1;
};

}  // namespace maury::app
