// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace maury {

/// What went wrong, in the terms a caller acts on. The command line maps each kind to an exit code (see exitCode()).
enum class ErrorKind {
  Usage,      ///< an invalid argument or option
  File,       ///< a file that is missing, unreadable or cannot be written
  Format,     ///< a file that was read but does not hold what it should
  Mismatch,   ///< two valid things that do not fit: grids, ids, labels, a model for other inputs
  Numerical,  ///< a computation that left the finite numbers
  Cancelled,  ///< stopped on request; nothing was written
};

/// The one exception of Maury. The message is a sentence for the user that names file, HDU, row or column, and reason.
class Error : public std::runtime_error {
public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), m_kind(kind) {}
  ErrorKind kind() const noexcept { return m_kind; }

private:
  ErrorKind m_kind;
};

/// Process exit code of an error: Usage 2, File 3, Format 4, Mismatch 5, Numerical 6, Cancelled 130 (as after SIGINT).
int exitCode(ErrorKind kind) noexcept;

}  // namespace maury
