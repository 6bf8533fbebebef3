// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace maury::ui {

class Session;

/// Returns the files of the open survey and, if `withModel`, of the model. UI thread only.
std::vector<std::filesystem::path> openFilesOf(const Session& session, bool withModel = true);

/// Throws Error(Usage) if writing `target` would replace one of the open files, by any spelling or link. Thread-safe.
void requireNotOpen(const std::filesystem::path& target, const std::vector<std::filesystem::path>& open);

}  // namespace maury::ui
