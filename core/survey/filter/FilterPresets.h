// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace maury::survey {

/// A cut with a name: written `@name` in a filter, alone or with more around it.
struct FilterPreset {
  std::string_view name;
  std::string_view meaning;  ///< a few words, for menus and --help
  std::string_view text;     ///< the filter it stands for
};

/// The cuts that papers use and that users start from.
std::span<const FilterPreset> filterPresets() noexcept;

}  // namespace maury::survey
