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

/// Logs and prints the exception that is being handled. Returns the exit code of the program: that of its kind, 7 if
/// memory ran out, 1 for an unexpected exception. Call it only in a catch block, for exceptions that derive from
/// std::exception and for ReportedFailure; others are thrown on.
int reportException(const std::string& program);

}  // namespace maury::app
