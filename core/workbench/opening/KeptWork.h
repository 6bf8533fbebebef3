// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace maury::workbench {

/// Results that a session kept when it was closed, as files that openFiles() reads: models, a survey and predictions. A
/// survey that was in a file already is a symbolic link to it.
struct KeptWork {
  std::filesystem::path folder;
  std::vector<std::filesystem::path> files;  ///< models that were not in use come first, then by name; links resolved
  std::vector<std::string> names;            ///< names of the files in the folder, without links

  /// Returns one line with the local time: "model-1.safetensors, mock-predictions.fits, kept 5 Oct 14:02".
  std::string words() const;
};

/// Subfolder of a kept folder for models other than the one that was in use, whose predictions may lie next to it.
inline constexpr const char* kEarlierModels = "earlier-models";

/// Returns the kept results in a folder of such folders, newest first; their names are times, as those of
/// newRunFolder(). Leaves out folders without complete files.
std::vector<KeptWork> keptWork(const std::filesystem::path& folders);

}  // namespace maury::workbench
