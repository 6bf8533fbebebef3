// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace maury {

/// Kind of failure, as far as callers distinguish it. exitCode() maps each kind to an exit code of the programs.
enum class ErrorKind {
  Usage,      ///< an invalid argument or option
  File,       ///< a file that is missing or cannot be read or written
  Format,     ///< a file that was read but whose contents are invalid
  Mismatch,   ///< two valid things that do not belong together: grids, ids, labels, a model and other inputs
  Numerical,  ///< a computation that produced infinite or undefined numbers
  Cancelled,  ///< the user stopped the work; nothing was written
};

/// Exception that every function of Maury throws. The message is a sentence for the user that names the file, HDU, row
/// or column, and the reason.
class Error : public std::runtime_error {
public:
  /// `commandLineStep` is a sentence with the next step on the command line, such as "Use --air or --vacuum.". It is
  /// not part of what(), because messages in the window must not name command-line options.
  Error(ErrorKind kind, const std::string& message, std::string commandLineStep = {})
      : std::runtime_error(message), m_kind(kind), m_commandLineStep(std::move(commandLineStep)) {}
  ErrorKind kind() const noexcept { return m_kind; }
  const std::string& commandLineStep() const noexcept { return m_commandLineStep; }

private:
  ErrorKind m_kind;
  std::string m_commandLineStep;
};

/// Returns the process exit code of an error: Usage 2, File 3, Format 4, Mismatch 5, Numerical 6, Cancelled 130 (as
/// after SIGINT).
int exitCode(ErrorKind kind) noexcept;

}  // namespace maury
