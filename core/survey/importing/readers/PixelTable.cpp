// SPDX-License-Identifier: GPL-3.0-or-later
// Table with one row per pixel: Gaia's DataLink RVS and sampled XP spectra of one star (or several, distinguished by
// source_id), SDSS's spec files (loglam, flux, ivar), and any other table with wavelengths and fluxes.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "base/text/Printable.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/ColumnRoles.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/columns/PixelColumns.h"
#include "survey/importing/columns/PixelMask.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/GaiaProducts.h"
#include "survey/importing/source/HeaderFacts.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"
#include "survey/names/PositionColumns.h"

namespace maury::survey {

namespace {

bool recognises(SourceFile& file) {
  return pixelColumnsOf(file).has_value();
}

std::string quotedList(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 8;
  std::string list;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i)
    list += fmt::format("{}'{}'", i == 0 ? "" : ", ", excerpt(names[i]));
  return list + (names.size() > kShown ? " …" : "");
}

/// Columns of a pixel table as numbers.
class PixelRows {
public:
  PixelRows(SourceFile& file, const ReadContext& context)
      : m_file(file),
        m_context(context),
        m_table(file.table()),
        m_columns(*pixelColumnsOf(file)),
        m_names(m_columns.names),
        m_mask(m_names.mask,
               maskRuleOf(maskPlaceIn(file, file.tableHdu(), m_names.mask, false), m_names, context.options.maskBits)) {
    if (m_columns.fluxes.size() > 1)
      refuseFile(file.source(),
                 fmt::format("the flux could be in the columns {}; state which one to read, or save each as one file",
                             quotedList(m_columns.fluxes)),
                 fmt::format("Use --map {}=flux.", m_columns.fluxes.front()));
    m_wavelength = m_table.real(m_names.wavelength);
    m_flux = m_table.real(m_names.flux);
    if (m_names.errorMeaning != ErrorMeaning::None) m_error = m_table.real(m_names.error);
    readMask();
    if (const io::Column* star = starColumn()) m_ids = star->asText();
    m_header = starInHeader(file, file.tableHdu());
    m_isGaia = m_table.find("source_id") != nullptr;
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
    addParts(output.reading);
    const std::size_t rows = m_wavelength.size();
    for (std::size_t first = 0; first < rows;) {
      std::size_t end = first + 1;
      while (end < rows && (m_ids.empty() || m_ids[end] == m_ids[first]))
        ++end;
      output.spectra(block(first, end - first, output.reading));
      m_context.job.checkpoint();
      first = end;
    }
    countMissing(output.reading, PartRole::Flux, MissingCause::ErrorSaysNone, m_withoutData);
    for (const std::string& warning : m_table.warnings)
      output.note(std::string(warning));
    noteColumns(output);
    if (!m_maskValues.empty()) m_mask.finish(m_table.source, output);
  }

private:
  /// Reads the mask. Of bits in a row (TFORM 16X), the first is bit 0.
  void readMask() {
    if (m_names.mask.empty()) return;
    if (const io::ArrayColumn* bits = m_table.findArray(m_names.mask)) {
      for (std::size_t row = 0; row < bits->size(); ++row) {
        double value = 0.0, bit = 1.0;
        for (const double isSet : bits->row(row)) {
          if (!(isSet == 0.0)) value += bit;
          bit *= 2.0;
        }
        m_maskValues.push_back(value);
      }
    } else if (!m_table.at(m_names.mask).isText()) {
      m_maskValues = m_table.real(m_names.mask);
    }
  }

  /// Returns the column that tells the stars of a table apart: source_id, or another id that is the same in the first
  /// two rows, or the names of the tables in one VOTable. nullptr if there is none.
  const io::Column* starColumn() const {
    if (const io::Column* source = m_table.find("source_id")) return source;
    for (const io::Column* column : {knownIdColumn(m_table), m_table.find("table")}) {
      if (column == nullptr || column->size() < 2) continue;
      const std::vector<std::string> ids = column->asText();
      if (ids[0] == ids[1] && !ids[0].empty()) return column;
    }
    return nullptr;
  }

  void addParts(ReadGroup& reading) {
    addFluxColumns(reading, m_table, m_names, m_file.roles(), m_columns.isGuessed);
    describeMask(reading, m_mask.rule());
    for (const std::string& name : m_columns.leftOut) {
      const io::Column* column = m_table.find(name);
      const bool isKnown = std::any_of(reading.parts.begin(), reading.parts.end(),
                                       [&](const ReadPart& part) { return part.name == name; });
      if (column != nullptr && !isKnown)
        reading.parts.push_back(
            spectrumPart(*column, PartRole::NotUsed, {Ground::Default, "no name of a flux, error or mask"}));
    }
    if (const io::Column* star = starColumn()) addIdColumn(reading, star, m_file.roles());
    for (ReadPart& part : m_header.parts)
      if (part.role != PartRole::Id || m_ids.empty()) reading.parts.push_back(std::move(part));
  }

  /// Adds notes on a choice of columns that their names do not tell, and on columns that were left out.
  void noteColumns(const FormatOutput& output) const {
    if (m_columns.isGuessed)
      output.note(
          fmt::format("{}: column '{}' was taken as the wavelength and '{}' as the flux{}, because of their values "
                      "and order. Assign roles to the columns if that is wrong.",
                      m_table.source, excerpt(m_names.wavelength), excerpt(m_names.flux),
                      m_names.error.empty() ? "" : fmt::format(", '{}' as its error", excerpt(m_names.error))));
    if (!m_columns.leftOut.empty())
      output.note(fmt::format("{}: wavelength '{}', flux '{}', {}. Left out: {}.", m_table.source,
                              excerpt(m_names.wavelength), excerpt(m_names.flux),
                              m_names.error.empty() ? "no error" : fmt::format("error '{}'", excerpt(m_names.error)),
                              quotedList(m_columns.leftOut)));
  }

  std::optional<StatedMedium> knownMedium(std::span<const double> wavelength) const {
    const io::Column& column = m_table.at(m_names.wavelength);
    if (m_names.isAir) return StatedMedium(*m_names.isAir, {Ground::Name, column.name});
    if (auto stated = statedMedium(column.name, column.ucd, column.description)) return stated;
    if (m_isGaia && gaiaSpectrumOf(wavelength)) return StatedMedium(false, {Ground::DataModel, "Gaia"});
    // Columns loglam and ivar identify SDSS's data model of spec, even in a table that was saved without its header.
    if (m_header.isVacuum || (m_names.isLog && m_names.errorMeaning == ErrorMeaning::InverseVariance))
      return kVacuumByDefinition;
    if (!m_file.isFits()) return std::nullopt;
    HeaderKeys keys(m_file.fits(), m_file.tableHdu());
    return statedMedium(keys);
  }

  SpectraBlock block(std::size_t first, std::size_t count, ReadGroup& reading) {
    const auto part = [&](const std::vector<double>& all) { return std::span(all).subspan(first, count); };
    const io::Column& column = m_table.at(m_names.wavelength);
    StatedScale scale = statedScaleOf(column.name, column.unit, m_names);
    if (m_isGaia && gaiaSpectrumOf(part(m_wavelength)) && scale.unit.empty()) {
      scale.unit = "nm";
      scale.ground = Ground::DataModel;
    }
    const StatedWavelengths wavelengths = wavelengthsOf(
        part(m_wavelength), scale, mediumOf(knownMedium(part(m_wavelength)), m_context.options.medium, m_table.source),
        m_context, m_file.source());
    setWavelengths(reading, wavelengths);
    Spectrum spectrum;
    spectrum.flux = asFloats(part(m_flux));
    if (!m_error.empty())
      spectrum.fluxError = sigmasOf(part(m_error), m_names.errorMeaning, spectrum.flux,
                                    std::numeric_limits<double>::infinity(), &m_withoutData);
    if (!m_maskValues.empty()) m_mask.apply(part(m_maskValues), spectrum.flux);
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
  PixelColumns m_columns;
  const FluxColumns& m_names;
  MaskApplier m_mask;
  StarInHeader m_header;
  bool m_isGaia = false;
  std::size_t m_withoutData = 0;  ///< pixels without data according to their errors
  std::vector<double> m_wavelength, m_flux, m_error, m_maskValues, m_ra, m_dec;
  std::vector<std::string> m_ids;
};

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  PixelRows(file, context).writeTo(output);
}

}  // namespace

const Format kPixelTable = {"table with one row per pixel", recognises, read, Format::Arms::InTables};

}  // namespace maury::survey
