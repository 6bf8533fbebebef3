// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix of spectra: one 2-D image of stars × pixels in either order, its errors in a second image of the same shape.
// The names of its rows stand in a table of the same file, or in the label table whose rows the user says are the same.
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

constexpr std::size_t kStarsAtOnce = 64;

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
  // IRAF's multispec and echelle files: the second axis counts orders or kinds of extraction, not stars.
  HeaderKeys keys(file.fits(), image->hdu);
  return !keys.text("BANDID1") && !keys.text("APNUM1");
}

/// A table of the same file with a row for each star.
struct RowTable {
  std::vector<std::string> ids;
  io::Table about;
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

  void giveTo(const Found& found) {
    const RowTable rows = rowTable(found);
    noteOthers(found);
    if (m_wavelengthAxis == 2) readTransposed();
    for (std::size_t first = 0; first < m_stars; first += kStarsAtOnce) {
      const std::size_t count = std::min(kStarsAtOnce, m_stars - first);
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
      for (const io::Column& column : rows.about.columns)
        block.about.columns.push_back({column.name, column.unit, valuesAt(column, numbers)});
      found.spectra(std::move(block));
      m_context.job.checkpoint();
    }
  }

private:
  std::size_t length(int axis) const {
    return static_cast<std::size_t>(m_image.length(static_cast<std::size_t>(axis - 1)));
  }

  /// Finds the wavelengths and which axis they belong to: the header's, those of another HDU, or the user's file.
  void placeWavelengths() {
    const ImportOptions& options = m_context.options;
    if (!options.wavelengths.empty()) {
      m_wavelengths = readWavelengths(options.wavelengths, options.medium);
      placeByLength(options.wavelengths.string());
      return;
    }
    HeaderKeys keys(m_file.fits(), m_image.hdu);
    for (const int axis : {1, 2}) {
      // CRVAL2 alone may count the stars; it is wavelength if axis 1 has none.
      if (!hasWavelengthAxis(keys, axis)) continue;
      m_wavelengthAxis = axis;
      m_wavelengths = wavelengthsOfAxis(keys, axis, length(axis), std::nullopt, options.medium, m_file.source());
      return;
    }
    for (const int axis : {1, 2}) {
      auto beside = wavelengthsBeside(m_file, length(axis), m_image.hdu, options.medium);
      if (!beside) continue;
      m_wavelengths = std::move(*beside);
      placeByLength("the HDU of wavelengths");
      return;
    }
    refuseFile(m_file.source(),
               fmt::format("the image of {} × {} values has no wavelengths: neither the header (CRVAL1 with CDELT1 or "
                           "CD1_1) nor another HDU has them; name a file that does with --wavelengths.",
                           m_image.length(0), m_image.length(1)));
  }

  void placeByLength(const std::string& what) {
    const std::size_t count = m_wavelengths.nm.size();
    if (length(1) != count && length(2) != count)
      throw Error(ErrorKind::Mismatch, fmt::format("{}: the image has {} × {} values, but {} has {} wavelengths.",
                                                   m_file.source(), m_image.length(0), m_image.length(1), what, count));
    m_wavelengthAxis = length(1) == count ? 1 : 2;
    if (length(1) != length(2)) return;
    // A square: only the number of labels could tell, and it does not.
    refuseFile(m_file.source(), fmt::format("the image has {0} × {0} values and there are {0} wavelengths, so nothing "
                                            "tells which axis they belong to; write CRVAL1 and CDELT1 into the header.",
                                            count));
  }

  RowTable rowTable(const Found& found) {
    RowTable rows;
    if (m_context.alignedIds != nullptr) {
      rows.ids = *m_context.alignedIds;
      if (rows.ids.size() != m_stars)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("{}: the label table has {} rows, but the matrix has {} spectra of {} pixels, so their "
                                "rows are not aligned.",
                                m_file.source(), rows.ids.size(), m_stars, m_pixels));
      return rows;
    }
    if (m_file.hasTable() && m_file.table().rowCount() == m_stars) {
      const io::Table& table = m_file.table();
      if (const io::Column* ids = catalogueIdColumn(table)) {
        rows.ids = ids->asText();
        for (const io::Column& column : table.columns)
          if (&column != ids) rows.about.columns.push_back(column);
        return rows;
      }
    }
    for (std::size_t star = 0; star < m_stars; ++star)
      rows.ids.push_back(fmt::format("row {}", star + 1));
    found.note(
        fmt::format("{}: nothing names the {} rows of the matrix; they are called row 1, row 2 … (a table whose "
                    "rows are the same is given with --labels and --rows-are-aligned).",
                    m_file.source(), m_stars));
    return rows;
  }

  /// DESI's arms, and other images of the same stars.
  void noteOthers(const Found& found) {
    std::vector<std::string> others;
    for (const SourceFile::Image& image : m_file.images()) {
      const bool isOther = image.hdu != m_image.hdu && image.axes.size() == 2;
      if (isOther && errorsIn(m_file, image) == ErrorMeaning::None)
        others.push_back(image.name.empty() ? fmt::format("HDU {}", image.hdu) : image.name);
    }
    if (others.empty()) return;
    m_file.fits().moveTo(m_image.hdu);
    found.note(fmt::format("{}: the spectra are those of {}; these images were left out: {}.", m_file.source(),
                           m_file.fits().hduLabel(), fmt::join(others, ", ")));
  }

  void readTransposed() {
    m_flux = transposed(m_image.hdu);
    if (m_errorMeaning != ErrorMeaning::None) m_errors = transposed(m_errorHdu);
  }

  /// The whole image, star by star, of a file that has it pixel by pixel.
  std::vector<float> transposed(int hdu) {
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
  std::vector<float> m_flux, m_errors;  ///< star by star; only of an image that is pixel by pixel
};

void read(SourceFile& file, const ReadContext& context, const Found& found) {
  Matrix(file, context).giveTo(found);
}

}  // namespace

const Format kMatrixImage = {"matrix of spectra", recognises, read};

}  // namespace maury::survey
