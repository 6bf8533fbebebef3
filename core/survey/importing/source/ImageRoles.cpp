// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/ImageRoles.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

namespace {

using Image = SourceFile::Image;
using Words = std::initializer_list<std::string_view>;

bool contains(std::string_view text, Words words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// Names of the arms of spectrographs, as whole words of an EXTNAME.
constexpr std::array<std::string_view, 20> kArms = {"B",   "R",  "Z",  "G",   "V",     "I",   "U",
                                                    "J",   "H",  "K",  "UVB", "VIS",   "NIR", "BLUE",
                                                    "RED", "IR", "UV", "BL",  "GREEN", "RR"};

/// Splits a name at everything that is not a letter, and keeps the separators: "COADD", "_", "B".
std::vector<std::string> wordsOf(std::string_view name) {
  std::vector<std::string> words;
  bool inWord = false;
  for (const char c : name) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) continue;
    const bool isLetter = std::isalpha(static_cast<unsigned char>(c)) != 0;
    if (!isLetter || !inWord) words.emplace_back();
    words.back() += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    inWord = isLetter;
  }
  return words;
}

bool isArm(const std::string& word) {
  return std::find(kArms.begin(), kArms.end(), word) != kArms.end();
}

/// Returns the EXTNAME of an image without its arm, or its BUNIT if it has no name; in upper case.
std::string describedAs(SourceFile& file, const Image& image) {
  if (image.name.empty()) {
    file.fits().moveTo(image.hdu);
    return upperCase(file.fits().keyText("BUNIT").value_or(""));
  }
  std::string name;
  for (const std::string& word : wordsOf(image.name))
    if (!isArm(word)) name += word;
  while (!name.empty() && (name.front() == '_' || name.front() == '-'))
    name.erase(0, 1);
  while (!name.empty() && (name.back() == '_' || name.back() == '-'))
    name.pop_back();
  return name;
}

/// Returns the kind of errors that HDUCLAS3 states for an image of errors, as in the files of ESO's pipelines (MSE,
/// RMSE or INVMSE), or else `named`.
ErrorMeaning statedErrors(SourceFile& file, const Image& image, ErrorMeaning named) {
  file.fits().moveTo(image.hdu);
  if (upperCase(file.fits().keyText("HDUCLAS2").value_or("")) != "ERROR") return named;
  const std::string kind = upperCase(file.fits().keyText("HDUCLAS3").value_or(""));
  if (kind == "MSE") return ErrorMeaning::Variance;
  if (kind == "RMSE") return ErrorMeaning::Sigma;
  return kind == "INVMSE" ? ErrorMeaning::InverseVariance : named;
}

bool isFluxName(std::string_view name) {
  constexpr std::array<std::string_view, 7> kNames = {"FLUX", "SPECTRUM",       "SPEC",  "SCI",
                                                      "DATA", "INPUT_SPECTRUM", "FLUXES"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// Returns true for WAVELENGTH, TRACE_WAVE, LOGLAM and the BUNIT "Wavelength (Ang)".
bool namesWavelengths(const std::string& name) {
  constexpr std::array<std::string_view, 6> kWords = {"WAVE", "WAV", "LAM", "LOGLAM", "LOGWAVE", "WL"};
  const std::vector<std::string> words = wordsOf(name);
  return contains(name, {"WAVELENGTH", "LAMBDA"}) || std::any_of(words.begin(), words.end(), [&](const auto& word) {
           return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
         });
}

/// Returns how similar two names are: the length of their common start and end. TRACE2_VAR belongs to TRACE2_FLUX
/// rather than to TRACE1_FLUX.
std::size_t similarity(std::string_view a, std::string_view b) {
  std::size_t start = 0, end = 0;
  while (start < std::min(a.size(), b.size()) && a[start] == b[start])
    ++start;
  while (end < std::min(a.size(), b.size()) - start && a[a.size() - 1 - end] == b[b.size() - 1 - end])
    ++end;
  return start + end;
}

/// Returns how well an image belongs to a flux image, by its arm and name; nullopt if it belongs to another arm.
std::optional<std::size_t> affinity(const Image& flux, const Image& image) {
  constexpr std::size_t kSameArm = 10000, kBadInAll = 1000;
  const std::string arm = armOf(image.name);
  const bool isSame = arm == armOf(flux.name);
  if (!isSame && !arm.empty()) return std::nullopt;
  // ANDMASK marks pixels that are bad in all exposures, ORMASK those that are bad in any.
  const bool isBadInAll =
      image.name.find("ANDMASK") != std::string::npos || image.name.find("AND_MASK") != std::string::npos;
  return (isSame ? kSameArm : 0) + (isBadInAll ? kBadInAll : 0) + similarity(flux.name, image.name);
}

bool hasHeaderAxis(SourceFile& file, const Image& image) {
  HeaderKeys keys(file.fits(), image.hdu);
  return hasWavelengthAxis(keys, 1) || (image.axes.size() == 2 && hasWavelengthAxis(keys, 2));
}

/// Returns true for a 1-D image without a name whose positive values increase: wavelengths, not fluxes.
bool increases(SourceFile& file, const Image& image) {
  constexpr std::int64_t kMaxPixels = 1'000'000;  // more than any spectrum has
  if (image.axes.size() != 1 || image.length(0) > kMaxPixels || !image.name.empty() || hasHeaderAxis(file, image))
    return false;
  file.fits().moveTo(image.hdu);
  const std::vector<double> values = file.fits().readImage();
  return values.size() > 2 && values.front() > 0.0 &&
         std::adjacent_find(values.begin(), values.end(), [](double a, double b) { return !(a < b); }) == values.end();
}

}  // namespace

std::string armForm(std::string_view extensionName) {
  std::string form;
  for (const std::string& word : wordsOf(extensionName))
    form += isArm(word) ? "*" : word;
  return form;
}

std::string armOf(std::string_view extensionName) {
  for (const std::string& word : wordsOf(extensionName))
    if (isArm(word)) return word;
  return {};
}

ImageRole roleOf(SourceFile& file, const Image& image) {
  if (image.axes.size() > 2) return ImageRole::Other;
  const std::string name = describedAs(file, image);
  if (contains(name, {"NOSS"}) || (contains(name, {"SKY"}) && !contains(name, {"SKYSUB"}))) return ImageRole::Other;
  if (contains(name, {"CONTINUUM"}) && !contains(name, {"NORM"})) return ImageRole::Other;
  if (contains(name, {"RESOLUTION", "LSF", "PSF", "TELLURIC", "TELURIC", "MODEL", "TEMPLATE", "SENSFUNC", "COEFF",
                      "COVAR", "BACKGROUND", "SCATTERED", "CROSS_TALK", "WEIGHT", "RESID"}))
    return ImageRole::Other;
  const bool isWavelength = namesWavelengths(name);
  if (errorsIn(file, image) != ErrorMeaning::None) return isWavelength ? ImageRole::Other : ImageRole::Error;
  if (contains(name, {"MASK", "FLAG", "QUAL", "BADPIX", "BITWISE"}) || name == "DQ") return ImageRole::Mask;
  return isWavelength || increases(file, image) ? ImageRole::Wavelength : ImageRole::Spectrum;
}

ErrorMeaning errorsIn(SourceFile& file, const Image& image) {
  if (isRelativeError(image)) return ErrorMeaning::Relative;
  const std::string name = describedAs(file, image);
  if (!image.name.empty()) {
    // STAT is the variance in the files of ESO's MUSE and other instruments, next to DATA and DQ.
    const ErrorMeaning named = name == "STAT" ? ErrorMeaning::Variance : errorMeaningOf(name, "");
    return named == ErrorMeaning::None ? named : statedErrors(file, image, named);
  }
  return contains(name, {"ERROR"}) ? ErrorMeaning::Sigma : ErrorMeaning::None;
}

bool isRelativeError(const Image& image) {
  return image.name == "INPUT_SIGMA" || image.name == "RELATIVE_ERROR";
}

const Image* fluxImage(SourceFile& file) {
  const std::vector<Image>& images = file.images();
  if (const auto chosen = file.chosenHdu()) {
    const auto found = std::find_if(images.begin(), images.end(), [&](const Image& i) { return i.hdu == *chosen; });
    return found == images.end() ? nullptr : &*found;
  }
  const Image* best = nullptr;
  int bestRank = 0;
  for (const Image& image : images) {
    if (roleOf(file, image) != ImageRole::Spectrum) continue;
    const int rank = isFluxName(describedAs(file, image)) && !image.name.empty() ? 3
                     : image.axes.size() == 2 || hasHeaderAxis(file, image)      ? 2
                                                                                 : 1;
    if (rank > bestRank) best = &image;
    bestRank = std::max(rank, bestRank);
  }
  for (const Image& image : images)  // a file of nothing but, say, a template
    if (best == nullptr && image.axes.size() <= 2 && roleOf(file, image) == ImageRole::Other &&
        hasHeaderAxis(file, image))
      best = &image;
  return best;
}

Reason fluxReason(SourceFile& file, const Image& flux) {
  if (file.chosenHdu()) return {};
  if (!flux.name.empty() && isFluxName(describedAs(file, flux))) return {Ground::Name};
  return {Ground::Default, file.images().size() == 1 ? "the only image" : "the first image of spectra"};
}

const Image* companionOf(SourceFile& file, const Image& flux, ImageRole role) {
  const Image* best = nullptr;
  std::optional<std::size_t> bestAffinity;
  for (const Image& image : file.images()) {
    if (image.hdu == flux.hdu || image.axes != flux.axes || roleOf(file, image) != role) continue;
    const auto found = affinity(flux, image);
    if (!found || (bestAffinity && *found <= *bestAffinity)) continue;
    best = &image;
    bestAffinity = found;
  }
  return best;
}

const Image* wavelengthsOf(SourceFile& file, const Image& flux) {
  const Image* best = nullptr;
  std::optional<std::size_t> bestAffinity;
  for (const Image& image : file.images()) {
    const bool fits =
        image.axes == flux.axes ||
        (image.axes.size() == 1 && (image.length(0) == flux.length(0) || image.length(0) == flux.length(1)));
    if (image.hdu == flux.hdu || !fits || roleOf(file, image) != ImageRole::Wavelength) continue;
    const auto found = affinity(flux, image);
    if (!found || (bestAffinity && *found <= *bestAffinity)) continue;
    best = &image;
    bestAffinity = found;
  }
  return best;
}

}  // namespace maury::survey
