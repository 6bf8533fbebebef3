// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/names/Ids.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <utility>

#include "base/text/Printable.h"
#include "io/Numbers.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

/// Names of one id in several tables, lower case.
struct KnownId {
  std::string_view name;
  int group;  ///< columns of one group hold the same id
};

constexpr int kGaia = 100;  ///< group of Gaia's ids
constexpr KnownId kKnownIds[] = {
    {"file", 0},
    {"id", 1},
    {"source_id", kGaia},
    {"rave_obs_id", 3},
    {"apogee_id", 4},
    {"sobject_id", 5},
    {"obsid", 6},
    {"targetid", 7},
    {"cname", 8},
    {"sdss_id", 9},
    {"trg_uid", 10},
    {"obj_uid", 11},
    {"specuid", 12},
    // Matches of other surveys with Gaia come last, because several spectra may belong to one source.
    {"gaia_source_id", kGaia},
    {"gaiadr3_source_id", kGaia},
    {"gaia_dr3_source_id", kGaia},
    {"gaiaedr3_source_id", kGaia},
    {"gaia_edr3_source_id", kGaia},
    {"source_id_dr3", kGaia},
    {"gaiadr3", kGaia},
    {"gaiaedr3", kGaia},
    {"gaia_dr3", kGaia},
    {"gaia_edr3", kGaia},
    {"source", kGaia},
    {"dr3_source_id", 13}};

/// Removes a suffix that programs add to the names of equal columns of two tables: TOPCAT's "_1", pandas' "_x" and
/// ".1".
std::string_view withoutCopyMark(std::string_view name) {
  for (const std::string_view mark : {"_1", "_2", "_3", "_x", "_y", ".1", ".2"})
    if (name.size() > mark.size() && name.ends_with(mark)) return name.substr(0, name.size() - mark.size());
  return name;
}

bool isDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Returns true if the values can be ids of Gaia. A column "source" may name a survey instead.
bool holdsGaiaIds(const io::Column& column) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
    return std::all_of(texts->begin(), texts->end(), [](const std::string& text) {
      return io::isMissingText(io::trim(text)) || isDigits(plainId(text));
    });
  return std::holds_alternative<std::vector<std::int64_t>>(column.values);
}

std::size_t missingIds(const io::Column& column, bool isGaia) {
  const auto count = [](const auto& values, const auto& isMissing) {
    return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), isMissing));
  };
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
    return count(*texts, [](const std::string& text) { return io::isMissingText(io::trim(text)); });
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values))
    return count(*integers, [&](std::int64_t value) { return isGaia ? value <= 0 : value < 0; });
  return count(std::get<std::vector<double>>(column.values), [](double value) { return !std::isfinite(value); });
}

struct Candidate {
  const io::Column* column;
  const KnownId* id;
};

/// Returns the columns with known names: those of the most preferred name first, unmarked names before copies.
std::vector<Candidate> candidatesAmong(const std::vector<io::Column>& columns) {
  std::vector<std::pair<std::size_t, Candidate>> found;  // with their rank
  for (const io::Column& column : columns) {
    const std::string lower = lowerCase(column.name);
    const std::string_view base = withoutCopyMark(lower);
    for (std::size_t i = 0; i < std::size(kKnownIds); ++i) {
      const KnownId& known = kKnownIds[i];
      const bool isExact = known.name == lower;
      if (!isExact && known.name != base) continue;
      if (known.group != kGaia || known.name == "source_id" || holdsGaiaIds(column))
        found.push_back({2 * i + (isExact ? 0 : 1), {&column, &known}});
      break;
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Candidate> candidates;
  for (const auto& [rank, candidate] : found)
    candidates.push_back(candidate);
  return candidates;
}

using Spelling = std::pair<std::string_view, std::string_view>;

/// Spellings of a text's first character; the first pair that the text begins with applies. The micro sign of a unit
/// (µm, µs, µas, µJy) is u, that of a star's name mu.
constexpr Spelling kSpellings[] = {
    {"µm", "u"},      {"µs", "u"},    {"µa", "u"},    {"µJ", "u"},    {"μm", "u"},      {"μs", "u"},
    {"μa", "u"},      {"μJ", "u"},    {"α", "alpha"}, {"β", "beta"},  {"γ", "gamma"},   {"δ", "delta"},
    {"ε", "epsilon"}, {"ζ", "zeta"},  {"η", "eta"},   {"θ", "theta"}, {"ι", "iota"},    {"κ", "kappa"},
    {"λ", "lambda"},  {"μ", "mu"},    {"ν", "nu"},    {"ξ", "xi"},    {"ο", "omicron"}, {"π", "pi"},
    {"ρ", "rho"},     {"σ", "sigma"}, {"ς", "sigma"}, {"τ", "tau"},   {"υ", "upsilon"}, {"φ", "phi"},
    {"χ", "chi"},     {"ψ", "psi"},   {"ω", "omega"}, {"Γ", "Gamma"}, {"Δ", "Delta"},   {"Θ", "Theta"},
    {"Λ", "Lambda"},  {"Ξ", "Xi"},    {"Π", "Pi"},    {"Σ", "Sigma"}, {"Φ", "Phi"},     {"Ψ", "Psi"},
    {"Ω", "Omega"},   {"ϖ", "varpi"}, {"µ", "mu"},    {"ß", "ss"},    {"Æ", "AE"},      {"æ", "ae"},
    {"Œ", "OE"},      {"œ", "oe"},    {"Ø", "O"},     {"ø", "o"},     {"Đ", "D"},       {"đ", "d"},
    {"Ł", "L"},       {"ł", "l"},     {"ı", "i"},     {"Þ", "Th"},    {"þ", "th"},      {"Ð", "D"},
    {"ð", "d"},       {"–", "-"},     {"—", "-"},     {"−", "-"},     {"‐", "-"},       {"‑", "-"},
    {"×", "x"},       {"·", "."},     {"°", "deg"},   {"‘", "'"},     {"’", "'"},       {"′", "'"},
    {"″", "\""},      {"“", "\""},    {"”", "\""},    {"²", "2"},     {"³", "3"},       {"¹", "1"},
    {"…", "..."}};

/// Base letters of the Latin letters U+00C0 … U+017F (first character of Unicode's decomposition NFD); '?' where there
/// is none.
constexpr std::string_view kLatinBases =
    "AAAAAA?CEEEEIIII?NOOOOO??UUUUY??aaaaaa?ceeeeiiii?nooooo??uuuuy?yAaAaAaCcCcCcCcDd??EeEeEeEeEeGgGg"
    "GgGgHh??IiIiIiIiI???JjKk?LlLlLl????NnNnNn???OoOoOo??RrRrRrSsSsSsSsTtTt??UuUuUuUuUuUuWwYyYZzZzZz?";

/// Decodes the character at `offset` and moves `offset` behind it. An invalid byte is returned as it is.
std::uint32_t nextCharacter(std::string_view text, std::size_t& offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(offset++);
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  std::uint32_t code = more == 0 ? first : first & (0x3Fu >> more);
  for (int i = 0; i < more && offset < text.size() && (byte(offset) & 0xC0u) == 0x80u; ++i)
    code = (code << 6u) | (byte(offset++) & 0x3Fu);
  return code;
}

}  // namespace

const io::Column* findIdColumn(const std::vector<io::Column>& columns) {
  const std::vector<Candidate> candidates = candidatesAmong(columns);
  if (candidates.empty()) return nullptr;
  if (candidates.size() == 1) return candidates.front().column;
  const auto isWorse = [](const Candidate& a, const Candidate& b) {
    const auto rank = [](const Candidate& c) {
      return std::pair(missingIds(*c.column, c.id->group == kGaia),
                       std::holds_alternative<std::vector<double>>(c.column->values));
    };
    return rank(a) < rank(b);
  };
  const io::Column* fallback = nullptr;
  for (const Candidate& first : candidates) {
    std::vector<Candidate> group;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(group),
                 [&](const Candidate& other) { return other.id->group == first.id->group; });
    const Candidate best = *std::min_element(group.begin(), group.end(), isWorse);
    if (missingIds(*best.column, best.id->group == kGaia) == 0) return best.column;
    if (fallback == nullptr) fallback = best.column;
  }
  return fallback;
}

std::vector<const io::Column*> gaiaIdColumns(const std::vector<io::Column>& columns) {
  std::vector<const io::Column*> found;
  for (const Candidate& candidate : candidatesAmong(columns))
    if (candidate.id->group == kGaia && holdsGaiaIds(*candidate.column)) found.push_back(candidate.column);
  return found;
}

std::vector<const io::Column*> starIdColumns(const std::vector<io::Column>& columns) {
  constexpr std::string_view kNamesOfStars[] = {"gp_id",     "designation", "star",     "star_id",
                                                "star_name", "starname",    "tmass_id", "twomass_id"};
  constexpr int kIdGroup = 1;  // and 0 for files: names of spectra rather than stars
  std::vector<const io::Column*> found;
  for (const Candidate& candidate : candidatesAmong(columns))
    if (candidate.id->group > kIdGroup && (candidate.id->group != kGaia || holdsGaiaIds(*candidate.column)))
      found.push_back(candidate.column);
  for (const io::Column& column : columns) {
    const std::string name = lowerCase(column.name);
    if (std::find(std::begin(kNamesOfStars), std::end(kNamesOfStars), name) != std::end(kNamesOfStars))
      found.push_back(&column);
  }
  std::erase_if(found,
                [](const io::Column* column) { return std::holds_alternative<std::vector<double>>(column->values); });
  return found;
}

std::string plainId(std::string_view id) {
  id = io::trim(id);
  const std::string lower = lowerCase(id);
  std::string_view rest = lower;
  if (rest.starts_with("gaia")) {
    const auto skip = [&](std::string_view characters) {
      rest.remove_prefix(std::min(rest.find_first_not_of(characters), rest.size()));
    };
    rest.remove_prefix(4);
    skip(" _-");
    for (const std::string_view release : {"edr3", "dr3"}) {
      if (!rest.starts_with(release)) continue;
      rest.remove_prefix(release.size());
      skip(" _-:");
      if (isDigits(rest)) return std::string(rest);
      break;
    }
  }
  std::string_view plain = id;
  rest = lower;
  bool isFile = false;
  for (const std::string_view suffix : {".gz", ".fits", ".fit"}) {
    if (rest.size() <= suffix.size() || !rest.ends_with(suffix)) continue;
    rest.remove_suffix(suffix.size());
    plain.remove_suffix(suffix.size());
    isFile = true;
  }
  if (const std::size_t slash = plain.find_last_of("/\\"); isFile && slash != std::string_view::npos)
    plain.remove_prefix(slash + 1);
  return std::string(plain);
}

std::string asciiId(std::string_view id) {
  constexpr std::uint32_t kFirstAccented = 0xC0, kFirstCombining = 0x300, kLastCombining = 0x36F;
  std::string ascii;
  for (std::size_t offset = 0; offset < id.size();) {
    const auto byte = static_cast<unsigned char>(id[offset]);
    if (byte < 0x80) {
      ascii += byte >= 0x20 && byte < 0x7F ? id[offset] : ' ';
      ++offset;
      continue;
    }
    const std::string_view rest = id.substr(offset);
    const auto* spelling = std::find_if(std::begin(kSpellings), std::end(kSpellings),
                                        [&](const Spelling& pair) { return rest.starts_with(pair.first); });
    const std::uint32_t code = nextCharacter(id, offset);
    const std::uint32_t index = code - kFirstAccented;
    if (spelling != std::end(kSpellings))
      ascii += spelling->second;
    else if (code >= kFirstAccented && index < kLatinBases.size() && kLatinBases[index] != '?')
      ascii += kLatinBases[index];
    else if (code < kFirstCombining || code > kLastCombining)  // an accent of its own is dropped
      ascii += fmt::format("u{:04x}", code);
  }
  return ascii;
}

std::string firstIds(const std::vector<std::string>& ids) {
  constexpr std::size_t kShown = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, ids.size()); ++i)
    text += fmt::format("{}'{}'", i > 0 ? ", " : "", excerpt(ids[i]));
  if (ids.empty()) return "no ids";
  return text + (ids.size() > kShown ? " …" : "");
}

}  // namespace maury::survey
