// SPDX-License-Identifier: GPL-3.0-or-later
// Table with one row per spectrum and array columns: Gaia's DataLink RVS and sampled XP spectra of many stars (RAW),
// LAMOST from DR8 on, ESO's 1-D products, and any other table with a column of flux vectors. The wavelengths are in
// another column, in another HDU, or in a file named by the user.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "survey/importing/CatalogueTable.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/columns/PixelMask.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/GaiaProducts.h"
#include "survey/importing/source/HeaderFacts.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

constexpr std::size_t kRowsPerBlock = 64;

/// Returns the column of ids; that of SDSS-V is not an id of every catalogue that has it, but it is one of its spectra.
const io::Column* idsOf(const io::Table& table) {
  const io::Column* known = knownIdColumn(table);
  return known != nullptr ? known : table.find("sdss_id");
}

/// Chooses the columns of the spectra among those with vectors: a column of one number per star, such as a flux in a
/// photometric band or a velocity dispersion called sigma, is none of them.
std::optional<FluxColumns> vectorColumns(SourceFile& file) {
  std::vector<std::string> names;
  for (const io::ArrayColumn& column : file.table().arrays)
    names.push_back(lowerCase(column.name));
  return fluxColumnsAmong(names, false, file.roles());
}

bool recognises(SourceFile& file) {
  if (!file.hasTable()) return false;
  // The names may be known without reading the whole of a large table.
  if (!fluxColumnsAmong(file.columnNames(), false, file.roles())) return false;
  return vectorColumns(file) && file.table().rowCount() > 0;
}

class ArrayRows {
public:
  ArrayRows(SourceFile& file, const ReadContext& context)
      : m_file(file),
        m_context(context),
        m_table(file.table()),
        m_names(*vectorColumns(file)),
        m_flux(*m_table.findArray(m_names.flux)),
        m_maskApplier(m_names.mask, maskRuleOf(maskPlaceIn(file, file.tableHdu(), m_names.mask, false), m_names,
                                               context.options.maskBits)) {
    m_error = m_names.errorMeaning == ErrorMeaning::None ? nullptr : m_table.findArray(m_names.error);
    m_wavelength = m_names.wavelength.empty() ? nullptr : m_table.findArray(m_names.wavelength);
    m_mask = m_names.mask.empty() ? nullptr : m_table.findArray(m_names.mask);
    m_header = starInHeader(file, file.tableHdu());
    const bool isOneStar = m_flux.size() == 1;
    if (const io::Column* ids = idsOf(m_table))
      m_ids = ids->asText();
    else
      for (std::size_t row = 0; row < m_flux.size(); ++row)
        m_ids.push_back(isOneStar ? m_header.id : fmt::format("{} row {}", file.stem(), row + 1));
    m_isGaia = m_table.find("source_id") != nullptr;
    if (!isOneStar) m_header.starTable = {};
  }

  void writeTo(const FormatOutput& output) {
    addParts(output.reading);
    std::vector<std::size_t> withFlux;
    for (std::size_t row = 0; row < m_flux.size(); ++row)
      if (!m_flux.row(row).empty()) withFlux.push_back(row);
    if (withFlux.empty()) refuseFile(m_table.source, fmt::format("column '{}' is empty in all rows.", m_flux.name));
    for (std::size_t done = 0; done < withFlux.size(); done += kRowsPerBlock) {
      const std::size_t count = std::min(kRowsPerBlock, withFlux.size() - done);
      SpectraBlock next = block(std::span(withFlux).subspan(done, count));
      setWavelengths(output.reading, m_last);
      output.spectra(std::move(next));
      m_context.job.checkpoint();
    }
    countMissing(output.reading, PartRole::Flux, MissingCause::ErrorSaysNone, m_withoutData);
    for (const std::string& warning : m_table.warnings)
      output.note(std::string(warning));
    if (m_mask != nullptr) m_maskApplier.finish(m_table.source, output);
    if (!m_names.others.empty())
      output.note(fmt::format("{}: the spectra were read from column '{}'; these columns were left out: {}.",
                              m_table.source, m_flux.name, fmt::join(m_names.others, ", ")));
    if (withFlux.size() < m_flux.size())
      output.note(fmt::format("{}: {} of {} rows without values in column '{}' were left out.", m_table.source,
                              m_flux.size() - withFlux.size(), m_flux.size(), m_flux.name));
  }

private:
  void addParts(ReadGroup& reading) {
    addFluxColumns(reading, m_table, m_names, m_file.roles(), false);
    describeMask(reading, m_maskApplier.rule());
    addIdColumn(reading, idsOf(m_table), m_file.roles());
    for (ReadPart& part : m_header.parts) {
      const bool isId = part.role == PartRole::Id;
      const bool isUsed = isId ? idsOf(m_table) == nullptr : m_table.find(part.target) == nullptr;
      if (m_flux.size() == 1 && isUsed) reading.parts.push_back(std::move(part));
    }
  }

  SpectraBlock block(std::span<const std::size_t> rows) {
    SpectraBlock block;
    for (const std::size_t row : rows)
      block.spectra.push_back(spectrum(row));
    const io::Column* ids = idsOf(m_table);
    for (const io::Column& column : m_table.columns)
      if (&column != ids) block.starTable.columns.push_back({column.name, column.unit, valuesAt(column, rows)});
    // Columns of the table take precedence over facts from its header.
    for (const io::Column& column : m_header.starTable.columns)
      if (block.starTable.find(column.name) == nullptr) block.starTable.columns.push_back(column);
    block.isFallback = m_isGaia && m_isXp;
    return block;
  }

  Spectrum spectrum(std::size_t row) {
    const std::span<const double> flux = m_flux.row(row);
    const StatedWavelengths& wavelengths = wavelengthsOfRow(row);
    Spectrum spectrum;
    if (wavelengths.nm.size() != flux.size())
      refuseFile(m_table.source, fmt::format("row {}: {} fluxes in column '{}', but {} wavelengths.", row + 1,
                                             flux.size(), m_flux.name, wavelengths.nm.size()));
    spectrum.flux = asFloats(flux);
    if (m_error != nullptr && !m_error->row(row).empty()) {
      if (m_error->row(row).size() != flux.size())
        refuseFile(m_table.source,
                   fmt::format("row {}: {} fluxes in column '{}', but {} values in column '{}'.", row + 1, flux.size(),
                               m_flux.name, m_error->row(row).size(), m_error->name));
      spectrum.fluxError = sigmasOf(m_error->row(row), m_names.errorMeaning, spectrum.flux,
                                    std::numeric_limits<double>::infinity(), &m_withoutData);
    }
    if (m_mask != nullptr) m_maskApplier.apply(m_mask->row(row), spectrum.flux);
    if (wavelengths.isReversed) {
      std::reverse(spectrum.flux.begin(), spectrum.flux.end());
      std::reverse(spectrum.fluxError.begin(), spectrum.fluxError.end());
    }
    spectrum.wasAir = wavelengths.isAir;
    spectrum.grid = m_context.grids.gridOf(wavelengths, m_file.source());
    spectrum.file = m_file.fileName();
    spectrum.id = m_ids[row];
    return spectrum;
  }

  std::optional<StatedMedium> knownMedium(std::span<const double> wavelength) {
    if (m_names.isAir) return StatedMedium(*m_names.isAir, {Ground::Name, m_wavelength->name});
    if (auto stated = statedMedium(m_wavelength->name, m_wavelength->ucd, m_wavelength->description)) return stated;
    if (m_isGaia && gaiaSpectrumOf(wavelength)) return StatedMedium(false, {Ground::DataModel, "Gaia"});
    if (m_header.isVacuum) return kVacuumByDefinition;
    if (!m_file.isFits()) return std::nullopt;
    HeaderKeys keys(m_file.fits(), m_file.tableHdu());
    if (auto stated = statedMedium(keys, AxisKeys::ofTable())) return stated;
    // In ESO's products, the UCD em.wl without obs.atmos means wavelength in vacuum.
    const bool isEso = upperCase(keys.text("PRODCATG").value_or("")).starts_with("SCIENCE.SPECTRUM");
    if (!isEso || !m_wavelength->ucd.starts_with("em.wl")) return std::nullopt;
    return StatedMedium(false, {Ground::Ucd, m_wavelength->ucd});
  }

  /// Returns the wavelengths of a row; they are converted only if they differ from those of the previous row.
  const StatedWavelengths& wavelengthsOfRow(std::size_t row) {
    const std::size_t pixels = m_flux.row(row).size();
    if (m_wavelength != nullptr) {
      const std::span<const double> values = m_wavelength->row(row);
      if (m_lastRow && std::equal(values.begin(), values.end(), m_wavelength->row(*m_lastRow).begin(),
                                  m_wavelength->row(*m_lastRow).end()))
        return m_last;
      StatedScale scale = statedScaleOf(m_wavelength->name, m_wavelength->unit, m_names);
      if (m_isGaia && gaiaSpectrumOf(values) && scale.unit.empty()) {
        scale.unit = "nm";
        scale.ground = Ground::DataModel;
      }
      m_last = wavelengthsOf(values, scale, mediumOf(knownMedium(values), m_context.options.medium, m_table.source),
                             m_context, m_table.source);
    } else if (m_last.nm.size() != pixels) {
      m_last = findWavelengths(pixels);
    }
    m_lastRow = row;
    m_isXp = gaiaSpectrumOf(m_last.nm) == GaiaSpectrum::Xp;
    return m_last;
  }

  StatedWavelengths findWavelengths(std::size_t pixels) {
    const ImportOptions& options = m_context.options;
    if (!options.wavelengths.empty()) return readWavelengths(options.wavelengths, m_context);
    const auto vacuum = m_header.isVacuum ? std::optional(kVacuumByDefinition) : std::nullopt;
    if (auto stated = wavelengthsOfColumnAxis(m_file, m_flux.name, pixels, vacuum, m_context))
      return std::move(*stated);
    if (auto stated = wavelengthsInOtherHdu(m_file, pixels, m_file.tableHdu(), m_context)) return std::move(*stated);
    if (const auto gaia = gaiaSpectrumOf(pixels); m_isGaia && gaia) {
      const Reason reason{Ground::DataModel, "Gaia"};
      return wavelengthsOf(wavelengthsNmOf(*gaia), {kNanometre, reason}, StatedMedium(false, reason),
                           "Gaia's definition, by the number of pixels");
    }
    refuseFile(
        m_table.source,
        fmt::format(
            "no wavelengths for the {} values of column '{}', neither in a column nor in the header nor in another HDU",
            pixels, m_flux.name),
        "Use --wavelengths to name a file that has them.");
  }

  SourceFile& m_file;
  const ReadContext& m_context;
  const io::Table& m_table;
  FluxColumns m_names;
  const io::ArrayColumn& m_flux;
  const io::ArrayColumn* m_error = nullptr;
  const io::ArrayColumn* m_wavelength = nullptr;
  const io::ArrayColumn* m_mask = nullptr;
  MaskApplier m_maskApplier;
  StarInHeader m_header;
  std::vector<std::string> m_ids;
  bool m_isGaia = false;
  bool m_isXp = false;
  std::size_t m_withoutData = 0;  ///< pixels without data according to their errors
  StatedWavelengths m_last;
  std::optional<std::size_t> m_lastRow;
};

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  ArrayRows(file, context).writeTo(output);
}

}  // namespace

const Format kArrayTable = {"table with one row per spectrum", recognises, read, Format::Arms::InTables};

}  // namespace maury::survey
