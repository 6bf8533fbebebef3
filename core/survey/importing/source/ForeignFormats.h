// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maury::survey {

/// Returns what a file of a format that cannot be read is and what to do with it, as a clause for a message: "it is
/// packed with bzip2; unpack it first". `firstBytes` are the first 512 bytes, unpacked if the file is gzipped. Empty
/// for other files. Recognises bzip2, xz, Zstandard, compress, 7-Zip and RAR, tar, Parquet, Feather and pickled
/// files by their first bytes.
std::string foreignFormat(std::string_view firstBytes);

}  // namespace maury::survey
