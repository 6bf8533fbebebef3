// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of the formats of openArrayFile(). Only this folder uses them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "io/arrays/ArrayFile.h"

namespace maury::io {

std::unique_ptr<ArrayFile> openHdf5(const std::filesystem::path& path);
std::unique_ptr<ArrayFile> openHdf5(std::string bytes, const std::string& source);

/// Opens an .npy file as one array with the name of the file, or one array for each field of a structured array.
std::unique_ptr<ArrayFile> openNpy(const std::filesystem::path& path);
std::unique_ptr<ArrayFile> openNpy(std::string bytes, const std::string& source);
std::unique_ptr<ArrayFile> openNpz(const std::filesystem::path& path);

}  // namespace maury::io
