// SPDX-License-Identifier: GPL-3.0-or-later
// A name is split into words of a small vocabulary; every word has a class, and the classes in the name decide. Single
// letters are words only where they are separated from the others.
#include "survey/importing/columns/ColumnNames.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

enum class Word {
  None,
  Wave,
  Log,
  Air,
  Vacuum,
  Nanometre,
  Angstrom,
  Micron,
  Flux,
  FluxPrefix,
  Error,
  ErrorPrefix,
  Relative,
  Variance,
  Inverse,
  InverseVariance,
  Mask,
  GoodMask,
  Modifier,
  Frame,
  Number
};

struct Entry {
  std::string_view text;
  Word word;
  bool isJoinable = true;  ///< may touch other words: "normflux", but not the "a" in "wavea"
};

constexpr std::array kVocabulary = std::to_array<Entry>({
    {"wavelengths", Word::Wave},
    {"wavelength", Word::Wave},
    {"lambdas", Word::Wave},
    {"lambda", Word::Wave},
    {"lamda", Word::Wave},
    {"wavel", Word::Wave},
    {"waves", Word::Wave},
    {"wave", Word::Wave},
    {"wlen", Word::Wave},
    {"wvl", Word::Wave},
    {"lam", Word::Wave},
    {"wl", Word::Wave, false},
    {"wav", Word::Wave, false},
    {"λ", Word::Wave},
    {"log10", Word::Log},
    {"log", Word::Log},
    {"vacuum", Word::Vacuum},
    {"vac", Word::Vacuum},
    {"air", Word::Air},
    {"nanometers", Word::Nanometre},
    {"nanometer", Word::Nanometre},
    {"nm", Word::Nanometre},
    {"angstroms", Word::Angstrom},
    {"angstrom", Word::Angstrom},
    {"ångström", Word::Angstrom},
    {"angs", Word::Angstrom, false},
    {"ang", Word::Angstrom, false},
    {"aa", Word::Angstrom, false},
    {"a", Word::Angstrom, false},
    {"å", Word::Angstrom},
    {"Å", Word::Angstrom},
    {"Ångström", Word::Angstrom},
    {"microns", Word::Micron},
    {"micron", Word::Micron},
    {"micrometer", Word::Micron},
    {"mum", Word::Micron, false},
    {"um", Word::Micron, false},
    {"µm", Word::Micron, false},
    {"μm", Word::Micron, false},
    {"fluxes", Word::Flux},
    {"flux", Word::Flux},
    {"spectrum", Word::Flux},
    {"spectra", Word::Flux},
    {"spec", Word::Flux},
    {"intensity", Word::Flux},
    {"counts", Word::Flux},
    {"flam", Word::Flux, false},
    {"sob", Word::Flux, false},  // GALAH: observed spectrum
    {"f", Word::FluxPrefix, false},
    {"uncertainties", Word::Error},
    {"uncertainty", Word::Error},
    {"uncert", Word::Error},
    {"unc", Word::Error, false},
    {"errors", Word::Error},
    {"error", Word::Error},
    {"errs", Word::Error},
    {"err", Word::Error},
    {"sigma", Word::Error},
    {"sig", Word::Error, false},
    {"stddev", Word::Error},
    {"stdev", Word::Error},
    {"std", Word::Error},
    {"noise", Word::Error},
    {"e", Word::ErrorPrefix},
    {"d", Word::ErrorPrefix},
    {"delta", Word::ErrorPrefix},
    {"relative", Word::Relative},
    {"rel", Word::Relative},
    {"fractional", Word::Relative},
    {"frac", Word::Relative},
    {"variance", Word::Variance},
    {"var", Word::Variance},
    {"inverse", Word::Inverse},
    {"inv", Word::Inverse},
    {"ivar", Word::InverseVariance},
    {"masks", Word::Mask},
    {"mask", Word::Mask},
    {"quality", Word::Mask},
    {"qual", Word::Mask},
    {"flags", Word::Mask},
    {"flag", Word::Mask},
    {"badpix", Word::Mask},
    {"bad", Word::Mask},
    {"dq", Word::Mask, false},
    {"goodpix", Word::GoodMask},
    {"good", Word::GoodMask},
    {"valid", Word::GoodMask},
    {"normalized", Word::Modifier},
    {"normalised", Word::Modifier},
    {"norm", Word::Modifier},
    {"reduced", Word::Modifier},
    {"calibrated", Word::Modifier},
    {"corrected", Word::Modifier},
    {"corr", Word::Modifier},
    {"cont", Word::Modifier},
    {"stat", Word::Modifier},
    {"statistical", Word::Modifier},
    {"total", Word::Modifier},
    {"tot", Word::Modifier},
    {"abs", Word::Modifier},
    {"absolute", Word::Modifier},
    {"raw", Word::Modifier},
    {"data", Word::Modifier},
    {"pixel", Word::Modifier},
    {"pix", Word::Modifier},
    {"bits", Word::Modifier},
    {"bit", Word::Modifier},
    {"and", Word::Modifier},
    {"or", Word::Modifier},
    {"n", Word::Modifier, false},
    {"observed", Word::Frame},
    {"obs", Word::Frame},
    {"rest", Word::Frame},
    {"helio", Word::Frame},
    {"bary", Word::Frame},
    {"grid", Word::Frame},
});

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Splits a word that is not in the vocabulary into words of it that touch; tries the longest first. Returns false if
/// it cannot be split.
bool splitJoined(std::string_view text, std::vector<Word>& words, int depth = 0) {
  constexpr int kMaxWords = 4;
  if (text.empty()) return true;
  if (depth == kMaxWords) return false;
  if (depth > 0 && std::all_of(text.begin(), text.end(), isDigit)) {
    words.push_back(Word::Number);
    return true;
  }
  for (std::size_t length = text.size(); length > 0; --length)
    for (const Entry& entry : kVocabulary) {
      const bool isWhole = depth == 0 && length == text.size();
      if (entry.text.size() != length || !text.starts_with(entry.text) || !(entry.isJoinable || isWhole)) continue;
      const std::size_t before = words.size();
      words.push_back(entry.word);
      if (splitJoined(text.substr(length), words, depth + 1)) return true;
      words.resize(before);
    }
  return false;
}

/// Returns the words of a name; Word::None alone if one is unknown.
std::vector<Word> wordsOf(std::string_view lowerName) {
  constexpr std::string_view kBetween = "_ .-()[]:/#\t";
  constexpr std::size_t kLongestName = 64;
  if (lowerName.size() > kLongestName) return {Word::None};
  std::vector<Word> words;
  for (std::size_t begin = lowerName.find_first_not_of(kBetween); begin != std::string_view::npos;) {
    const std::size_t end = std::min(lowerName.find_first_of(kBetween, begin), lowerName.size());
    const std::string_view text = lowerName.substr(begin, end - begin);
    if (!words.empty() && std::all_of(text.begin(), text.end(), isDigit))
      words.push_back(Word::Number);
    else if (!splitJoined(text, words))
      return {Word::None};
    begin = lowerName.find_first_not_of(kBetween, end);
  }
  return words;
}

class Words {
public:
  explicit Words(std::vector<Word> words) : m_words(std::move(words)) {}
  bool has(Word word) const { return std::find(m_words.begin(), m_words.end(), word) != m_words.end(); }
  bool only(std::initializer_list<Word> allowed) const {
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](Word w) { return std::find(allowed.begin(), allowed.end(), w) != allowed.end(); });
  }
  Word first() const { return m_words.empty() ? Word::None : m_words.front(); }
  std::size_t count() const { return m_words.size(); }

private:
  std::vector<Word> m_words;
};

ColumnQuantity quantityOf(const Words& words, std::string_view lowerName) {
  const bool isOfFlux =
      words.only({Word::Flux, Word::FluxPrefix, Word::Error, Word::ErrorPrefix, Word::Relative, Word::Variance,
                  Word::Inverse, Word::InverseVariance, Word::Modifier, Word::Number});
  if (words.has(Word::Mask) || words.has(Word::GoodMask))
    return words.only({Word::Mask, Word::GoodMask, Word::Flux, Word::Modifier, Word::Number}) ? ColumnQuantity::Mask
                                                                                              : ColumnQuantity::Unknown;
  if (isOfFlux && (words.has(Word::InverseVariance) || (words.has(Word::Inverse) && !words.has(Word::Error))))
    return ColumnQuantity::InverseVariance;
  if (isOfFlux && words.has(Word::Variance)) return ColumnQuantity::Variance;
  const bool hasFlux = words.has(Word::Flux) || words.has(Word::FluxPrefix);
  const bool isError = words.has(Word::Error) || (words.has(Word::ErrorPrefix) && hasFlux);
  if (isOfFlux && isError) return words.has(Word::Relative) ? ColumnQuantity::RelativeSigma : ColumnQuantity::Sigma;
  if (isError || words.has(Word::ErrorPrefix)) return ColumnQuantity::Unknown;
  // "flux_lambda" and "f_lambda" are flux densities, but "spec_wave" is the wavelength of a spectrum.
  const bool startsAsFlux =
      lowerName.starts_with('f') && (words.first() == Word::Flux || words.first() == Word::FluxPrefix);
  if (words.has(Word::Wave) && !startsAsFlux)
    return words.only({Word::Wave, Word::Log, Word::Air, Word::Vacuum, Word::Nanometre, Word::Angstrom, Word::Micron,
                       Word::Frame, Word::Number, Word::Flux})
               ? ColumnQuantity::Wavelength
               : ColumnQuantity::Unknown;
  const bool isFluxDensity = startsAsFlux && words.has(Word::Wave);
  if (!words.has(Word::Flux) && !isFluxDensity) return ColumnQuantity::Unknown;
  return words.only(
             {Word::Flux, Word::FluxPrefix, Word::Wave, Word::Modifier, Word::Relative, Word::Frame, Word::Number})
             ? ColumnQuantity::Flux
             : ColumnQuantity::Unknown;
}

}  // namespace

ColumnName interpretColumnName(std::string_view name) {
  const std::string lowerName = lowerCase(name);
  const Words words(wordsOf(lowerName));
  ColumnName found;
  found.quantity = quantityOf(words, lowerName);
  found.isNumbered = words.has(Word::Number);
  found.isPlain = found.quantity == ColumnQuantity::Flux && words.count() == 1;
  found.marksGoodPixels = words.has(Word::GoodMask);
  if (found.quantity != ColumnQuantity::Wavelength) return found;
  found.isLog = words.has(Word::Log);
  if (words.has(Word::Nanometre)) found.unit = "nm";
  if (words.has(Word::Angstrom)) found.unit = "Angstrom";
  if (words.has(Word::Micron)) found.unit = "um";
  if (words.has(Word::Vacuum)) found.isAir = false;
  if (words.has(Word::Air)) found.isAir = true;
  return found;
}

}  // namespace maury::survey
