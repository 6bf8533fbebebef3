// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <filesystem>

namespace maury::ui {

// Conversion of paths between Qt and the standard library, lossless for any characters.
inline std::filesystem::path toPath(const QString& text) {
  return std::filesystem::path(text.toStdU16String());
}
inline QString toText(const std::filesystem::path& path) {
  return QString::fromStdU16String(path.u16string());
}

}  // namespace maury::ui
