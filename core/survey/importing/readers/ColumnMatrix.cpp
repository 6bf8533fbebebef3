// SPDX-License-Identifier: GPL-3.0-or-later
// Table with one spectrum per row and one column per pixel, as pandas and TOPCAT write a matrix: the names of the
// columns are wavelengths ("8460.00", "flux_846.01") or count pixels ("flux_0", "col0001").
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/columns/ColumnNames.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

constexpr std::size_t kMinWavelengths = 16;  // columns named by wavelengths; photometric systems have fewer
constexpr std::size_t kMinPixels = 64;       // columns that count up
constexpr std::size_t kRowsPerBlock = 64;

/// Name of a column that consists of a text, a number and a unit: "flux_846.01nm".
struct NumberedName {
  std::string prefix, suffix;
  double number = 0.0;
};

std::optional<NumberedName> numberedName(std::string_view name) {
  constexpr std::string_view kDigits = "0123456789";
  const std::size_t last = name.find_last_of(kDigits);
  if (last == std::string_view::npos) return std::nullopt;
  std::size_t first = last;
  while (first > 0 && (kDigits.find(name[first - 1]) != std::string_view::npos || name[first - 1] == '.'))
    --first;
  while (name[first] == '.')
    ++first;
  const auto number = io::parseReal(name.substr(first, last + 1 - first));
  if (!number) return std::nullopt;
  NumberedName found{std::string(name.substr(0, first)), std::string(io::trim(name.substr(last + 1))), *number};
  while (!found.prefix.empty() && std::string_view("_-. ").find(found.prefix.back()) != std::string_view::npos)
    found.prefix.pop_back();
  return found;
}

/// Columns whose names differ only in a number that rises or falls from column to column.
struct Run {
  std::string prefix, suffix;
  std::vector<std::size_t> columns;  ///< their indices
  std::vector<double> numbers;

  bool isOrdered() const {
    const bool rises = numbers.size() > 1 && numbers[1] > numbers[0];
    for (std::size_t i = 1; i < numbers.size(); ++i)
      if (!(rises ? numbers[i] > numbers[i - 1] : numbers[i] < numbers[i - 1])) return false;
    return true;
  }
  bool countsUp() const {
    if (numbers.empty() || (numbers.front() != 0.0 && numbers.front() != 1.0)) return false;
    for (std::size_t i = 1; i < numbers.size(); ++i)
      if (numbers[i] != numbers[i - 1] + 1.0) return false;
    return true;
  }
  bool hasWavelengths() const {
    if (numbers.size() < kMinWavelengths || !isOrdered() || countsUp()) return false;
    const auto [low, high] = std::minmax(numbers.front(), numbers.back());
    return low >= 90.0 && high <= 3e5;  // nm or Å, 90 nm to 30 µm
  }
  ColumnQuantity quantity() const { return interpretColumnName(prefix).quantity; }
  /// Returns true if the prefix says flux, or nothing: other columns that count up are coefficients or abundances.
  bool canBeFlux() const {
    constexpr std::array<std::string_view, 8> kGeneric = {"", "col", "column", "px", "pix", "pixel", "f", "bin"};
    return quantity() == ColumnQuantity::Flux || (hasWavelengths() && quantity() == ColumnQuantity::Wavelength) ||
           std::find(kGeneric.begin(), kGeneric.end(), prefix) != kGeneric.end() || prefix.starts_with("unnamed");
  }
  bool isSpectrum() const { return canBeFlux() && (hasWavelengths() || (countsUp() && numbers.size() >= kMinPixels)); }
};

/// Returns the runs of columns among the names (lower case), in the order of their first columns. Other columns may
/// stand between those of a run.
std::vector<Run> runsAmong(const std::vector<std::string>& names) {
  std::vector<Run> runs;
  std::map<std::pair<std::string, std::string>, std::size_t> indices;  // of the runs, by prefix and suffix
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto name = numberedName(names[i]);
    if (!name) continue;
    const auto [entry, isNew] = indices.try_emplace({name->prefix, name->suffix}, runs.size());
    if (isNew) runs.push_back({name->prefix, name->suffix, {}, {}});
    runs[entry->second].columns.push_back(i);
    runs[entry->second].numbers.push_back(name->number);
  }
  return runs;
}

const Run* fluxRun(const std::vector<Run>& runs) {
  const auto found = std::find_if(runs.begin(), runs.end(), [](const Run& run) { return run.isSpectrum(); });
  return found == runs.end() ? nullptr : &*found;
}

bool recognises(SourceFile& file) {
  if (!file.hasTable()) return false;
  const std::vector<std::string>& names = file.columnNames();
  return names.size() >= kMinWavelengths && fluxRun(runsAmong(names)) != nullptr;
}

ErrorMeaning meaningOf(ColumnQuantity quantity) {
  switch (quantity) {
    case ColumnQuantity::Sigma:
      return ErrorMeaning::Sigma;
    case ColumnQuantity::RelativeSigma:
      return ErrorMeaning::Relative;
    case ColumnQuantity::Variance:
      return ErrorMeaning::Variance;
    case ColumnQuantity::InverseVariance:
      return ErrorMeaning::InverseVariance;
    default:
      return ErrorMeaning::None;
  }
}

class ColumnMatrix {
public:
  ColumnMatrix(SourceFile& file, const ReadContext& context)
      : m_file(file), m_context(context), m_table(file.table()), m_runs(runsAmong(lowerNames())) {
    const Run* flux = fluxRun(m_runs);
    if (flux == nullptr)
      refuseFile(m_table.source, "the columns that count up contain text, so they are not the pixels of spectra");
    m_flux = valuesOf(*flux, m_fluxColumns);
    m_pixels = flux->columns.size();
    for (const Run& run : m_runs) {
      const ErrorMeaning meaning = meaningOf(run.quantity());
      if (meaning == ErrorMeaning::None || run.columns.size() != m_pixels || m_errorMeaning != ErrorMeaning::None)
        continue;
      m_errorMeaning = meaning;
      m_errors = valuesOf(run, m_errorColumns);
    }
    findWavelengths(*flux);
  }

  void writeTo(const FormatOutput& output) {
    const std::vector<std::string> ids = starIds(output);
    const std::size_t rows = m_table.rowCount();
    addParts(output.reading);
    for (std::size_t first = 0; first < rows; first += kRowsPerBlock) {
      SpectraBlock block;
      std::vector<std::size_t> numbers(std::min(kRowsPerBlock, rows - first));
      std::iota(numbers.begin(), numbers.end(), first);
      for (const std::size_t row : numbers)
        block.spectra.push_back(spectrum(row, ids[row]));
      for (const io::Column& column : m_table.columns)
        if (isOfStar(column)) block.starTable.columns.push_back({column.name, column.unit, valuesAt(column, numbers)});
      output.spectra(std::move(block));
      m_context.job.checkpoint();
    }
    countMissing(output.reading, PartRole::Flux, MissingCause::ErrorSaysNone, m_withoutData);
    for (const std::string& warning : m_table.warnings)
      output.note(std::string(warning));
    output.note(fmt::format(
        "{}: {} columns, '{}' to '{}', were read as the pixels of one spectrum a row{}.", m_table.source, m_pixels,
        excerpt(m_fluxColumns.front()->name), excerpt(m_fluxColumns.back()->name),
        m_errorColumns.empty() ? ""
                               : fmt::format(", '{}' to '{}' as their errors", excerpt(m_errorColumns.front()->name),
                                             excerpt(m_errorColumns.back()->name))));
  }

private:
  void addParts(ReadGroup& reading) const {
    const auto add = [&](const std::vector<const io::Column*>& columns, const std::vector<std::vector<double>>& values,
                         PartRole role) {
      if (columns.empty()) return;
      std::vector<double> few;
      for (std::size_t i = 0; i < std::min<std::size_t>(3, values.size()) && m_table.rowCount() > 0; ++i)
        few.push_back(values[i].front());
      reading.parts.push_back({.name = fmt::format("{} … {}", columns.front()->name, columns.back()->name),
                               .kind = PartKind::ColumnRun,
                               .role = role,
                               .unit = columns.front()->unit,
                               .roleReason = {Ground::Name},
                               .samples = samplesOf(few)});
      if (!reading.parts.back().unit.empty()) reading.parts.back().unitReason = {Ground::Unit};
    };
    add(m_fluxColumns, m_flux, PartRole::Flux);
    add(m_errorColumns, m_errors, roleOfErrors(m_errorMeaning));
    addIdColumn(reading, m_ids, m_file.roles());
    setWavelengths(reading, m_wavelengths);
    if (m_context.alignedIds != nullptr || m_ids != nullptr) return;
    reading.isDoubtful = true;
    reading.doubt = "no column holds ids; the stars are called row 1, row 2 …";
  }

  std::vector<std::string> lowerNames() const {
    std::vector<std::string> names;
    for (const io::Column& column : m_table.columns)
      names.push_back(column.isText() ? std::string() : lowerCase(column.name));
    return names;
  }

  /// Returns the values of the columns of a run, one column after another, and the columns.
  std::vector<std::vector<double>> valuesOf(const Run& run, std::vector<const io::Column*>& columns) const {
    std::vector<std::vector<double>> values;
    for (const std::size_t index : run.columns) {
      columns.push_back(&m_table.columns[index]);
      values.push_back(m_table.columns[index].asReal());
    }
    return values;
  }

  void findWavelengths(const Run& flux) {
    const ImportOptions& options = m_context.options;
    if (!options.wavelengths.empty()) {
      m_wavelengths = readWavelengths(options.wavelengths, m_context);
      if (m_wavelengths.nm.size() != m_pixels)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("{}: the spectra have {} pixels, but {} has {} wavelengths.", m_table.source, m_pixels,
                                options.wavelengths.string(), m_wavelengths.nm.size()));
    } else if (flux.hasWavelengths()) {
      const ColumnName unit = interpretColumnName("wavelength_" + flux.suffix);
      const ColumnName prefix = interpretColumnName(flux.prefix);
      StatedScale scale{unit.unit.empty() ? prefix.unit : unit.unit};
      scale.ground = Ground::Name;
      scale.place = "the names of the columns";
      std::optional<StatedMedium> medium;
      if (prefix.isAir) medium = StatedMedium(*prefix.isAir, {Ground::Name, flux.prefix});
      m_wavelengths = wavelengthsOf(flux.numbers, scale, mediumOf(medium, options.medium, m_table.source), m_context,
                                    m_table.source);
    } else {
      refuseFile(
          m_table.source,
          fmt::format("the {} columns '{}' to '{}' are the pixels of one spectrum a row, but nothing states their "
                      "wavelengths",
                      m_pixels, excerpt(m_fluxColumns.front()->name), excerpt(m_fluxColumns.back()->name)),
          "Use --wavelengths to name a file that has them.");
    }
    m_grid = m_context.grids.gridOf(m_wavelengths, m_file.source());
  }

  bool isOfStar(const io::Column& column) const {
    const auto among = [&](const std::vector<const io::Column*>& pixels) {
      // The columns of a run are neighbours.
      return !pixels.empty() && &column >= pixels.front() && &column <= pixels.back();
    };
    return &column != m_ids && !among(m_fluxColumns) && !among(m_errorColumns);
  }

  std::vector<std::string> starIds(const FormatOutput& output) {
    const std::size_t rows = m_table.rowCount();
    if (m_context.alignedIds != nullptr) {
      if (m_context.alignedIds->size() != rows)
        throw Error(
            ErrorKind::Mismatch,
            fmt::format("{}: the label table has {} rows, but there are {} spectra, so the rows are not aligned.",
                        m_table.source, m_context.alignedIds->size(), rows));
      return *m_context.alignedIds;
    }
    const io::Column* ids = catalogueIdColumn(m_table);
    if (ids != nullptr && isOfStar(*ids)) {
      m_ids = ids;
      return ids->asText();
    }
    std::vector<std::string> numbered;
    for (std::size_t row = 0; row < rows; ++row)
      numbered.push_back(fmt::format("row {}", row + 1));
    output.note(
        fmt::format("{}: no column holds ids; the stars are called row 1, row 2 …. A table of labels with the "
                    "same rows can be joined by row.",
                    m_table.source));
    return numbered;
  }

  Spectrum spectrum(std::size_t row, const std::string& id) {
    const auto valuesIn = [&](const std::vector<std::vector<double>>& columns) {
      std::vector<double> values;
      values.reserve(columns.size());
      for (const std::vector<double>& column : columns)
        values.push_back(column[row]);
      if (m_wavelengths.isReversed) std::reverse(values.begin(), values.end());
      return values;
    };
    Spectrum spectrum;
    spectrum.flux = asFloats(valuesIn(m_flux));
    if (m_errorMeaning != ErrorMeaning::None)
      spectrum.fluxError = sigmasOf(valuesIn(m_errors), m_errorMeaning, spectrum.flux,
                                    std::numeric_limits<double>::infinity(), &m_withoutData);
    spectrum.wasAir = m_wavelengths.isAir;
    spectrum.grid = m_grid;
    spectrum.file = m_file.fileName();
    spectrum.id = id;
    return spectrum;
  }

  SourceFile& m_file;
  const ReadContext& m_context;
  const io::Table& m_table;
  std::vector<Run> m_runs;
  std::vector<const io::Column*> m_fluxColumns, m_errorColumns;
  std::vector<std::vector<double>> m_flux, m_errors;  ///< one vector per pixel
  ErrorMeaning m_errorMeaning = ErrorMeaning::None;
  std::size_t m_pixels = 0;
  std::size_t m_withoutData = 0;  ///< pixels without data according to their errors
  StatedWavelengths m_wavelengths;
  std::shared_ptr<const spectra::WavelengthGrid> m_grid;
  const io::Column* m_ids = nullptr;
};

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  ColumnMatrix(file, context).writeTo(output);
}

}  // namespace

const Format kColumnMatrix = {"table with one column per pixel", recognises, read};

}  // namespace maury::survey
