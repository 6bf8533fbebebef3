// SPDX-License-Identifier: GPL-3.0-or-later
// Columns of a survey file. Used by its reader and writer only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

inline constexpr const char* kStarsHdu = "STARS";
/// Keyword in HDU STARS that holds the version of the format.
inline constexpr const char* kVersionKey = "MAURYFMT";
inline constexpr int kSurveyVersion = 1;
inline constexpr const char* kWavelengthHdu = "WAVELENGTH";
inline constexpr const char* kReadingHdu = "READING";
// Keys of SimulatedErrors in the HDU of the stars.
inline constexpr const char* kCorrelatedNoiseKey = "NOISECOR";
inline constexpr const char* kVelocityErrorKey = "VELSCALE";

enum class Role { Id, Flux, FluxError, Input, Label, LabelError, Column };

std::string_view roleName(Role role) noexcept;  ///< value of ROLEn: "id", "flux", "label_error" …
std::optional<Role> roleOf(std::string_view name) noexcept;

/// Column of the STARS table: its role, the input, label or column of the Dataset that it holds, and its shape.
struct Slot {
  Role role = Role::Column;
  std::size_t part = 0;   ///< index into inputs, labels or columns; 0 for the others
  char type = 'E';        ///< TFORM letter: E, D, K or A
  std::size_t width = 1;  ///< elements per row (characters for 'A')
  bool isRead = true;     ///< false if the reader skips the column (SurveyParts)

  std::size_t bytes() const noexcept;  ///< bytes per row
};

std::size_t rowBytes(const std::vector<Slot>& slots) noexcept;

/// Returns the number of rows to transfer per pass over the columns, such that they fit into CFITSIO's buffers (40
/// blocks of 2880 bytes).
std::size_t rowsPerPass(const std::vector<Slot>& slots) noexcept;

/// Converts text to ASCII, as FITS requires in headers and tables: Greek letters and typographic signs are spelled out,
/// other characters become '?'.
std::string asciiText(std::string_view text);
/// Returns the name with letters, digits and underscores only, as FITS recommends for TTYPEn.
std::string plainColumnName(std::string_view name);

/// Returns preprocessing steps ("Step 1: …") and notes ("Note 1: …") as HISTORY lines of at most 70 characters.
std::vector<std::string> historyOf(const Provenance& provenance);
/// Adds the steps and notes in HISTORY lines to the provenance; ignores lines written by other programs. ASCII strings
/// of any length that do not begin or end with blanks are restored exactly.
void readHistory(const std::vector<std::string>& lines, Provenance& provenance);

}  // namespace maury::survey
