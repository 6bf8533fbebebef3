// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/FormatVersion.h"

#include <fmt/format.h>

#include "base/Error.h"

namespace maury::io {

int requireReadableVersion(std::int64_t version, int newest) {
  if (version > newest) {
    throw Error(ErrorKind::Format,
                fmt::format("it was written by a newer Maury (its format is version {}, and this program reads up to "
                            "version {}); update Maury to open it",
                            version, newest));
  }
  if (version < 1) throw Error(ErrorKind::Format, fmt::format("it has the invalid format version {}", version));
  return static_cast<int>(version);
}

}  // namespace maury::io
