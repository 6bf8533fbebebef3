// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/Error.h"

namespace maury::survey {

/// An invalid filter text.
class FilterError : public Error {
public:
  FilterError(const std::string& message, std::size_t at) : Error(ErrorKind::Usage, message), position(at) {}
  std::size_t position;  ///< 0-based byte of the text that the message points at; the text's size for its end
  std::string text;      ///< the whole filter
};

/// Returns the error "Character N: reason", where N counts characters (UTF-8) from 1 and the byte at `position` belongs
/// to that character.
FilterError errorAt(std::string_view text, std::size_t position, const std::string& reason);

/// Returns a name as messages show it: whole, or its beginning and "…" if it is longer than 60 bytes.
std::string shortened(std::string_view name);

}  // namespace maury::survey
