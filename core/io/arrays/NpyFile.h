// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "io/arrays/ArrayFile.h"

namespace maury::io {

// For openArrayFile(). `source` names the file in messages.
/// Opens an .npy file as one array with the name of the file, or one array for each field of a structured array.
std::unique_ptr<ArrayFile> openNpy(const std::filesystem::path& path);
std::unique_ptr<ArrayFile> openNpy(std::string bytes, const std::string& source);
/// Opens an .npz archive, each member of which is read as an .npy file.
std::unique_ptr<ArrayFile> openNpz(const std::filesystem::path& path);

}  // namespace maury::io
