// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/ImportOptionTable.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace maury::survey {

namespace {

using Options = ImportOptions;

constexpr const char* kFirstFile = "first-file";

template <typename Member>
std::ptrdiff_t offsetOf(Member Options::*member) {
  const Options defaults;
  return detail::offsetOf(defaults, defaults.*member);
}

Option<Options> describeRoles() {
  return describeComputed<Options>(
      "roles",
      [](const Options& options) -> OptionValue {
        std::vector<std::string> words;
        for (const ColumnRole& role : options.roles)
          words.push_back(columnRoleText(role));
        return words;
      },
      [](Options& options, const OptionValue& value) {
        options.roles.clear();
        for (const std::string& word : std::get<std::vector<std::string>>(value))
          options.roles.push_back(parseColumnRole(word));
      },
      {offsetOf(&Options::roles)},
      {.flag = "--map",
       .help =
           "COLUMN=ROLE or COLUMN=ROLE:UNIT: role of a column (repeatable): wavelength, flux, error, ivar, variance, "
           "relative-error or mask; the name of a label, e_ and that name, label, input, id, ra, dec, distance, R, Z, "
           "snr or ignore",
       .wholeWords = true});
}

/// Returns an option that is true if the medium is `medium`.
Option<Options> describeMedium(const char* key, Options::Medium medium, OptionDescription description) {
  return describeComputed<Options>(
      key, [medium](const Options& options) -> OptionValue { return options.medium == medium; },
      [medium](Options& options, const OptionValue& value) {
        if (std::get<bool>(value))
          options.medium = medium;
        else if (options.medium == medium)
          options.medium = Options::Medium::AsStated;
      },
      {offsetOf(&Options::medium)}, std::move(description));
}

/// Returns the option of the grid, as text for parseGrid() or "first-file".
Option<Options> describeGrid() {
  return describeComputed<Options>(
      "grid",
      [](const Options& options) -> OptionValue {
        if (options.usesFirstGrid) return std::string(kFirstFile);
        return options.grid ? gridText(*options.grid) : std::string();
      },
      [](Options& options, const OptionValue& value) {
        const auto& text = std::get<std::string>(value);
        options.usesFirstGrid = text == kFirstFile;
        options.grid.reset();
        if (!text.empty() && !options.usesFirstGrid) options.grid = parseGrid(text);
      },
      {offsetOf(&Options::grid), offsetOf(&Options::usesFirstGrid)},
      {.flag = "--grid",
       .help = "Rebin every spectrum, conserving flux: FIRST:STEP:PIXELS (nm, vacuum), loglam:FIRST:STEP:PIXELS (log10 "
               "of Å), or first-file"});
}

/// Returns the option of the unit of wavelengths, as text for parseWavelengthUnit().
Option<Options> describeUnit() {
  return describeComputed<Options>(
      "unit",
      [](const Options& options) -> OptionValue {
        return options.unit ? wavelengthUnitText(*options.unit) : std::string();
      },
      [](Options& options, const OptionValue& value) {
        const auto& text = std::get<std::string>(value);
        options.unit.reset();
        if (text.empty()) return;
        options.unit = parseWavelengthUnit(text);
        if (!options.unit)
          throw Error(
              ErrorKind::Usage,
              fmt::format("--unit {}: write nm, A, um, m, cm-1, or log10 or ln of a length, such as log10(A).", text));
      },
      {offsetOf(&Options::unit)},
      {.flag = "--unit",
       .help = "Unit of wavelengths for files that state none, or an impossible one: nm, A, um, m, log10(A), ln(A), "
               "log10(nm), cm-1"});
}

/// Returns the option of the bits of masks, as text for parseMaskBits().
Option<Options> describeMaskBits() {
  return describeComputed<Options>(
      "maskBits",
      [](const Options& options) -> OptionValue {
        return options.maskBits ? maskBitsText(*options.maskBits) : std::string();
      },
      [](Options& options, const OptionValue& value) {
        const auto& text = std::get<std::string>(value);
        options.maskBits.reset();
        if (!text.empty()) options.maskBits = parseMaskBits(text);
      },
      {offsetOf(&Options::maskBits)},
      {.flag = "--mask-bits",
       .help = "Bits of a mask that mean no data: numbers from 0 separated by commas, all or none (default: all, or as "
               "the survey recommends)"});
}

}  // namespace

const OptionTable<Options>& importOptionTable() {
  static const OptionTable<Options> table{
      describe("labels", &Options::labels,
               {.flag = "--labels", .help = "CSV, ECSV, FITS or VOTable file with labels, joined by id"}),
      describe("idColumn", &Options::idColumn,
               {.flag = "--id-column",
                .help = "Id column of the label table or catalogue (default: file, id, source_id …)"}),
      describeRoles(),
      describe("rowsAreAligned", &Options::rowsAreAligned,
               {.flag = "--rows-are-aligned",
                .help = "Join row i of --labels to row i of the matrix of spectra, instead of joining by id"}),
      describeMedium("air", Options::Medium::Air,
                     {.flag = "--air", .help = "Assume that wavelengths are in air if the file does not say"}),
      describeMedium("vacuum", Options::Medium::Vacuum,
                     {.flag = "--vacuum", .help = "Assume that wavelengths are in vacuum if the file does not say"}),
      describeUnit(),
      describe("wavelengths", &Options::wavelengths,
               {.flag = "--wavelengths", .help = "File with the wavelengths of a matrix or of vectors that have none"}),
      describeMaskBits(),
      describeGrid(),
      describe("threads", &Options::threads,
               {.help = "Threads that read files (0: one per core)", .high = 1024, .executionOnly = true}),
      describe("keepSentinels", &Options::keepSentinels,
               {.flag = "--keep-sentinels",
                .help = "Keep numbers such as -9999 and 99.99, and values that a label cannot have, instead of taking "
                        "them as missing"}),
      describe("textIsEnough", &Options::textIsEnough, {.help = "Accept a catalogue without numeric columns"}),
      describe("hdu", &Options::hdu,
               {.flag = "--hdu",
                .help = "HDU of FITS files to read, by name or number (1 = primary), e.g. one arm or instrument, or a "
                        "normalised spectrum (default: the first with spectra; arms are joined); group or data set "
                        "of HDF5 and NumPy files"}),
  };
  return table;
}

}  // namespace maury::survey
