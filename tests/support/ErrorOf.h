// SPDX-License-Identifier: GPL-3.0-or-later
// What a call that must fail says.
#pragma once

#include <optional>
#include <string>

#include "base/Error.h"

namespace maury::test {

struct CaughtError {
  ErrorKind kind;
  std::string message;

  bool says(const std::string& words) const { return message.find(words) != std::string::npos; }
};

/// The maury::Error that `call` throws, or none when it returns. Other exceptions pass through.
template <typename Call>
std::optional<CaughtError> errorOf(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return CaughtError{error.kind(), error.what()};
  }
  return std::nullopt;
}

}  // namespace maury::test
