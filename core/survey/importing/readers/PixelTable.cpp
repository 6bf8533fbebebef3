// SPDX-License-Identifier: GPL-3.0-or-later
// Table with one row per pixel: Gaia's DataLink RVS and sampled XP spectra of one star (or several, distinguished by
// source_id), SDSS's spec files (loglam, flux, ivar), and any other table with wavelengths and fluxes.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "survey/dataset/PositionColumns.h"
#include "survey/importing/readers/FluxColumns.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/GaiaProducts.h"
#include "survey/importing/readers/HeaderFacts.h"
#include "survey/importing/readers/SourceFile.h"
#include "survey/importing/readers/Wavelengths.h"

namespace maury::survey {

namespace {

bool hasScalar(const io::Table& table, const std::string& name) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const io::Column& column) { return lowerCase(column.name) == name; });
}

bool recognises(SourceFile& file) {
  if (!file.hasTable()) return false;
  const auto names = fluxColumnsAmong(file.columnNames());
  if (!names) return false;
  const io::Table& table = file.table();
  if (!hasScalar(table, names->wavelength) || !hasScalar(table, names->flux) || table.rowCount() == 0) return false;
  if (table.at(names->wavelength).isText() || table.at(names->flux).isText()) return false;
  const std::vector<double> wavelength = table.real(names->wavelength);
  return wavelength.size() == 1 || wavelength[0] != wavelength[1];  // equal wavelengths: rows are stars, not pixels
}

/// Columns of a pixel table as numbers.
class PixelRows {
public:
  PixelRows(SourceFile& file, const ReadContext& context)
      : m_file(file), m_context(context), m_table(file.table()), m_names(*fluxColumnsAmong(file.columnNames())) {
    m_wavelength = m_table.real(m_names.wavelength);
    m_flux = m_table.real(m_names.flux);
    if (m_names.errorMeaning != ErrorMeaning::None) m_error = m_table.real(m_names.error);
    if (const io::Column* source = m_table.find("source_id")) m_ids = source->asText();
    m_header = starInHeader(file, file.tableHdu());
    m_isGaia = !m_ids.empty();
    if (!m_isGaia) {
      const std::string stated = file.statedSourceId();
      m_isGaia = !stated.empty();
      if (m_isGaia) m_header.id = stated;
    }
    if (m_table.find("ra") != nullptr && m_table.find("dec") != nullptr) {
      m_ra = m_table.real("ra");
      m_dec = m_table.real("dec");
    }
  }

  void writeTo(const FormatOutput& output) {
    const std::size_t rows = m_wavelength.size();
    for (std::size_t first = 0; first < rows;) {
      std::size_t end = first + 1;
      while (end < rows && (m_ids.empty() || m_ids[end] == m_ids[first]))
        ++end;
      output.spectra(block(first, end - first));
      m_context.job.checkpoint();
      first = end;
    }
  }

private:
  std::optional<bool> knownAir(std::span<const double> wavelength) const {
    const io::Column& column = m_table.at(m_names.wavelength);
    if (const auto stated = statedAir(column.name, column.ucd, column.description)) return stated;
    if (m_isGaia && gaiaSpectrumOf(wavelength)) return false;
    // Columns loglam and ivar identify SDSS's data model of spec, even in a table that was saved without its header.
    if (m_header.isVacuum || (m_names.isLog && m_names.errorMeaning == ErrorMeaning::InverseVariance)) return false;
    if (!m_file.isFits()) return std::nullopt;
    HeaderKeys keys(m_file.fits(), m_file.tableHdu());
    return statedAir(keys);
  }

  SpectraBlock block(std::size_t first, std::size_t count) const {
    const auto part = [&](const std::vector<double>& all) { return std::span(all).subspan(first, count); };
    const StatedWavelengths wavelengths =
        wavelengthsOf(part(m_wavelength), m_table.at(m_names.wavelength).unit, m_names.isLog,
                      isAir(knownAir(part(m_wavelength)), m_context.options.medium, m_table.source), m_file.source());
    Spectrum spectrum;
    spectrum.flux = asFloats(part(m_flux));
    if (!m_error.empty()) spectrum.fluxError = sigmasOf(part(m_error), m_names.errorMeaning, spectrum.flux);
    if (wavelengths.isReversed) {
      std::reverse(spectrum.flux.begin(), spectrum.flux.end());
      std::reverse(spectrum.fluxError.begin(), spectrum.fluxError.end());
    }
    spectrum.wasAir = wavelengths.isAir;
    spectrum.grid = m_context.grids.gridOf(wavelengths, m_file.source());
    spectrum.file = m_file.fileName();
    spectrum.id = m_ids.empty() || m_ids[first].empty() ? m_header.id : m_ids[first];
    SpectraBlock block;
    block.starTable = m_header.starTable;
    if (!m_ra.empty()) {
      block.starTable.columns.push_back({kRightAscensionColumn, "deg", std::vector<double>{m_ra[first]}});
      block.starTable.columns.push_back({kDeclinationColumn, "deg", std::vector<double>{m_dec[first]}});
    }
    block.isFallback = m_isGaia && gaiaSpectrumOf(wavelengths.nm) == GaiaSpectrum::Xp;
    block.spectra.push_back(std::move(spectrum));
    return block;
  }

  SourceFile& m_file;
  const ReadContext& m_context;
  const io::Table& m_table;
  FluxColumns m_names;
  StarInHeader m_header;
  bool m_isGaia = false;
  std::vector<double> m_wavelength, m_flux, m_error, m_ra, m_dec;
  std::vector<std::string> m_ids;
};

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  PixelRows(file, context).writeTo(output);
}

}  // namespace

const Format kPixelTable = {"table with one row per pixel", recognises, read, Format::Arms::InTables};

}  // namespace maury::survey
