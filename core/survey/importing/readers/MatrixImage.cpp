// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix of spectra: a 2-D image of stars × pixels in either order, with errors in a second image of the same shape.
// The ids of its rows come from a table in the same file, or from the label table if the user states that its rows are
// aligned with the matrix.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "base/Error.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/readers/FluxColumns.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/SourceFile.h"
#include "survey/importing/readers/Wavelengths.h"

namespace maury::survey {

namespace {

constexpr std::size_t kStarsPerBlock = 64;

ErrorMeaning errorsIn(SourceFile& file, const SourceFile::Image& image) {
  file.fits().moveTo(image.hdu);
  return errorMeaningOf(image.name, file.fits().keyText("BUNIT").value_or(""));
}

const SourceFile::Image* fluxImage(SourceFile& file) {
  for (const SourceFile::Image& image : file.images())
    if (image.axes.size() == 2 && errorsIn(file, image) == ErrorMeaning::None) return &image;
  return nullptr;
}

bool recognises(SourceFile& file) {
  if (!file.isFits()) return false;
  const SourceFile::Image* image = fluxImage(file);
  if (image == nullptr) return false;
  // In IRAF's multispec and echelle files, the second axis counts orders or kinds of extraction, not stars.
  HeaderKeys keys(file.fits(), image->hdu);
  return !keys.text("BANDID1") && !keys.text("APNUM1");
}

/// Ids and table columns of the stars, one row per star.
struct RowTable {
  std::vector<std::string> ids;
  io::Table starTable;
};

class Matrix {
public:
  Matrix(SourceFile& file, const ReadContext& context) : m_file(file), m_context(context), m_image(*fluxImage(file)) {
    placeWavelengths();
    m_stars = static_cast<std::size_t>(m_image.length(m_wavelengthAxis == 1 ? 1 : 0));
    m_pixels = m_wavelengths.nm.size();
    m_grid = context.grids.gridOf(m_wavelengths, file.source());
    for (const SourceFile::Image& other : file.images()) {
      if (other.hdu == m_image.hdu || other.axes != m_image.axes) continue;
      m_errorMeaning = errorsIn(file, other);
      m_errorHdu = other.hdu;
      if (m_errorMeaning != ErrorMeaning::None) break;
    }
  }

  void writeTo(const FormatOutput& output) {
    const RowTable rows = rowTable(output);
    noteOthers(output);
    if (m_wavelengthAxis == 2) readTransposed();
    for (std::size_t first = 0; first < m_stars; first += kStarsPerBlock) {
      const std::size_t count = std::min(kStarsPerBlock, m_stars - first);
      SpectraBlock block;
      const std::vector<float> flux = rowsOf(m_image.hdu, m_flux, first, count);
      const std::vector<float> errors =
          m_errorMeaning == ErrorMeaning::None ? std::vector<float>() : rowsOf(m_errorHdu, m_errors, first, count);
      std::vector<std::size_t> numbers(count);
      std::iota(numbers.begin(), numbers.end(), first);
      for (std::size_t i = 0; i < count; ++i)
        block.spectra.push_back(
            spectrum(std::span(flux).subspan(i * m_pixels, m_pixels),
                     errors.empty() ? std::span<const float>() : std::span(errors).subspan(i * m_pixels, m_pixels),
                     rows.ids[first + i]));
      for (const io::Column& column : rows.starTable.columns)
        block.starTable.columns.push_back({column.name, column.unit, valuesAt(column, numbers)});
      output.spectra(std::move(block));
      m_context.job.checkpoint();
    }
  }

private:
  std::size_t length(int axis) const {
    return static_cast<std::size_t>(m_image.length(static_cast<std::size_t>(axis - 1)));
  }

  /// Finds the wavelengths (in the user's file, the header, or another HDU) and the axis to which they belong.
  void placeWavelengths() {
    const ImportOptions& options = m_context.options;
    if (!options.wavelengths.empty()) {
      m_wavelengths = readWavelengths(options.wavelengths, m_context);
      placeByLength(options.wavelengths.string());
      return;
    }
    HeaderKeys keys(m_file.fits(), m_image.hdu);
    for (const int axis : {1, 2}) {
      // CRVAL2 may merely count the stars; it is a wavelength only if axis 1 has none.
      if (!hasWavelengthAxis(keys, axis)) continue;
      m_wavelengthAxis = axis;
      m_wavelengths = wavelengthsOfAxis(keys, axis, length(axis), std::nullopt, m_context, m_file.source());
      return;
    }
    for (const int axis : {1, 2}) {
      auto stated = wavelengthsInOtherHdu(m_file, length(axis), m_image.hdu, m_context);
      if (!stated) continue;
      m_wavelengths = std::move(*stated);
      placeByLength("the HDU of wavelengths");
      return;
    }
    refuseFile(
        m_file.source(),
        fmt::format("the image of {} × {} values has no wavelengths, neither in its header (CRVAL1 with CDELT1 or "
                    "CD1_1) nor in another HDU",
                    m_image.length(0), m_image.length(1)),
        "Use --wavelengths to name a file that has them.");
  }

  void placeByLength(const std::string& wavelengthSource) {
    const std::size_t count = m_wavelengths.nm.size();
    if (length(1) != count && length(2) != count)
      throw Error(ErrorKind::Mismatch,
                  fmt::format("{}: the image has {} × {} values, but {} has {} wavelengths.", m_file.source(),
                              m_image.length(0), m_image.length(1), wavelengthSource, count));
    m_wavelengthAxis = length(1) == count ? 1 : 2;
    if (length(1) != length(2)) return;
    // In a square matrix the axes cannot be distinguished.
    refuseFile(m_file.source(),
               fmt::format("the image has {0} × {0} values and there are {0} wavelengths, so their axis "
                           "is ambiguous; write CRVAL1 and CDELT1 into the header.",
                           count));
  }

  RowTable rowTable(const FormatOutput& output) {
    RowTable rows;
    if (m_context.alignedIds != nullptr) {
      rows.ids = *m_context.alignedIds;
      if (rows.ids.size() != m_stars)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("{}: the label table has {} rows, but the matrix has {} spectra of {} pixels, so the "
                                "rows are not aligned.",
                                m_file.source(), rows.ids.size(), m_stars, m_pixels));
      return rows;
    }
    if (m_file.hasTable() && m_file.table().rowCount() == m_stars) {
      const io::Table& table = m_file.table();
      if (const io::Column* ids = catalogueIdColumn(table)) {
        rows.ids = ids->asText();
        for (const io::Column& column : table.columns)
          if (&column != ids) rows.starTable.columns.push_back(column);
        return rows;
      }
    }
    for (std::size_t star = 0; star < m_stars; ++star)
      rows.ids.push_back(fmt::format("row {}", star + 1));
    output.note(fmt::format(
        "{}: the {} rows of the matrix have no ids; they are called row 1, row 2 …. A table of labels with the "
        "same rows can be joined by row.",
        m_file.source(), m_stars));
    return rows;
  }

  /// Adds a note on images that are not read: DESI's other arms, and other images of the same stars.
  void noteOthers(const FormatOutput& output) {
    std::vector<std::string> others;
    for (const SourceFile::Image& image : m_file.images()) {
      const bool isOther = image.hdu != m_image.hdu && image.axes.size() == 2;
      if (isOther && errorsIn(m_file, image) == ErrorMeaning::None)
        others.push_back(image.name.empty() ? fmt::format("HDU {}", image.hdu) : image.name);
    }
    if (others.empty()) return;
    m_file.fits().moveTo(m_image.hdu);
    output.note(fmt::format("{}: the spectra were read from {}; these images were left out: {}.", m_file.source(),
                            m_file.fits().hduLabel(), fmt::join(others, ", ")));
  }

  void readTransposed() {
    m_flux = transposeImage(m_image.hdu);
    if (m_errorMeaning != ErrorMeaning::None) m_errors = transposeImage(m_errorHdu);
  }

  /// Reads an image whose rows are pixels, and returns it with one row per star.
  std::vector<float> transposeImage(int hdu) {
    std::vector<float> all(m_stars * m_pixels), row(m_stars);
    m_file.fits().moveTo(hdu);
    for (std::size_t pixel = 0; pixel < m_pixels; ++pixel) {
      m_file.fits().readImage(static_cast<std::int64_t>(pixel * m_stars), row);
      for (std::size_t star = 0; star < m_stars; ++star)
        all[star * m_pixels + pixel] = row[star];
      m_context.job.checkpoint();
    }
    return all;
  }

  std::vector<float> rowsOf(int hdu, const std::vector<float>& all, std::size_t first, std::size_t count) {
    const auto begin = static_cast<std::ptrdiff_t>(first * m_pixels);
    const auto length = static_cast<std::ptrdiff_t>(count * m_pixels);
    if (!all.empty()) return {all.begin() + begin, all.begin() + begin + length};
    std::vector<float> rows(count * m_pixels);
    m_file.fits().moveTo(hdu);
    m_file.fits().readImage(begin, rows);
    return rows;
  }

  Spectrum spectrum(std::span<const float> flux, std::span<const float> errors, const std::string& id) const {
    Spectrum spectrum;
    spectrum.flux.assign(flux.begin(), flux.end());
    if (!errors.empty())
      spectrum.fluxError = sigmasOf(std::vector<double>(errors.begin(), errors.end()), m_errorMeaning, spectrum.flux);
    if (m_wavelengths.isReversed) {
      std::reverse(spectrum.flux.begin(), spectrum.flux.end());
      std::reverse(spectrum.fluxError.begin(), spectrum.fluxError.end());
    }
    spectrum.wasAir = m_wavelengths.isAir;
    spectrum.grid = m_grid;
    spectrum.file = m_file.fileName();
    spectrum.id = id;
    return spectrum;
  }

  SourceFile& m_file;
  const ReadContext& m_context;
  const SourceFile::Image& m_image;
  int m_wavelengthAxis = 1;
  StatedWavelengths m_wavelengths;
  std::shared_ptr<const spectra::WavelengthGrid> m_grid;
  std::size_t m_stars = 0, m_pixels = 0;
  ErrorMeaning m_errorMeaning = ErrorMeaning::None;
  int m_errorHdu = 0;
  std::vector<float> m_flux, m_errors;  ///< transposed images, if the rows of the image are pixels; otherwise empty
};

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  Matrix(file, context).writeTo(output);
}

}  // namespace

const Format kMatrixImage = {"matrix of spectra", recognises, read};

}  // namespace maury::survey
