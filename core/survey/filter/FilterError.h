// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/Error.h"

namespace maury::survey {

/// Error in a filter text.
class FilterError : public Error {
public:
  FilterError(const std::string& message, std::size_t byte) : Error(ErrorKind::Usage, message), position(byte) {}
  std::size_t position;  ///< 0-based byte offset of the error in the text; the size of the text for its end
  std::string text;      ///< the whole filter
};

/// Returns the error "Character N: reason", where N is the 1-based number of the UTF-8 character at byte `position`.
FilterError errorAt(std::string_view text, std::size_t position, const std::string& reason);

/// Returns a name for use in a message; names longer than 60 bytes are truncated and end in "…".
std::string shortenName(std::string_view name);

}  // namespace maury::survey
