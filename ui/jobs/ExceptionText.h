// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "base/Error.h"

namespace maury::ui {

/// Description of an exception for the user.
struct ExceptionText {
  QString sentence;
  ErrorKind kind = ErrorKind::Numerical;  ///< kind of a maury::Error; Numerical for all others
};

/// Returns the sentence of the exception that is being handled. Call in a catch block.
ExceptionText describeException();

}  // namespace maury::ui
