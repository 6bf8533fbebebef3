// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/ReadingReport.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

#include "base/text/Printable.h"

namespace maury::survey {

namespace {

constexpr std::size_t kMaxGroups = 50;  // groups that a report lists; a folder of a survey has a few

/// Words for a role: for messages, and as `ColumnRole` spells it, empty if it cannot be assigned.
struct RoleWords {
  PartRole role;
  std::string_view text, word;
};
constexpr std::array<RoleWords, 21> kRoleWords = {{{PartRole::Wavelength, "wavelength", "wavelength"},
                                                   {PartRole::Flux, "flux", "flux"},
                                                   {PartRole::Error, "error", "error"},
                                                   {PartRole::RelativeError, "relative error", "relative-error"},
                                                   {PartRole::Variance, "variance", "variance"},
                                                   {PartRole::InverseVariance, "inverse variance", "ivar"},
                                                   {PartRole::Mask, "mask", "mask"},
                                                   {PartRole::Id, "id", "id"},
                                                   {PartRole::Label, "label", "label"},
                                                   {PartRole::LabelError, "label error", ""},
                                                   {PartRole::Input, "input", "input"},
                                                   {PartRole::RightAscension, "right ascension", "ra"},
                                                   {PartRole::Declination, "declination", "dec"},
                                                   {PartRole::Distance, "distance", "distance"},
                                                   {PartRole::Parallax, "parallax", ""},
                                                   {PartRole::ProperMotion, "proper motion", ""},
                                                   {PartRole::Radius, "Galactocentric radius", "R"},
                                                   {PartRole::Height, "height above the plane", "Z"},
                                                   {PartRole::SignalToNoise, "S/N", "snr"},
                                                   {PartRole::Other, "column", ""},
                                                   {PartRole::NotUsed, "not used", "ignore"}}};

const RoleWords& wordsOf(PartRole role) {
  return *std::find_if(kRoleWords.begin(), kRoleWords.end(),
                       [&](const RoleWords& words) { return words.role == role; });
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// Returns true if two parts were read alike; their values may differ.
bool areAlike(const ReadPart& a, const ReadPart& b) {
  return a.name == b.name && a.kind == b.kind && a.role == b.role && a.target == b.target && a.unit == b.unit &&
         a.roleReason == b.roleReason && a.unitReason == b.unitReason && a.detail == b.detail;
}

bool areAlike(const std::optional<ReadWavelengths>& a, const std::optional<ReadWavelengths>& b) {
  if (!a || !b) return !a && !b;
  return a->place == b->place && a->unit == b->unit && a->unitReason == b->unitReason && a->isAir == b->isAir &&
         a->mediumReason == b->mediumReason;
}

bool areAlike(const UnusedPart& a, const UnusedPart& b) {
  return a.form == b.form;
}

template <typename Part>
bool areAllAlike(const std::vector<Part>& a, const std::vector<Part>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Part& x, const Part& y) { return areAlike(x, y); });
}

bool areAlike(const ReadGroup& a, const ReadGroup& b) {
  return a.content == b.content && a.format == b.format && a.place == b.place && a.placeReason == b.placeReason &&
         a.remarks == b.remarks && areAlike(a.wavelengths, b.wavelengths) && areAllAlike(a.parts, b.parts) &&
         areAllAlike(a.unused, b.unused);
}

/// Adds counts for the same reason. Details that differ are listed.
void addMissing(std::vector<MissingCount>& all, const MissingCount& more) {
  constexpr std::size_t kLongestDetail = 60;
  const auto same = std::find_if(all.begin(), all.end(), [&](const MissingCount& m) { return m.cause == more.cause; });
  if (same == all.end()) {
    all.push_back(more);
    return;
  }
  same->count += more.count;
  if (same->detail == more.detail || same->detail.ends_with(" …")) return;
  same->detail += same->detail.size() < kLongestDetail ? ", " + more.detail : " …";
}

template <typename Part>
void takeDoubt(Part& to, const Part& from) {
  if (to.isDoubtful || !from.isDoubtful) return;
  to.isDoubtful = true;
  to.doubt = from.doubt;
}

void merge(ReadGroup& group, const ReadGroup& more) {
  group.fileCount += more.fileCount;
  group.starCount += more.starCount;
  group.pixelCount += more.pixelCount;
  takeDoubt(group, more);
  for (std::size_t i = 0; i < group.parts.size(); ++i) {
    mergeParts(group.parts[i], more.parts[i]);
  }
  if (!group.wavelengths) return;
  ReadWavelengths& wavelengths = *group.wavelengths;
  wavelengths.firstNm = std::min(wavelengths.firstNm, more.wavelengths->firstNm);
  wavelengths.lastNm = std::max(wavelengths.lastNm, more.wavelengths->lastNm);
  wavelengths.minPixels = std::min(wavelengths.minPixels, more.wavelengths->minPixels);
  wavelengths.maxPixels = std::max(wavelengths.maxPixels, more.wavelengths->maxPixels);
  takeDoubt(wavelengths, *more.wavelengths);
}

/// Returns the reason in parentheses; empty if it is unknown.
std::string inParentheses(const Reason& reason) {
  const std::string text = reasonText(reason);
  return text.empty() ? "" : fmt::format(" ({})", text);
}

std::string missingList(const std::vector<MissingCount>& all) {
  std::string list;
  for (const MissingCount& missing : all)
    list += (list.empty() ? "" : ", ") + missingText(missing);
  return list;
}

std::string titleOf(const ReadGroup& group) {
  std::string title = printable(group.firstFile);
  if (group.fileCount > 1) title += " and " + counted(group.fileCount - 1, "more file");
  title += ": " + group.format;
  if (!group.place.empty()) title += fmt::format(", {}{}", printable(group.place), inParentheses(group.placeReason));
  return title;
}

std::string_view thingOf(const ReadGroup& group) {
  if (group.content == ReadGroup::Content::Spectra) return group.starCount == 1 ? "spectrum" : "spectra";
  if (group.content == ReadGroup::Content::Labels) return group.starCount == 1 ? "row" : "rows";
  return group.starCount == 1 ? "star" : "stars";
}

std::string sizeOf(const ReadGroup& group) {
  std::string size = fmt::format("{} {}", group.starCount, thingOf(group));
  if (!group.wavelengths) return size;
  const ReadWavelengths& wavelengths = *group.wavelengths;
  size += fmt::format(" × {}", wavelengths.minPixels);
  if (wavelengths.maxPixels != wavelengths.minPixels) size += fmt::format("–{}", wavelengths.maxPixels);
  return size + fmt::format(" pixels, {:.2f}–{:.2f} nm", wavelengths.firstNm, wavelengths.lastNm);
}

std::string wavelengthsText(const ReadWavelengths& wavelengths) {
  return fmt::format("wavelengths: {}, in {}{}, in {}{}", printable(wavelengths.place), wavelengths.unit,
                     inParentheses(wavelengths.unitReason), wavelengths.isAir ? "air, converted to vacuum" : "vacuum",
                     inParentheses(wavelengths.mediumReason));
}

/// Returns everything about a part in one line: "label teff: TEFF in K (by name), e.g. 4812, 5790; 2 values of -9999
/// taken as missing".
std::string partText(const ReadPart& part) {
  std::string text(roleText(part.role));
  if (!part.target.empty() && part.target != part.name) text += fmt::format(" {}", excerpt(part.target));
  text += fmt::format(": {}", excerpt(part.name));
  if (!part.unit.empty()) text += fmt::format(" in {}{}", excerpt(part.unit), inParentheses(part.unitReason));
  if (const std::string reason = reasonText(part.roleReason); !reason.empty()) text += ", " + reason;
  std::string samples;
  for (const std::string& sample : part.samples)
    samples += (samples.empty() ? "" : ", ") + (sample.empty() ? "missing" : excerpt(sample));
  if (!samples.empty()) text += ", e.g. " + samples;
  if (!part.detail.empty()) text += "; " + printable(part.detail);
  if (!part.missing.empty())
    text += fmt::format("; {} {}", missingList(part.missing), part.isKept ? "kept" : "taken as missing");
  return text;
}

std::string unusedText(const std::vector<UnusedPart>& unused) {
  constexpr std::size_t kMaxNames = 20;
  std::string text;
  for (const UnusedPart& part : std::span(unused).first(std::min(kMaxNames, unused.size())))
    text += fmt::format("{}{}{}", text.empty() ? "left out: " : ", ", excerpt(part.name),
                        part.maybeSpectra ? " (may hold spectra)" : "");
  if (unused.size() > kMaxNames) text += fmt::format(" and {}", counted(unused.size() - kMaxNames, "more part"));
  return text;
}

/// Returns the roles of the parts in one line: "flux 'FLUX', error 'ERR'; 4 labels, 12 other columns".
std::string rolesText(const ReadGroup& group) {
  std::string named;
  std::size_t labels = 0, inputs = 0, columns = 0;
  for (const ReadPart& part : group.parts) {
    if (part.role <= PartRole::Id)
      named += fmt::format("{}{} {}", named.empty() ? "" : ", ", roleText(part.role), excerpt(part.name));
    labels += part.role == PartRole::Label ? 1 : 0;
    inputs += part.role == PartRole::Input ? 1 : 0;
    columns += part.role > PartRole::Input && part.role != PartRole::NotUsed ? 1 : 0;
  }
  std::string counts;
  const auto count = [&](std::size_t number, std::string_view what) {
    if (number > 0) counts += (counts.empty() ? "" : ", ") + counted(number, what);
  };
  count(labels, "label");
  count(inputs, "input");
  count(columns, "other column");
  return named + (named.empty() || counts.empty() ? "" : "; ") + counts;
}

void addIndented(std::vector<std::string>& lines, const std::string& text) {
  if (!text.empty()) lines.push_back("  " + text);
}

void addWhole(std::vector<std::string>& lines, const ReadGroup& group) {
  constexpr std::size_t kMaxParts = 1000;
  addIndented(lines, sizeOf(group));
  if (group.wavelengths) addIndented(lines, wavelengthsText(*group.wavelengths));
  for (std::size_t i = 0; i < std::min(kMaxParts, group.parts.size()); ++i)
    addIndented(lines, partText(group.parts[i]));
  if (group.parts.size() > kMaxParts) addIndented(lines, counted(group.parts.size() - kMaxParts, "more column"));
  for (const std::string& remark : group.remarks)
    addIndented(lines, printable(remark));
}

void addEssentials(std::vector<std::string>& lines, const ReadGroup& group) {
  std::string size = sizeOf(group);
  if (group.wavelengths) {
    size += fmt::format("; the file has {}", group.wavelengths->unit);
    if (group.wavelengths->isMediumStated) size += group.wavelengths->isAir ? " in air" : " in vacuum";
  }
  addIndented(lines, size);
  addIndented(lines, rolesText(group));
}

void addDoubts(std::vector<std::string>& lines, const ReadGroup& group) {
  ReadingReport alone;
  alone.groups.push_back(group);
  for (const Doubt& doubt : alone.doubts())
    addIndented(lines, fmt::format("doubtful: {}{}{}", excerpt(doubt.part), doubt.part.empty() ? "" : ": ",
                                   printable(doubt.text)));
}

}  // namespace

std::vector<Doubt> ReadingReport::doubts() const {
  std::vector<Doubt> doubts;
  for (const ReadGroup& group : groups) {
    if (group.isDoubtful) doubts.push_back({group.firstFile, "", group.doubt});
    if (group.wavelengths && group.wavelengths->isDoubtful)
      doubts.push_back({group.firstFile, "wavelengths", group.wavelengths->doubt});
    for (const ReadPart& part : group.parts)
      if (part.isDoubtful) doubts.push_back({group.firstFile, part.name, part.doubt});
  }
  return doubts;
}

void addGroup(ReadingReport& report, ReadGroup&& group) {
  const auto same = std::find_if(report.groups.begin(), report.groups.end(),
                                 [&](const ReadGroup& known) { return areAlike(known, group); });
  if (same != report.groups.end())
    merge(*same, group);
  else if (report.groups.size() < kMaxGroups)
    report.groups.push_back(std::move(group));
  else
    report.otherFiles += group.fileCount;
}

void mergeParts(ReadPart& part, const ReadPart& more) {
  for (const MissingCount& missing : more.missing)
    addMissing(part.missing, missing);
  takeDoubt(part, more);
}

void addStarParts(ReadingReport& report, std::vector<ReadPart>&& parts, ReadGroup::Content content,
                  const std::string& firstFile, std::size_t starCount) {
  std::vector<ReadPart> others;
  for (ReadPart& part : parts) {
    bool isKnown = false;
    for (ReadGroup& group : report.groups)
      for (ReadPart& known : group.parts) {
        if (known.kind != PartKind::HeaderKey || known.target.empty() || known.target != part.name) continue;
        isKnown = true;
        known.target = part.target;
        known.missing = part.missing;
        takeDoubt(known, part);
      }
    if (!isKnown) others.push_back(std::move(part));
  }
  if (others.empty()) return;
  const auto isOfContent = [&](const ReadGroup& group) { return group.content == content; };
  const auto first = std::find_if(report.groups.begin(), report.groups.end(), isOfContent);
  const bool isOnly = std::count_if(report.groups.begin(), report.groups.end(), isOfContent) == 1;
  if (isOnly && report.otherFiles == 0) {
    std::move(others.begin(), others.end(), std::back_inserter(first->parts));
    return;
  }
  ReadGroup group{.content = ReadGroup::Content::Stars, .firstFile = firstFile, .format = "columns of the stars"};
  for (const ReadGroup& known : report.groups)
    group.fileCount += known.content == content ? known.fileCount : 0;
  group.fileCount = std::max<std::size_t>(1, group.fileCount + report.otherFiles - 1);
  group.starCount = starCount;
  group.parts = std::move(others);
  report.groups.push_back(std::move(group));
}

std::string_view roleWord(PartRole role) {
  return wordsOf(role).word;
}

std::string_view roleText(PartRole role) {
  return wordsOf(role).text;
}

std::string reasonText(const Reason& reason) {
  const std::string detail = excerpt(reason.detail);
  const auto with = [&](std::string_view text) {
    return detail.empty() ? std::string(text) : fmt::format("{} {}", text, detail);
  };
  switch (reason.ground) {
    case Ground::Unknown:
      return {};
    case Ground::User:
      return "as you stated";
    case Ground::Name:
      return detail.empty() ? "by name" : fmt::format("from the name {}", detail);
    case Ground::Unit:
      return with("from the unit");
    case Ground::Ucd:
      return with("from the UCD");
    case Ground::Description:
      return "from the description";
    case Ground::Header:
      return with("from");
    case Ground::Values:
      return detail.empty() ? "from the values" : fmt::format("from the values: {}", detail);
    case Ground::DataModel:
      return detail.empty() ? "as the format defines" : fmt::format("as {} defines", detail);
    case Ground::Default:
      return detail.empty() ? "by default" : detail;
  }
  return {};
}

std::string missingText(const MissingCount& missing) {
  const std::string values = counted(missing.count, "value");
  const std::string detail = missing.detail.empty() ? "" : " " + missing.detail;
  switch (missing.cause) {
    case MissingCause::NotFinite:
      return values + " not finite";
    case MissingCause::Masked:
      return values + " masked";
    case MissingCause::Sentinel:
      return values + (missing.detail.empty() ? " that stand for no value" : " of" + detail);
    case MissingCause::OutsideRange:
      return values + " outside" + (detail.empty() ? " the possible range" : detail);
    case MissingCause::ErrorSaysNone:
      return values + " whose error marks missing data" + detail;
    case MissingCause::ZeroFlux:
      return values + " of exactly 0";
    case MissingCause::BadError:
      return values + " not positive or not finite";
  }
  return values;
}

ReadingReport withoutDoubtsIn(ReadingReport report, const std::vector<std::string>& sentences) {
  const auto settle = [&](auto& decision) {
    const auto contains = [&](const std::string& sentence) { return sentence.find(decision.doubt) != sentence.npos; };
    if (!decision.isDoubtful || std::none_of(sentences.begin(), sentences.end(), contains)) return;
    decision.isDoubtful = false;
    decision.doubt.clear();
  };
  for (ReadGroup& group : report.groups) {
    settle(group);
    if (group.wavelengths) settle(*group.wavelengths);
    for (ReadPart& part : group.parts)
      settle(part);
  }
  return report;
}

std::vector<std::string> readingLines(const ReadingReport& report, bool isWhole) {
  std::vector<std::string> lines;
  for (const ReadGroup& group : report.groups) {
    lines.push_back(titleOf(group));
    (isWhole ? addWhole : addEssentials)(lines, group);
    addIndented(lines, unusedText(group.unused));
    addDoubts(lines, group);
  }
  if (report.otherFiles > 0)
    lines.push_back(fmt::format("{} read in further ways", counted(report.otherFiles, "more file")));
  if (report.fluxCount > 0)
    lines.push_back(
        fmt::format("missing after masks and errors: {} of {} flux values{}", report.missingFlux, report.fluxCount,
                    report.missingErrors == 0 ? "" : ", " + counted(report.missingErrors, "error") + " of others"));
  if (report.medianSnr) lines.push_back(fmt::format("median S/N {:.3g}", *report.medianSnr));
  return lines;
}

}  // namespace maury::survey
