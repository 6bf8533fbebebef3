// SPDX-License-Identifier: GPL-3.0-or-later
// Spectrum stored as the rows of a 2-D image, whose header says what each row holds: in one key (LAMOST's EXTEN0 =
// "Flux, Inverse, Wavelength, Andmask, Ormask"), or in one key for each row (6dF's ROW1 = DATA, ROW2 = VARIANCE; ARRAY1
// … elsewhere). SDSS's spSpec up to DR7 says it in its data model only: flux, continuum-subtracted flux, noise, mask;
// log10 λ from COEFF0 and COEFF1, in vacuum.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/columns/PixelMask.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/HeaderFacts.h"
#include "survey/importing/source/ImageRoles.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
constexpr std::int64_t kMaxRows = 9;  // largest number of rows in any release

/// Rows of the image, from 0; −1: there is no such row.
struct Rows {
  int flux = -1, error = -1, wavelength = -1, mask = -1;
  ErrorMeaning errorMeaning = ErrorMeaning::None;
  bool zeroIsMissing = false;       ///< a flux of exactly 0 means no data (LAMOST, SDSS)
  bool isLog = false;               ///< the row of wavelengths holds their log10
  bool isLamost = false;            ///< the rows are listed in one key, as in LAMOST's files
  std::string maskName;             ///< word that describes the row of the mask
  std::vector<std::string> others;  ///< descriptions of the rows that are not used
};

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Assigns a row by the word that describes it.
void assignRow(Rows& rows, int row, const std::string& word) {
  const auto take = [&](int& place) {
    if (place < 0)
      place = row;
    else
      rows.others.push_back(word);
  };
  const auto takeError = [&](ErrorMeaning meaning) {
    if (rows.error < 0) rows.errorMeaning = meaning;
    take(rows.error);
  };
  const std::string name = upperCase(word);
  if (isOneOf(name, {"FLUX", "DATA", "SPECTRUM", "SPEC", "SIGNAL", "OBJECT", "INTENSITY"})) {
    take(rows.flux);
  } else if (isOneOf(name, {"INVERSE", "IVAR", "INVVAR", "INVERSE VARIANCE", "INVERSE_VARIANCE"})) {
    takeError(ErrorMeaning::InverseVariance);
  } else if (isOneOf(name, {"VARIANCE", "VAR"})) {
    takeError(ErrorMeaning::Variance);
  } else if (isOneOf(name, {"ERROR", "ERRORS", "ERR", "SIGMA", "NOISE", "STDDEV", "STDEV", "UNCERTAINTY"})) {
    takeError(ErrorMeaning::Sigma);
  } else if (isOneOf(name, {"WAVELENGTH", "WAVE", "LAMBDA", "LOGLAM"})) {
    rows.isLog = rows.wavelength < 0 ? name == "LOGLAM" : rows.isLog;
    take(rows.wavelength);
  } else if (isOneOf(name, {"MASK", "ANDMASK", "AND_MASK", "QUALITY", "FLAG", "FLAGS"})) {
    if (rows.mask < 0) rows.maskName = word;
    take(rows.mask);
  } else {
    rows.others.push_back(word);
  }
}

/// Splits "Flux, Inverse, Wavelength" or "Flux Inverse Subcontinuum" into words.
std::vector<std::string> listedWords(const std::string& text) {
  const bool hasCommas = text.find(',') != std::string::npos;
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ',' || (c == ' ' && !hasCommas)) {
      if (!words.back().empty()) words.emplace_back();
    } else if (c != ' ' || !words.back().empty()) {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// Returns what the header says about the rows; nullopt unless it names a row of flux and another one.
std::optional<Rows> namedRows(HeaderKeys& keys, std::int64_t count) {
  for (const char* key : {"EXTEN0", "EXTEN1"}) {
    const std::vector<std::string> words = listedWords(keys.text(key).value_or(""));
    if (static_cast<std::int64_t>(words.size()) != count) continue;
    Rows rows;
    for (std::size_t i = 0; i < words.size(); ++i)
      assignRow(rows, static_cast<int>(i), words[i]);
    rows.zeroIsMissing = rows.isLamost = true;
    if (rows.flux >= 0) return rows;
  }
  for (const char* key : {"ROW", "ARRAY"}) {
    Rows rows;
    int named = 0;
    for (int row = 0; row < count; ++row) {
      const auto word = keys.text(fmt::format("{}{}", key, row + 1));
      if (word) assignRow(rows, row, *word);
      named += word ? 1 : 0;
    }
    if (rows.flux >= 0 && named > 1) return rows;
  }
  return std::nullopt;
}

bool isSpSpec(SourceFile& file, const SourceFile::Image& image) {
  if (image.hdu != 1) return false;
  HeaderKeys keys(file.fits(), 1);
  return keys.number("COEFF0") && keys.number("COEFF1") && keys.number("CRVAL1") &&
         keys.text("TELESCOP").value_or("").starts_with("SDSS");
}

/// Rows of one image of the file.
struct Stack {
  const SourceFile::Image* image = nullptr;
  Rows rows;
  bool isSpSpec = false;
};

std::optional<Stack> stackIn(SourceFile& file) {
  if (!file.isFits()) return std::nullopt;
  for (const SourceFile::Image& image : file.images()) {
    if (image.axes.size() != 2 || image.length(1) < 2 || image.length(1) > kMaxRows || !file.mayRead(image.hdu))
      continue;
    HeaderKeys keys(file.fits(), image.hdu);
    if (const auto rows = namedRows(keys, image.length(1))) return Stack{&image, *rows};
    constexpr std::int64_t kSpSpecRows = 3;
    if (image.length(1) < kSpSpecRows || !isSpSpec(file, image)) continue;
    Stack stack{&image, {}, true};
    stack.rows.flux = 0;
    stack.rows.error = 2;
    stack.rows.errorMeaning = ErrorMeaning::Sigma;
    stack.rows.zeroIsMissing = true;
    return stack;
  }
  return std::nullopt;
}

bool recognises(SourceFile& file) {
  return stackIn(file).has_value();
}

std::vector<double> row(SourceFile& file, const SourceFile::Image& image, int index) {
  std::vector<double> values(static_cast<std::size_t>(image.length(0)));
  file.fits().moveTo(image.hdu);
  file.fits().readImage(index * image.length(0), std::span(values));
  return values;
}

StatedWavelengths findWavelengths(SourceFile& file, const Stack& stack, std::size_t pixels, const ReadContext& context,
                                  const StarInHeader& star) {
  const ImportOptions& options = context.options;
  HeaderKeys keys(file.fits(), stack.image->hdu);
  std::optional<StatedMedium> medium = statedMedium(keys);
  if (!medium && (star.isVacuum || stack.isSpSpec)) medium = kVacuumByDefinition;
  // Prefer the header if it is complete: rows hold the wavelengths as 32-bit floats, with errors of 0.5 mÅ.
  const bool isComplete = stack.rows.wavelength < 0 || (keys.number("COEFF0") && keys.number("COEFF1"));
  if (isComplete && hasWavelengthAxis(keys, 1))
    return wavelengthsOfAxis(keys, 1, pixels, medium, context, file.source());
  if (stack.rows.wavelength >= 0) {
    StatedScale scale{stack.rows.isLamost && !stack.rows.isLog ? "Angstrom" : "", stack.rows.isLog};
    scale.ground = Ground::DataModel;
    scale.place = fmt::format("row {}", stack.rows.wavelength + 1);
    return wavelengthsOf(row(file, *stack.image, stack.rows.wavelength), scale,
                         mediumOf(medium, options.medium, file.source()), context, file.source());
  }
  if (!options.wavelengths.empty()) return readWavelengths(options.wavelengths, context);
  if (auto found = wavelengthsInOtherHdu(file, pixels, stack.image->hdu, context)) return std::move(*found);
  refuseFile(file.source(),
             fmt::format("{} has no wavelengths, neither in its header nor in a row", file.hduLabel(stack.image->hdu)),
             "Use --wavelengths to name a file that has them.");
}

/// Adds the rows to the reading report; row() numbers them from 0, the report from 1, as the header does.
void addParts(ReadGroup& reading, const Stack& stack, const std::vector<float>& flux,
              const std::vector<double>& errors) {
  const Reason reason = stack.isSpSpec ? Reason{Ground::DataModel, "SDSS"} : Reason{Ground::Header};
  const auto add = [&](int row, PartRole role) {
    if (row < 0) return;
    reading.parts.push_back(
        {.name = fmt::format("row {}", row + 1), .kind = PartKind::ImageRow, .role = role, .roleReason = reason});
  };
  add(stack.rows.flux, PartRole::Flux);
  reading.parts.back().samples = samplesOf(flux);
  add(stack.rows.error, roleOfErrors(stack.rows.errorMeaning));
  if (stack.rows.error >= 0) reading.parts.back().samples = samplesOf(errors);
  add(stack.rows.mask, PartRole::Mask);
}

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  const Stack stack = *stackIn(file);
  const SourceFile::Image& image = *stack.image;
  file.markUsed(image.hdu);
  StarInHeader star = starInHeader(file, image.hdu);
  Spectrum spectrum;
  spectrum.flux = asFloats(row(file, image, stack.rows.flux));
  const StatedWavelengths wavelengths = findWavelengths(file, stack, spectrum.flux.size(), context, star);
  const std::vector<double> errors = stack.rows.error < 0 ? std::vector<double>() : row(file, image, stack.rows.error);
  ReadGroup& reading = output.reading;
  addParts(reading, stack, spectrum.flux, errors);
  setWavelengths(reading, wavelengths);
  std::size_t marked = 0, masked = 0, zero = 0;
  if (stack.rows.error >= 0)
    spectrum.fluxError =
        sigmasOf(errors, stack.rows.errorMeaning, spectrum.flux, std::numeric_limits<double>::infinity(), &marked);
  const std::vector<double> mask = stack.rows.mask < 0 ? std::vector<double>() : row(file, image, stack.rows.mask);
  FluxColumns kinds;
  kinds.errorMeaning = stack.rows.errorMeaning;
  const MaskPlace maskPlace = maskPlaceIn(file, image.hdu, stack.rows.maskName, !stack.rows.isLamost);
  const MaskRule maskRule = maskRuleOf(maskPlace, kinds, context.options.maskBits);
  describeMask(reading, maskRule);
  // An error of 0 marks missing data, as does a flux of exactly 0 in LAMOST and SDSS.
  for (std::size_t i = 0; i < spectrum.flux.size(); ++i) {
    const bool isBad = !mask.empty() && isMasked(mask[i], maskRule.bits);
    const bool isMissing = (stack.rows.zeroIsMissing && spectrum.flux[i] == 0.0f) ||
                           !(spectrum.fluxError.empty() || spectrum.fluxError[i] > 0.0f);
    if (!isBad && !isMissing) continue;
    if (std::isfinite(spectrum.flux[i])) ++(isBad ? masked : spectrum.flux[i] == 0.0f ? zero : marked);
    spectrum.flux[i] = kNoData;
    if (!spectrum.fluxError.empty()) spectrum.fluxError[i] = kNoData;
  }
  countMissing(reading, PartRole::Flux, MissingCause::Masked, masked);
  countMissing(reading, PartRole::Flux, MissingCause::ErrorSaysNone, marked);
  countMissing(reading, PartRole::Flux, MissingCause::ZeroFlux, zero);
  if (wavelengths.isReversed) {
    std::reverse(spectrum.flux.begin(), spectrum.flux.end());
    std::reverse(spectrum.fluxError.begin(), spectrum.fluxError.end());
  }
  spectrum.wasAir = wavelengths.isAir;
  spectrum.grid = context.grids.gridOf(wavelengths, file.source());
  spectrum.file = file.fileName();
  spectrum.id = std::move(star.id);
  SpectraBlock block;
  block.starTable = std::move(star.starTable);
  std::move(star.parts.begin(), star.parts.end(), std::back_inserter(reading.parts));
  for (const std::string& word : stack.rows.others)
    reading.parts.push_back({.name = word, .kind = PartKind::ImageRow, .role = PartRole::NotUsed});
  block.spectra.push_back(std::move(spectrum));
  output.spectra(std::move(block));
  if (!stack.rows.others.empty())
    output.note(fmt::format("{}: rows of {} that were not used: {}.", file.source(), file.hduLabel(image.hdu),
                            fmt::join(stack.rows.others, ", ")));
}

}  // namespace

const Format kStackedRows = {"rows of one spectrum", recognises, read};

}  // namespace maury::survey
