// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fits/FitsError.h"

#include <fitsio.h>
#include <fmt/core.h>

#include <system_error>

#include "base/Error.h"

namespace maury::io {
namespace {

ErrorKind kindOf(int status) {
  switch (status) {
    case FILE_NOT_OPENED:
    case FILE_NOT_CREATED:
    case WRITE_ERROR:
    case READ_ERROR:
    case FILE_NOT_CLOSED:
    case SEEK_ERROR:
    case READONLY_FILE:
    case MEMORY_ALLOCATION:
      return ErrorKind::File;
    default:
      return ErrorKind::Format;
  }
}

/// Removes blanks at both ends and the punctuation at the end of CFITSIO's texts: a colon announces the file's name,
/// which is in the next message of the stack.
std::string trim(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  const auto last = text.find_last_not_of(" :.,;");
  if (last == std::string_view::npos || last < first) return {};
  return std::string(text.substr(first, last - first + 1));
}

}  // namespace

void throwFitsError(const std::filesystem::path& path, const std::string& location, std::string_view problem,
                    int status, int systemCode) {
  char text[FLEN_STATUS] = "";
  fits_get_errstatus(status, text);
  char message[FLEN_ERRMSG] = "";
  fits_read_errmsg(message);  // the oldest message names the cause; later ones only name the calling functions
  fits_clear_errmsg();

  std::string reason = trim(text);
  if (const std::string cause = trim(message); !cause.empty()) reason += ": " + cause;
  if (systemCode != 0 && kindOf(status) == ErrorKind::File)
    reason = std::generic_category().message(systemCode) + "; " + reason;
  throw Error(kindOf(status),
              fmt::format("{}{}{}: {} ({})", path.string(), location.empty() ? "" : ", ", location, problem, reason));
}

}  // namespace maury::io
