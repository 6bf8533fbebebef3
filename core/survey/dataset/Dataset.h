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

/// Network input in addition to the spectrum: a magnitude or parallax (width 1), or a vector of coefficients.
struct AuxiliaryInput {
  std::string name;  ///< "phot_g_mean_mag", "bp_coefficients"
  std::string unit;
  std::size_t width = 1;      ///< elements per star
  std::vector<float> values;  ///< N × width, row-major; NaN = missing
};

/// Stellar label of N stars with its 1σ errors.
struct Label {
  std::string name;           ///< canonical: teff, logg, mh, feh, alpham (LabelNames.h); other names as in the survey
  std::string unit;           ///< "K", "dex"
  std::vector<float> values;  ///< N; NaN = missing
  std::vector<float> errors;  ///< N or empty; NaN = not given
};

/// Errors of a mock's spectra that the 1σ errors of their pixels do not contain (mock/Observation.h).
struct SimulatedErrors {
  bool correlatedNoise = false;     ///< true if the noise of neighbouring pixels is correlated
  double velocityErrorScale = 1.0;  ///< radial-velocity errors relative to Gaia DR3's; 0: exact rest frame
};

/// Origin and processing history of a survey; carried through files, predictions and figures.
struct Provenance {
  std::string origin;  ///< "MILES, 821 files", "mock Milky Way"
  bool isMock = false;
  /// Preprocessing steps in the order applied, in the text form of Recipe.h. Before a model is applied, spectra must
  /// have had the same steps as its training data.
  std::vector<std::string> preprocessing;
  std::vector<std::string> notes;         ///< other processing in plain text: conversions on reading, predictions
  std::vector<std::string> reading = {};  ///< lines of the reading report of the import (ReadingReport.h)
  SimulatedErrors simulated = {};         ///< meaningful only for a mock
};

/// Spectra of N stars × P pixels with all other data of the stars. A plain value: copy it to take a snapshot; share it
/// between threads as shared_ptr<const Dataset>. P = 0 for a catalogue. Rows are stars; join by id, never by row
/// number.
struct Dataset {
  Provenance provenance;
  spectra::WavelengthGrid grid;  ///< P pixels, nm, vacuum
  std::vector<std::string> ids;  ///< N; unique unless the survey has repeat observations
  std::vector<float> flux;       ///< N × P, row-major; NaN = no data
  std::vector<float> fluxError;  ///< N × P, 1σ; empty if the survey has none
  std::vector<AuxiliaryInput> inputs;
  std::vector<Label> labels;
  std::vector<io::Column> columns;  ///< all other columns: ra, dec, snr, R_kpc, Z_kpc, flags …

  std::size_t starCount() const noexcept { return ids.size(); }
  std::size_t pixelCount() const noexcept { return grid.size(); }
  std::span<const float> fluxOf(std::size_t star) const;
  std::span<const float> fluxErrorOf(std::size_t star) const;  ///< empty if the survey has none

  const AuxiliaryInput* findInput(std::string_view name) const;
  const Label* findLabel(std::string_view name) const;  ///< by name or alias ("Teff" for teff)
  /// Finds a column by name. If there is no column "snr", that name finds the first numeric column that holds the S/N
  /// under another name (isSignalToNoise() in LabelNames.h).
  const io::Column* findColumn(std::string_view name) const;

  /// Returns the names that numeric() accepts: labels, their errors (errorName()), scalar inputs, numeric columns.
  std::vector<std::string> numericNames() const;
  /// Returns the unit of a name in numericNames(); empty if it has none.
  std::string unitOf(std::string_view name) const;
  /// Returns the N values of a label, label error, scalar input or numeric column. Throws Error(Mismatch) listing
  /// similar names if there is none.
  std::vector<double> numeric(std::string_view name) const;
  bool hasNumeric(std::string_view name) const;

  /// Returns a copy of the rows `stars`, in that order.
  Dataset select(std::span<const std::size_t> stars) const;
  /// Returns the row of `id`, or N if absent. Linear search: meant for single lookups.
  std::size_t rowOf(std::string_view id) const;

  /// Throws Error(Mismatch) naming the first part with a wrong length or with a name that another part has already.
  void validate() const;
};

/// Throws Error(Mismatch) unless `more` has the grid, inputs, labels and columns of `dataset`, with the same names and
/// types and in the same order. If both have stars, either both or neither must have flux errors, and errors of each
/// label.
void requireSameParts(const Dataset& dataset, const Dataset& more);

/// Appends the stars of `more`. Throws Error(Mismatch) if its grid, inputs, labels, columns or preprocessing differ.
void append(Dataset& dataset, const Dataset& more);

/// Returns the values of a column at `rows`; rows past its end are missing values. Integers are converted to doubles if
/// any value is missing, or if `mayHaveMissing` says that other chunks may have missing values. Integers too large for
/// an exact double, such as Gaia's identifiers, are converted to text instead.
io::ColumnValues valuesAt(const io::Column& column, std::span<const std::size_t> rows, bool mayHaveMissing = false);

/// Returns the values at `rows` of an array with `width` values per row; NaN for rows past its end. Returns an empty
/// array if `values` is empty.
std::vector<float> valuesAt(const std::vector<float>& values, std::span<const std::size_t> rows, std::size_t width);

/// Returns `maxCount` of the rows, evenly spaced in the list, or all rows if there are fewer.
std::vector<std::size_t> everyNth(std::span<const std::size_t> rows, std::size_t maxCount);

/// Returns the name of the label to show: that of the prediction, "teff_cnn", if the stars have one, else `label`.
std::string shownLabel(const Dataset& dataset, std::string_view label);

/// How names of labels are looked up in stars that may have only the reference or only the prediction. A published
/// catalogue calls predicted labels "logg", one of this program "logg_cnn".
enum class LabelNames { Exact, OrCounterpart };
/// Returns `name` or, if the stars lack it, the name of its counterpart: "logg_cnn" for "logg", or the reverse. Returns
/// `name` if they have neither.
std::string nameOrCounterpart(const Dataset& dataset, const std::string& name);

/// Returns `name` if no label, label error, input or column has that name, else "name_2", "name_3" …
std::string unusedName(const Dataset& dataset, const std::string& name);

}  // namespace maury::survey
