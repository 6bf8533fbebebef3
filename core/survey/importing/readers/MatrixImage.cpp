// SPDX-License-Identifier: GPL-3.0-or-later
// Images of spectra that need more than their own header: 2-D images of stars × pixels in either order, or of the chips
// or orders of one star, and 1-D images with wavelengths or masks in another HDU. Errors and masks are in images of the
// same shape and arm. The ids come from a table in the same file with as many rows, or from the label table if the user
// states that its rows are aligned with the matrix.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>

#include "base/Error.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/columns/PixelMask.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/columns/RowMatchedTables.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/HeaderFacts.h"
#include "survey/importing/source/ImageRoles.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/MatrixWavelengths.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

constexpr std::size_t kStarsPerBlock = 64;

bool recognises(SourceFile& file) {
  if (!file.isFits()) return false;
  const SourceFile::Image* image = fluxImage(file);
  if (image == nullptr || image->axes.size() > 2) return false;
  HeaderKeys keys(file.fits(), image->hdu);
  if (image->axes.size() == 1) {
    if (!hasWavelengthAxis(keys, 1)) return image->length(0) > 2 && hasWavelengthsElsewhere(file, *image);
    return companionOf(file, *image, ImageRole::Mask) != nullptr;
  }
  // A table of spectra is preferred to an image without wavelengths.
  const bool hasTable = std::any_of(file.tables().begin(), file.tables().end(), [](const SourceFile::Tabular& table) {
    return table.rows > 0 && table.hasSpectra;
  });
  if (hasTable && !file.chosenHdu() && !hasWavelengthAxis(keys, 1) && !hasWavelengthAxis(keys, 2) &&
      wavelengthsOf(file, *image) == nullptr)
    return false;
  // In IRAF's multispec and echelle files, the second axis counts orders or kinds of extraction, not stars.
  return !keys.text("BANDID1") && !keys.text("APNUM1");
}

/// Ids and table columns of the stars, one row per star.
struct RowTable {
  std::vector<std::string> ids;
  io::Table starTable;
};

class Matrix {
public:
  Matrix(SourceFile& file, const ReadContext& context)
      : m_file(file), m_context(context), m_image(*fluxImage(file)), m_header(starInHeader(file, m_image.hdu)) {
    m_wavelengths = wavelengthsOfMatrix(file, m_image, context, m_header.isVacuum);
    m_stars = static_cast<std::size_t>(m_image.length(m_wavelengths.axis == 1 ? 1 : 0));
    m_pixels = m_wavelengths.pixels();
    for (const StatedWavelengths& row : m_wavelengths.rows)
      m_grids.push_back(context.grids.gridOf(row, file.source()));
    file.markUsed(m_image.hdu);
    if (const SourceFile::Image* errors = companionOf(file, m_image, ImageRole::Error)) {
      m_errorMeaning = errorsIn(file, *errors);
      m_errorHdu = errors->hdu;
      file.markUsed(m_errorHdu);
    }
    if (const SourceFile::Image* mask = companionOf(file, m_image, ImageRole::Mask)) {
      m_maskHdu = mask->hdu;
      FluxColumns kinds;
      kinds.errorMeaning = m_errorMeaning;
      m_maskRule = maskRuleOf(maskPlaceIn(file, m_maskHdu, mask->name, true), kinds, context.options.maskBits);
      file.markUsed(m_maskHdu);
    }
  }

  void writeTo(const FormatOutput& output) {
    const bool areArms = m_wavelengths.areArms();
    addParts(output.reading);
    const RowTable rows = rowTable(output, areArms ? 1 : m_stars);
    if (m_wavelengths.axis == 2) readTransposed();
    for (std::size_t first = 0; first < m_stars; first += areArms ? m_stars : kStarsPerBlock) {
      const std::size_t count = areArms ? m_stars : std::min(kStarsPerBlock, m_stars - first);
      SpectraBlock block = readBlock(first, count, first == 0 ? &output.reading : nullptr);
      block.areArms = areArms;
      for (std::size_t i = 0; i < count; ++i)
        block.spectra[i].id = rows.ids[areArms ? 0 : first + i];
      std::vector<std::size_t> numbers(areArms ? 1 : count);
      std::iota(numbers.begin(), numbers.end(), first);
      for (const io::Column& column : rows.starTable.columns)
        block.starTable.columns.push_back({column.name, column.unit, valuesAt(column, numbers)});
      output.spectra(std::move(block));
      m_context.job.checkpoint();
    }
    requirePlausibleMask();
    countMissing(output.reading, PartRole::Flux, MissingCause::Masked, m_masked);
    countMissing(output.reading, PartRole::Flux, MissingCause::ErrorSaysNone, m_withoutData);
    if (areArms) {
      output.reading.remarks.emplace_back("the rows of the image are arms of one spectrum, and were joined");
      output.note(fmt::format("{}: the {} rows of {} were joined to one spectrum.", m_file.source(), m_stars,
                              m_file.hduLabel(m_image.hdu)));
    }
  }

private:
  /// Throws if more than half of the pixels with flux are masked by bits that neither the user nor a survey chose, like
  /// MaskApplier for the columns of tables.
  void requirePlausibleMask() {
    if (m_context.options.maskBits || m_maskRule.isDefined || 2 * m_masked <= m_fluxPixels) return;
    refuseFile(m_file.source(),
               fmt::format("{} masks {} of {} pixels with flux, so that it may mark good pixels or hold mere warnings; "
                           "state which of its bits mean no data.",
                           m_file.hduLabel(m_maskHdu), m_masked, m_fluxPixels),
               "Use --mask-bits with the numbers of the bits, or none to ignore the mask.");
  }

  /// Adds the images to the reading report; their samples follow when the first rows are read.
  void addParts(ReadGroup& reading) {
    reading.parts.push_back(readPart(m_file, m_image.hdu, PartRole::Flux, fluxReason(m_file, m_image), {}));
    if (m_errorHdu > 0)
      reading.parts.push_back(readPart(m_file, m_errorHdu, roleOfErrors(m_errorMeaning), {Ground::Name}, {}));
    if (m_maskHdu > 0) reading.parts.push_back(readPart(m_file, m_maskHdu, PartRole::Mask, {Ground::Name}, {}));
    describeMask(reading, m_maskRule);
    for (const StatedWavelengths& row : m_wavelengths.rows)
      setWavelengths(reading, row);
  }

  /// Reads spectra; adds their first values to the parts of `reading` unless that is nullptr.
  SpectraBlock readBlock(std::size_t first, std::size_t count, ReadGroup* reading) {
    SpectraBlock block;
    const std::vector<float> flux = rowsOf(m_image.hdu, m_flux, first, count);
    const std::vector<double> errors = rowsOf(m_errorHdu, m_errors, first, count);
    const std::vector<double> mask = rowsOf(m_maskHdu, m_mask, first, count);
    for (ReadPart& part : reading == nullptr ? std::span<ReadPart>() : std::span(reading->parts)) {
      if (part.kind != PartKind::Image) continue;
      part.samples = part.role == PartRole::Flux   ? samplesOf(flux)
                     : part.role == PartRole::Mask ? samplesOf(mask)
                                                   : samplesOf(errors);
    }
    const auto row = [&](const auto& all, std::size_t i) {
      return all.empty() ? decltype(std::span(all))() : std::span(all).subspan(i * m_pixels, m_pixels);
    };
    for (std::size_t i = 0; i < count; ++i)
      block.spectra.push_back(spectrum(first + i, row(flux, i), row(errors, i), row(mask, i)));
    return block;
  }

  RowTable rowTable(const FormatOutput& output, std::size_t stars) {
    RowTable rows;
    ReadGroup& reading = output.reading;
    if (m_context.alignedIds != nullptr) {
      reading.remarks.emplace_back("ids from the label table, row by row");
      rows.ids = *m_context.alignedIds;
      if (rows.ids.size() != stars)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("{}: the label table has {} rows, but the matrix has {} spectra of {} pixels, so the "
                                "rows are not aligned.",
                                m_file.source(), rows.ids.size(), stars, m_pixels));
      return rows;
    }
    if (const int hdu = starTableHdu(m_file, stars); hdu > 0) {
      const io::Table table = rowMatchedTable(m_file, hdu);
      // One star needs no id of its own, so that the first column of any table is none.
      if (const io::Column* ids = stars == 1 ? knownIdColumn(table) : catalogueIdColumn(table)) {
        // The name of a file in a table is a poorer id than the star's in the header.
        const bool isInHeader = stars == 1 && m_header.id != m_file.stem();
        rows.ids = isInHeader ? std::vector<std::string>{m_header.id} : ids->asText();
        if (isInHeader)
          takeIdOfHeader(reading);
        else
          addIdColumn(reading, ids, m_file.roles());
        for (const io::Column& column : table.columns)
          if (isInHeader || &column != ids) rows.starTable.columns.push_back(column);
        for (const std::string& warning : table.warnings)
          output.note(std::string(warning));
        return rows;
      }
      m_file.unmarkUsed(hdu);
    }
    if (stars == 1) {
      rows.ids.push_back(m_header.id);
      rows.starTable = m_header.starTable;
      reading.parts.insert(reading.parts.end(), m_header.parts.begin(), m_header.parts.end());
      return rows;
    }
    for (std::size_t star = 0; star < m_stars; ++star)
      rows.ids.push_back(fmt::format("row {}", star + 1));
    reading.isDoubtful = true;
    reading.doubt = fmt::format("the {} rows of the matrix have no ids; they are called row 1, row 2 …", m_stars);
    output.note(fmt::format(
        "{}: the {} rows of the matrix have no ids; they are called row 1, row 2 …. A table of labels with the "
        "same rows can be joined by row.",
        m_file.source(), m_stars));
    return rows;
  }

  void takeIdOfHeader(ReadGroup& reading) const {
    std::copy_if(m_header.parts.begin(), m_header.parts.end(), std::back_inserter(reading.parts),
                 [](const ReadPart& part) { return part.role == PartRole::Id; });
  }

  void readTransposed() {
    m_flux = transposeImage<float>(m_image.hdu);
    if (m_errorHdu > 0) m_errors = transposeImage<double>(m_errorHdu);
    if (m_maskHdu > 0) m_mask = transposeImage<double>(m_maskHdu);
  }

  /// Reads an image whose rows are pixels, and returns it with one row per star.
  template <typename Value>
  std::vector<Value> transposeImage(int hdu) {
    std::vector<Value> all(m_stars * m_pixels), row(m_stars);
    m_file.fits().moveTo(hdu);
    for (std::size_t pixel = 0; pixel < m_pixels; ++pixel) {
      m_file.fits().readImage(static_cast<std::int64_t>(pixel * m_stars), std::span(row));
      for (std::size_t star = 0; star < m_stars; ++star)
        all[star * m_pixels + pixel] = row[star];
      m_context.job.checkpoint();
    }
    return all;
  }

  /// Returns rows of an image; none if `hdu` is 0.
  template <typename Value>
  std::vector<Value> rowsOf(int hdu, const std::vector<Value>& all, std::size_t first, std::size_t count) {
    if (hdu == 0) return {};
    const auto begin = static_cast<std::ptrdiff_t>(first * m_pixels);
    const auto length = static_cast<std::ptrdiff_t>(count * m_pixels);
    if (!all.empty()) return {all.begin() + begin, all.begin() + begin + length};
    std::vector<Value> rows(count * m_pixels);
    m_file.fits().moveTo(hdu);
    m_file.fits().readImage(begin, std::span(rows));
    return rows;
  }

  Spectrum spectrum(std::size_t row, std::span<const float> flux, std::span<const double> errors,
                    std::span<const double> mask) {
    constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
    Spectrum spectrum;
    spectrum.flux.assign(flux.begin(), flux.end());
    if (!errors.empty())
      spectrum.fluxError =
          sigmasOf(errors, m_errorMeaning, spectrum.flux, std::numeric_limits<double>::infinity(), &m_withoutData);
    for (std::size_t i = 0; i < mask.size(); ++i) {
      const bool hasFlux = std::isfinite(spectrum.flux[i]);
      m_fluxPixels += hasFlux ? 1 : 0;
      if (!isMasked(mask[i], m_maskRule.bits)) continue;
      m_masked += hasFlux ? 1 : 0;
      spectrum.flux[i] = kNoData;
      if (!spectrum.fluxError.empty()) spectrum.fluxError[i] = kNoData;
    }
    const StatedWavelengths& wavelengths = m_wavelengths.ofRow(row);
    if (wavelengths.isReversed) {
      std::reverse(spectrum.flux.begin(), spectrum.flux.end());
      std::reverse(spectrum.fluxError.begin(), spectrum.fluxError.end());
    }
    spectrum.wasAir = wavelengths.isAir;
    spectrum.grid = m_grids.size() == 1 ? m_grids.front() : m_grids[row];
    spectrum.file = m_file.fileName();
    return spectrum;
  }

  SourceFile& m_file;
  const ReadContext& m_context;
  const SourceFile::Image& m_image;
  StarInHeader m_header;
  MatrixWavelengths m_wavelengths;
  std::vector<std::shared_ptr<const spectra::WavelengthGrid>> m_grids;  ///< one grid, or one for each row
  std::size_t m_stars = 0, m_pixels = 0;
  ErrorMeaning m_errorMeaning = ErrorMeaning::None;
  int m_errorHdu = 0, m_maskHdu = 0;  ///< 0: there is none
  MaskRule m_maskRule;
  std::size_t m_fluxPixels = 0, m_masked = 0;  ///< pixels with flux, and masked ones among these
  std::size_t m_withoutData = 0;               ///< pixels without data according to their errors
  std::vector<float> m_flux;                   ///< transposed image, if the rows of the image are pixels
  std::vector<double> m_errors, m_mask;        ///< likewise
};

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  Matrix(file, context).writeTo(output);
}

}  // namespace

const Format kMatrixImage = {"images of spectra", recognises, read, Format::Arms::InImages};

}  // namespace maury::survey
