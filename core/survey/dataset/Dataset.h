// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/tables/Table.h"
#include "spectra/WavelengthGrid.h"

namespace maury::survey {

/// An input of the network beside the spectrum: a magnitude, a parallax (width 1), or a vector of coefficients.
struct AuxiliaryInput {
  std::string name;  ///< "phot_g_mean_mag", "bp_coefficients"
  std::string unit;
  std::size_t width = 1;      ///< elements a star
  std::vector<float> values;  ///< N × width, row-major; NaN = missing
};

/// A stellar label of N stars with its 1σ errors.
struct Label {
  std::string name;           ///< canonical: teff, logg, mh, feh, alpham (see LabelNames.h), or the survey's own
  std::string unit;           ///< "K", "dex"
  std::vector<float> values;  ///< N; NaN = missing
  std::vector<float> errors;  ///< N or empty; NaN = not given
};

/// What a survey says of itself; carried through files, predictions and figures.
struct Provenance {
  std::string origin;  ///< "MILES, 821 files", "mock Milky Way"
  bool isMock = false;
  /// Steps that were applied, in order, as Recipe.h writes them; what a model must find to be applied.
  std::vector<std::string> preprocessing;
  std::vector<std::string> notes;  ///< anything else that was done, in words: conversions on reading, predictions
};

/// N stars × P pixels of spectra with everything known about the stars. A plain value: copy to snapshot, share as
/// shared_ptr<const Dataset> between threads. P = 0 for a catalogue. Rows are stars; join by id, never by row.
struct Dataset {
  Provenance provenance;
  spectra::WavelengthGrid grid;  ///< P pixels, nm, vacuum
  std::vector<std::string> ids;  ///< N, unique unless the survey has repeat observations
  std::vector<float> flux;       ///< N × P, row-major; NaN = no data
  std::vector<float> fluxError;  ///< N × P, 1σ; empty if the survey has none
  std::vector<AuxiliaryInput> inputs;
  std::vector<Label> labels;
  std::vector<io::Column> columns;  ///< everything else: ra, dec, snr, R_kpc, Z_kpc, flags …

  std::size_t starCount() const noexcept { return ids.size(); }
  std::size_t pixelCount() const noexcept { return grid.size(); }
  std::span<const float> fluxOf(std::size_t star) const;
  std::span<const float> fluxErrorOf(std::size_t star) const;  ///< empty if the survey has none

  const AuxiliaryInput* findInput(std::string_view name) const;
  const Label* findLabel(std::string_view name) const;  ///< by its name or an alias of it ("Teff" for teff)
  /// By its name; "snr" is also the first column of numbers with another name of S/N (LabelNames.h).
  const io::Column* findColumn(std::string_view name) const;

  /// Names that numeric() knows: labels, their errors as "e_" + name, scalar inputs, numeric columns.
  std::vector<std::string> numericNames() const;
  /// The unit of such a name; empty when it has none.
  std::string unitOf(std::string_view name) const;
  /// N values of a label, label error, scalar input or numeric column. Throws Error(Mismatch) that lists near names.
  std::vector<double> numeric(std::string_view name) const;
  bool hasNumeric(std::string_view name) const;

  /// The rows of `stars`, in that order.
  Dataset select(std::span<const std::size_t> stars) const;
  /// The row of `id`, or N if absent (linear search; for lookups by hand).
  std::size_t rowOf(std::string_view id) const;

  /// Throws Error(Mismatch) naming the first part whose length does not fit or whose name is taken by another part.
  void validate() const;
};

/// Throws Error(Mismatch) unless `more` has the grid, inputs, labels and columns of `dataset`: named and typed alike
/// and in the same order. Whether there are errors is compared where both have stars.
void requireSameParts(const Dataset& dataset, const Dataset& more);

/// Appends the stars of `more` with the same grid, inputs, labels, columns and preprocessing. Throws Error(Mismatch).
void append(Dataset& dataset, const Dataset& more);

/// The values of a column at `rows`, missing where a row is past its end. An integer column becomes real where values
/// are missing, or may be elsewhere (`mayMiss`), or text where a double would not hold them exactly (Gaia's
/// identifiers).
io::ColumnValues valuesAt(const io::Column& column, std::span<const std::size_t> rows, bool mayMiss = false);

/// The same of a table of `width` values a row; nothing for an empty one.
std::vector<float> valuesAt(const std::vector<float>& values, std::span<const std::size_t> rows, std::size_t width);

/// At most `most` of the rows, evenly spread over them.
std::vector<std::size_t> thinned(std::span<const std::size_t> rows, std::size_t most);

/// `name` if no label, label error, input or column is called so, else "name_2", "name_3" …
std::string unusedName(const Dataset& dataset, const std::string& name);

}  // namespace maury::survey
