// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"

namespace maury {

int exitCode(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::Usage:
      return 2;
    case ErrorKind::File:
      return 3;
    case ErrorKind::Format:
      return 4;
    case ErrorKind::Mismatch:
      return 5;
    case ErrorKind::Numerical:
      return 6;
    case ErrorKind::Cancelled:
      return 130;
  }
  return 1;
}

}  // namespace maury
