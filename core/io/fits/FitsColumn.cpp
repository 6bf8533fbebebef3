// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fits/FitsColumn.h"

#include <fmt/format.h>

#include "base/Error.h"

namespace maury::io {

void requireFitsColumnCount(const std::filesystem::path& path, const std::string& table, std::size_t count) {
  if (count > kMaxFitsColumns)
    throw Error(
        ErrorKind::Format,
        fmt::format("{}: table {}: it has {} columns, but FITS allows at most {}; write fewer columns, or another "
                    "format (.csv, .ecsv, .vot)",
                    path.string(), table, count, kMaxFitsColumns));
}

}  // namespace maury::io
