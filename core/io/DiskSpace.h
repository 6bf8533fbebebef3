// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace maury::io {

/// Returns the free space, in bytes, that this user may fill in the folder of `target` (the folder of the file that it
/// points to, if it is a symbolic link). Returns nullopt if the system does not know it.
std::optional<std::uint64_t> freeSpace(const std::filesystem::path& target);

/// Checks before long work that a file of `bytes` can be written. Throws Error(File), which names the file, the space
/// needed and the free space, if less than `bytes` plus 5 % is free. A file that is replaced frees its space only after
/// the new one is complete, so it does not count. Does nothing if the free space is unknown.
void requireSpace(const std::filesystem::path& target, std::uint64_t bytes);

/// Runs `write`, which writes a part of a file of `bytes`. If it throws Error(File), for example because another
/// program has filled the disk meanwhile, adds to the message how much the whole file needs.
void writePart(std::uint64_t bytes, const std::function<void()>& write);

/// Returns a size with three digits in decimal units: "950 bytes", "12.3 MB", "1.25 GB".
std::string sizeText(std::uint64_t bytes);

}  // namespace maury::io
