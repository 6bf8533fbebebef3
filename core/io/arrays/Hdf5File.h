// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "io/arrays/ArrayFile.h"

namespace maury::io {

/// Opens an HDF5 file, on disk or in memory, for openArrayFile(); `source` names it in messages.
std::unique_ptr<ArrayFile> openHdf5(const std::filesystem::path& path);
std::unique_ptr<ArrayFile> openHdf5(std::string bytes, const std::string& source);

}  // namespace maury::io
