// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices of spectra in HDF5, .npy and .npz files: stars × pixels in either order, with wavelengths in another array
// or in a file named by the user; errors and masks of the same shape; and arrays with one value per star. Among them
// the training sets of astroNN (Leung & Bovy 2019, MNRAS 483, 3255), whose pixels are those of APOGEE's combined
// spectra.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/tables/ArrayTables.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/columns/PixelMask.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/GaiaProducts.h"
#include "survey/importing/source/ArrayRoles.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/source/UnusedHdus.h"
#include "survey/importing/wavelengths/ArrayWavelengths.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

constexpr std::size_t kRowsPerBlock = 64;
constexpr std::uint64_t kValuesAtOnce = 4 << 20;  // read from an array, as doubles
constexpr std::size_t kMostNames = 40;            // in a note

bool recognises(SourceFile& file) {
  return hasFluxMatrix(file);
}

class ArraySpectra {
public:
  ArraySpectra(SourceFile& file, const ReadContext& context)
      : m_file(file), m_context(context), m_arrays(*file.arrays()) {
    if (!context.options.wavelengths.empty()) m_shared = readWavelengths(context.options.wavelengths, context);
    m_roles = arrayRolesOf(file, m_shared ? std::optional(m_shared->nm.size()) : std::nullopt);
    m_mask.emplace(m_roles.names.mask, maskRuleOf(maskPlaceIn(file, 0, m_roles.names.mask, false), m_roles.names,
                                                  context.options.maskBits));
  }

  void writeTo(const FormatOutput& output) {
    readColumns();
    findIds(output);
    findWavelengths();
    std::optional<ProgressMeter> meter;
    if (m_context.isOnlyFile) meter.emplace(m_context.job, "reading", "spectra", m_roles.stars);
    if (m_roles.isTransposed) transposeAll();
    const std::size_t atOnce = rowsAtOnce();
    for (std::size_t first = 0; first < m_roles.stars; first += atOnce)
      writeRows(first, std::min(atOnce, m_roles.stars - first), output, meter ? &*meter : nullptr);
    if (m_roles.mask) m_mask->finish(m_file.source(), output);
    addParts(output.reading);
    countMissing(output.reading, PartRole::Flux, MissingCause::ErrorSaysNone, m_withoutData);
    addUnused(output.reading);
    noteReading(output);
  }

private:
  /// Returns how many rows to read at once: whole chunks of the file, but few enough for memory.
  std::size_t rowsAtOnce() const {
    const std::uint64_t chunk = m_arrays.arrays()[m_roles.flux].rowsPerChunk;
    const std::uint64_t wanted = (std::max<std::uint64_t>(chunk, kRowsPerBlock) + chunk - 1) / chunk * chunk;
    return std::max<std::uint64_t>(1, std::min(wanted, kValuesAtOnce / m_roles.pixels));
  }

  std::vector<double> rowsOf(const std::optional<std::size_t>& array, std::size_t first, std::size_t count) {
    if (!array) return {};
    std::vector<double> values(count * m_roles.pixels);
    m_arrays.readReals(*array, first, values);
    return values;
  }

  void writeRows(std::size_t first, std::size_t count, const FormatOutput& output, ProgressMeter* meter) {
    const std::vector<double> flux = m_roles.isTransposed ? std::vector<double>() : rowsOf(m_roles.flux, first, count);
    const std::vector<double> errors =
        m_roles.isTransposed ? std::vector<double>() : rowsOf(m_roles.error, first, count);
    const std::vector<double> mask = m_roles.isTransposed ? std::vector<double>() : rowsOf(m_roles.mask, first, count);
    const std::vector<double> wavelengths =
        m_hasOwnWavelengths ? rowsOf(m_roles.wavelength, first, count) : std::vector<double>();
    for (std::size_t begin = 0; begin < count; begin += kRowsPerBlock) {
      const std::size_t rows = std::min(kRowsPerBlock, count - begin);
      SpectraBlock block;
      for (std::size_t row = begin; row < begin + rows; ++row) {
        const auto part = [&](const std::vector<double>& values, const std::vector<float>& transposed) {
          return values.empty() && !transposed.empty() ? columnOf(transposed, first + row) : rowIn(values, row);
        };
        if (m_hasOwnWavelengths) setWavelengths(rowIn(wavelengths, row));
        block.spectra.push_back(
            spectrum(first + row, part(flux, m_fluxes), part(errors, m_errors), part(mask, m_masks)));
      }
      std::vector<std::size_t> numbers(rows);
      std::iota(numbers.begin(), numbers.end(), first + begin);
      for (const io::Column& column : m_stars.columns)
        if (&column != m_ids) block.starTable.columns.push_back({column.name, column.unit, valuesAt(column, numbers)});
      survey::setWavelengths(output.reading, *m_shared);
      output.spectra(std::move(block));
      if (meter != nullptr) meter->advance(rows);
      m_context.job.checkpoint();
    }
  }

  std::vector<double> rowIn(const std::vector<double>& values, std::size_t row) const {
    if (values.empty()) return {};
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(row * m_roles.pixels);
    return {begin, begin + static_cast<std::ptrdiff_t>(m_roles.pixels)};
  }

  std::vector<double> columnOf(const std::vector<float>& transposed, std::size_t star) const {
    const auto begin = transposed.begin() + static_cast<std::ptrdiff_t>(star * m_roles.pixels);
    return {begin, begin + static_cast<std::ptrdiff_t>(m_roles.pixels)};
  }

  void transposeAll() {
    m_fluxes = transpose(m_roles.flux);
    if (m_roles.error) m_errors = transpose(*m_roles.error);
    if (m_roles.mask) m_masks = transpose(*m_roles.mask);
  }

  /// Reads a matrix whose rows are pixels, and returns it with one row per star.
  std::vector<float> transpose(std::size_t array) {
    std::vector<float> all(m_roles.stars * m_roles.pixels);
    const std::size_t atOnce = std::max<std::size_t>(1, kValuesAtOnce / m_roles.stars);
    for (std::size_t first = 0; first < m_roles.pixels; first += atOnce) {
      const std::size_t count = std::min(atOnce, m_roles.pixels - first);
      std::vector<double> values(count * m_roles.stars);
      m_arrays.readReals(array, first, values);
      for (std::size_t pixel = 0; pixel < count; ++pixel)
        for (std::size_t star = 0; star < m_roles.stars; ++star)
          all[star * m_roles.pixels + first + pixel] = static_cast<float>(values[pixel * m_roles.stars + star]);
      m_context.job.checkpoint();
    }
    return all;
  }

  Spectrum spectrum(std::size_t star, const std::vector<double>& flux, const std::vector<double>& errors,
                    const std::vector<double>& mask) {
    Spectrum spectrum;
    spectrum.flux = asFloats(flux);
    if (!errors.empty())
      spectrum.fluxError = sigmasOf(errors, m_roles.names.errorMeaning, spectrum.flux,
                                    std::numeric_limits<double>::infinity(), &m_withoutData);
    if (!mask.empty()) m_mask->apply(mask, spectrum.flux);
    if (m_shared->isReversed) {
      std::reverse(spectrum.flux.begin(), spectrum.flux.end());
      std::reverse(spectrum.fluxError.begin(), spectrum.fluxError.end());
    }
    spectrum.wasAir = m_shared->isAir;
    spectrum.grid = m_grid;
    spectrum.file = m_file.fileName();
    spectrum.id = m_starIds[star];
    return spectrum;
  }

  /// Reads the arrays with one value per star as a table.
  void readColumns() {
    m_stars.source = m_file.source();
    std::unordered_set<std::string> names;
    for (const std::size_t i : m_roles.columns) {
      io::Column column = io::readArrayColumn(m_arrays, i);
      // The roles of the user may name the path of an array.
      const bool hasPathRole = m_file.roles() != nullptr && !m_file.roles()->roleOf(m_arrays.arrays()[i].name).empty();
      if (hasPathRole || !names.insert(lowerCase(column.name)).second) column.name = m_arrays.arrays()[i].name;
      m_stars.columns.push_back(std::move(column));
    }
  }

  /// Returns the column of ids: by the user's role, by name, or the only one of different texts.
  const io::Column* idColumn(const FormatOutput& output) const {
    for (const io::Column& column : m_stars.columns)
      if (m_file.roles() != nullptr && m_file.roles()->roleOf(column.name) == "id") return &column;
    if (const io::Column* known = knownIdColumn(m_stars)) return known;
    const io::Column* only = nullptr;
    for (const io::Column& column : m_stars.columns) {
      if (!column.isText()) continue;
      if (only != nullptr) return nullptr;
      only = &column;
    }
    if (only == nullptr) return nullptr;
    const auto& texts = std::get<std::vector<std::string>>(only->values);
    const std::unordered_set<std::string> different(texts.begin(), texts.end());
    if (different.size() != texts.size() || different.contains("")) return nullptr;
    output.note(fmt::format("{}: no array is named like an id, so the ids were taken from the texts in '{}'.",
                            m_file.source(), excerpt(only->name)));
    return only;
  }

  void findIds(const FormatOutput& output) {
    if (m_context.alignedIds != nullptr) {
      m_starIds = *m_context.alignedIds;
      if (m_starIds.size() != m_roles.stars)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("{}: the label table has {} rows, but the matrix has {} spectra of {} pixels, so the "
                                "rows are not aligned.",
                                m_file.source(), m_starIds.size(), m_roles.stars, m_roles.pixels));
      return;
    }
    m_ids = idColumn(output);
    if (m_ids != nullptr) {
      m_starIds = m_ids->asText();
      return;
    }
    if (m_roles.stars == 1) {
      m_starIds.push_back(m_file.stem());
      return;
    }
    for (std::size_t star = 0; star < m_roles.stars; ++star)
      m_starIds.push_back(fmt::format("row {}", star + 1));
    output.note(
        fmt::format("{}: the {} spectra have no ids; they are called row 1, row 2 …. A table of labels with the "
                    "same rows can be joined by row.",
                    m_file.source(), m_roles.stars));
  }

  void findWavelengths() {
    if (!m_shared) {
      if (m_roles.wavelength) {
        const io::ArrayInfo& info = m_arrays.arrays()[*m_roles.wavelength];
        m_hasOwnWavelengths = m_roles.stars > 1 && !info.vectorLength();
        if (m_hasOwnWavelengths && m_roles.isTransposed)
          refuseFile(m_file.source(),
                     fmt::format("the wavelengths {} differ from star to star, but the rows of the flux "
                                 "are pixels",
                                 info.describe()));
        if (m_hasOwnWavelengths) return;
        std::vector<double> values(info.rows() * info.width());
        m_arrays.readReals(*m_roles.wavelength, 0, values);
        m_shared = wavelengthsOfArray(info, m_roles.names, values, m_context, m_file.source());
      } else {
        m_shared = wavelengthsOfSurvey();
      }
    }
    if (m_shared->nm.size() != m_roles.pixels)
      throw Error(ErrorKind::Mismatch,
                  fmt::format("{}: the array {} has no axis of {} pixels, the number of wavelengths{}.",
                              m_file.source(), m_arrays.arrays()[m_roles.flux].describe(), m_shared->nm.size(),
                              m_context.options.wavelengths.empty()
                                  ? ""
                                  : fmt::format(" in {}", m_context.options.wavelengths.string())));
    m_grid = m_context.grids.gridOf(*m_shared, m_file.source());
  }

  static StatedWavelengths definedBy(const std::string& survey, const std::vector<double>& nm) {
    const Reason reason{Ground::DataModel, survey};
    return wavelengthsOf(nm, {kNanometre, reason}, StatedMedium(false, reason),
                         survey + "'s definition, by the number of pixels");
  }

  /// Returns the wavelengths of surveys whose files omit them. Throws Error(Format) if it is none of these.
  StatedWavelengths wavelengthsOfSurvey() const {
    const bool isAstroNn = m_stars.find("in_flag") != nullptr;
    if (isAstroNn)
      if (const auto pixels = astroNnPixels(m_roles.pixels)) return definedBy("APOGEE", apogeeNm(*pixels));
    if (const auto gaia = gaiaSpectrumOf(m_roles.pixels); gaia && m_stars.find("source_id") != nullptr)
      return definedBy("Gaia", wavelengthsNmOf(*gaia));
    refuseFile(m_file.source(),
               fmt::format("no wavelengths for the array {}: none is called wavelength and has as many values as one "
                           "of its axes; the file has {}",
                           m_arrays.arrays()[m_roles.flux].describe(), io::arrayList(m_arrays)),
               "Use --wavelengths to name a file that has them, or --map NAME=wavelength.");
  }

  /// Sets the wavelengths of the next spectrum; they are converted only if they differ from those of the previous one.
  void setWavelengths(std::vector<double>&& values) {
    if (m_shared && values == m_lastValues) return;
    m_shared =
        wavelengthsOfArray(m_arrays.arrays()[*m_roles.wavelength], m_roles.names, values, m_context, m_file.source());
    m_grid = m_context.grids.gridOf(*m_shared, m_file.source());
    m_lastValues = std::move(values);
  }

  /// Adds the arrays to the reading report.
  void addParts(ReadGroup& reading) const {
    const auto add = [&](std::optional<std::size_t> array, PartRole role) {
      if (!array) return;
      const io::ArrayInfo& info = m_arrays.arrays()[*array];
      const bool isChosen = m_file.roles() != nullptr && (!m_file.roles()->roleOf(info.name).empty() ||
                                                          !m_file.roles()->roleOf(info.baseName()).empty());
      ReadPart part{.name = info.name, .kind = PartKind::Array, .role = role, .unit = info.unit};
      part.roleReason.ground = isChosen ? Ground::User : Ground::Name;
      if (!info.unit.empty()) part.unitReason.ground = Ground::Unit;
      if (role == PartRole::Flux && m_roles.isGuess) {
        part.roleReason.ground = Ground::Values;
        part.isDoubtful = true;
        part.doubt = "its name does not say that it holds fluxes";
      }
      reading.parts.push_back(std::move(part));
    };
    add(m_roles.flux, PartRole::Flux);
    add(m_roles.error, roleOfErrors(m_roles.names.errorMeaning));
    add(m_roles.mask, PartRole::Mask);
    describeMask(reading, m_mask->rule());
    addIdColumn(reading, m_ids, m_file.roles());
  }

  /// Adds the arrays that were not used to the reading report.
  void addUnused(ReadGroup& reading) const {
    const std::vector<io::ArrayInfo>& all = m_arrays.arrays();
    for (const std::string& unreadable : m_arrays.leftOut())
      reading.unused.push_back(unusedArray(unreadable));
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool isColumn = std::find(m_roles.columns.begin(), m_roles.columns.end(), i) != m_roles.columns.end();
      if (isColumn || i == m_roles.flux || i == m_roles.wavelength || i == m_roles.error || i == m_roles.mask) continue;
      reading.unused.push_back(unusedArray(all[i].describe()));
    }
  }

  void noteReading(const FormatOutput& output) const {
    const std::vector<io::ArrayInfo>& all = m_arrays.arrays();
    std::vector<std::string> unused;
    for (const UnusedPart& part : output.reading.unused)
      unused.push_back(part.name);
    std::string parts = all[m_roles.flux].describe();
    if (m_roles.wavelength) parts += ", wavelengths " + all[*m_roles.wavelength].describe();
    if (m_roles.error) parts += ", errors " + all[*m_roles.error].describe();
    if (m_roles.mask) parts += ", mask " + all[*m_roles.mask].describe();
    output.note(fmt::format("{}: {} spectra of {} pixels were read from {}{}.", m_file.source(), m_roles.stars,
                            m_roles.pixels, parts,
                            m_roles.isGuess ? "; its name does not say that it holds fluxes" : ""));
    if (!m_roles.isTransposed && m_roles.stars == m_roles.pixels)
      output.note(fmt::format("{}: the matrix is square; its rows were taken as stars.", m_file.source()));
    if (unused.empty()) return;
    const std::size_t more = unused.size() > kMostNames ? unused.size() - kMostNames : 0;
    unused.resize(unused.size() - more);
    output.note(fmt::format("{}: not used: {}{}.", m_file.source(), fmt::join(unused, "; "),
                            more > 0 ? fmt::format(" and {} more arrays", more) : ""));
  }

  SourceFile& m_file;
  const ReadContext& m_context;
  io::ArrayFile& m_arrays;
  ArrayRoles m_roles;
  std::optional<MaskApplier> m_mask;
  io::Table m_stars;  ///< columns of the stars, with the ids
  const io::Column* m_ids = nullptr;
  std::vector<std::string> m_starIds;
  std::optional<StatedWavelengths> m_shared;  ///< wavelengths of all spectra, or of the current one
  bool m_hasOwnWavelengths = false;           ///< each spectrum has its own
  std::vector<double> m_lastValues;
  std::size_t m_withoutData = 0;  ///< pixels without data according to their errors
  std::shared_ptr<const spectra::WavelengthGrid> m_grid;
  std::vector<float> m_fluxes, m_errors, m_masks;  ///< transposed matrices, if the rows of the file are pixels
};

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  ArraySpectra(file, context).writeTo(output);
}

}  // namespace

const Format kArraySpectra = {"arrays of spectra", recognises, read};

}  // namespace maury::survey
