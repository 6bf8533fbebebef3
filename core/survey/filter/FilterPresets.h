// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace maury::survey {

/// Named cut, written `@name` in a filter, alone or within a longer condition. Predicted and reference labels stand for
/// each other (LabelNames::OrCounterpart) if the stars have only one of them, as in published catalogues.
struct FilterPreset {
  std::string_view name;
  std::string_view meaning;  ///< short description for menus and --help
  std::string_view text;     ///< the filter that it stands for
};

/// Returns the predefined cuts: those of papers, and common starting points.
std::span<const FilterPreset> filterPresets() noexcept;

}  // namespace maury::survey
