// SPDX-License-Identifier: GPL-3.0-or-later
// What the columns of a survey file are; shared by its reader and its writer and of no use elsewhere.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

inline constexpr const char* kStarsHdu = "STARS";
/// Keyword with the version of the format, in HDU STARS.
inline constexpr const char* kVersionKey = "MAURYFMT";
inline constexpr int kSurveyVersion = 1;
inline constexpr const char* kWavelengthHdu = "WAVELENGTH";

enum class Role { Id, Flux, FluxError, Input, Label, LabelError, Column };

std::string_view roleName(Role role) noexcept;  ///< the value of ROLEn: "id", "flux", "label_error" …
std::optional<Role> roleOf(std::string_view name) noexcept;

/// Column n of the STARS table: its role, which input, label or column of the Dataset it is, and its shape.
struct Slot {
  Role role = Role::Column;
  std::size_t part = 0;   ///< index into inputs, labels or columns; 0 for the others
  char type = 'E';        ///< TFORM letter: E, D, K or A
  std::size_t width = 1;  ///< elements a row (characters for 'A')
  bool isRead = true;     ///< false: passed over, for the reader was asked for other parts

  std::size_t bytes() const noexcept;  ///< of one row
};

std::size_t rowBytes(const std::vector<Slot>& slots) noexcept;

/// Rows to move in one turn, column by column, so that they stay within CFITSIO's own buffers (40 blocks of 2880
/// bytes).
std::size_t rowsAtOnce(const std::vector<Slot>& slots) noexcept;

/// FITS header and table texts are ASCII: Greek letters and typographic signs by their usual spelling, '?' for the
/// rest.
std::string asciiText(std::string_view text);
/// A name of letters, digits and underscores, as FITS recommends for TTYPEn.
std::string plainColumnName(std::string_view name);

/// HISTORY lines of at most 70 characters for the preprocessing steps ("Step 1: …") and the notes ("Note 1: …"), and
/// back; lines of others are left out. ASCII texts without blanks at their ends survive exactly, whatever their length.
std::vector<std::string> historyOf(const Provenance& provenance);
void readHistory(const std::vector<std::string>& lines, Provenance& provenance);

}  // namespace maury::survey
