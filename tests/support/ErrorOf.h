// SPDX-License-Identifier: GPL-3.0-or-later
// Errors thrown by calls that must fail.
#pragma once

#include <optional>
#include <string>

#include "base/Error.h"

namespace maury::test {

/// Kind and message of the maury::Error that a call threw; converts to false if it threw none.
struct CaughtError {
  std::optional<ErrorKind> kind;
  std::string message;
  std::string commandLineStep = {};

  explicit operator bool() const { return kind.has_value(); }
  const CaughtError* operator->() const { return this; }
  bool says(const std::string& words) const { return message.find(words) != std::string::npos; }
};

/// Calls `call` and returns the maury::Error that it throws. Other exceptions pass through.
template <typename Call>
CaughtError errorOf(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return {error.kind(), error.what(), error.commandLineStep()};
  }
  return {};
}

/// Returns the message of the maury::Error that `call` throws; "accepted" if it throws none.
template <typename Call>
std::string refusalOf(const Call& call) {
  const CaughtError error = errorOf(call);
  return error ? error.message : "accepted";
}

/// Returns true if `text` contains `part`.
inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace maury::test
