// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/opening/FileReview.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "base/Error.h"
#include "base/text/ShellWord.h"
#include "survey/file/SurveyFile.h"
#include "survey/importing/ImportFiles.h"
#include "survey/importing/ImportOptionTable.h"
#include "survey/names/LabelNames.h"
#include "survey/names/TextCase.h"
#include "workbench/opening/KnownForms.h"

namespace maury::workbench {

namespace fs = std::filesystem;
using survey::ImportOptions;
using survey::PartKind;
using survey::PartRole;
using survey::ReadGroup;
using survey::ReadPart;

namespace {

constexpr std::size_t kMaxRows = 2000;
/// Labels that are offered for a column whose name tells nothing; others are stated by renaming the column.
constexpr std::array<const char*, 6> kOfferedLabels = {"teff", "logg", "mh", "feh", "alpham", "alphafe"};

bool isForeign(const fs::path& path) {
  std::error_code none;
  return !fs::is_regular_file(path, none) || (!looksLikeModel(path) && !survey::isSurveyFile(path));
}

/// Returns the first file that is neither a model nor a survey of this program; nullptr if there is none.
const fs::path* firstForeign(const FilesToRead& files) {
  const auto first = std::find_if(files.paths.begin(), files.paths.end(), isForeign);
  return first == files.paths.end() ? nullptr : &*first;
}

std::string nameOf(const FilesToRead& files) {
  if (files.paths.empty()) return {};
  const fs::path plain = fs::absolute(files.paths.front()).lexically_normal();
  const std::string name = plain.has_filename() ? plain.filename().string() : plain.parent_path().filename().string();
  const std::size_t more = files.paths.size() - 1;
  return more == 0 ? name : fmt::format("{} and {} more file{}", name, more, more == 1 ? "" : "s");
}

/// Form, columns and HDUs of the first file, whatever it is read as.
struct Offer {
  std::string form, file;
  std::vector<survey::SourcePlace> places;
  std::vector<ReadPart> columns;
};

/// Examines the first file; returns what could be found out about it.
Offer examine(const FilesToRead& files, const std::string& hdu, Job& job) {
  Offer offer;
  const fs::path* path = firstForeign(files);
  if (path == nullptr) return offer;
  try {
    survey::ImportReport report;
    // openFiles() reads labels.csv in a folder as the labels of its spectra.
    std::error_code none;
    const fs::path labels = *path / "labels.csv";
    const bool hasLabels = fs::is_regular_file(labels, none);
    const std::vector<survey::ImportFile> found =
        survey::gatherFiles({*path}, hasLabels ? labels : fs::path(), report, job);
    if (found.empty()) return offer;
    survey::SourceFile source = found.front().open();
    offer.file = source.fileName();
    offer.places = survey::placesOf(source);
    offer.form = survey::formOf(source);
    source.chooseHdu(hdu);
    offer.columns = survey::columnsOf(source);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::Cancelled) throw;
    // The import says what is wrong with the file.
  }
  return offer;
}

bool takesLabelWord(const std::string& target) {
  const std::string_view name = target;
  return !name.empty() && survey::isKnownLabel(name.starts_with("e_") ? name.substr(2) : name);
}

/// Returns the role of a part as survey::ColumnRole writes it.
std::string wordOf(const ReadPart& part) {
  if ((part.role == PartRole::Label || part.role == PartRole::LabelError) && takesLabelWord(part.target))
    return part.target;
  return std::string(survey::roleWord(part.role));
}

std::string textOfRole(PartRole role, const std::string& target) {
  std::string text(survey::roleText(role));
  if ((role == PartRole::Label || role == PartRole::LabelError || role == PartRole::Input) && !target.empty())
    text += " " + survey::displayName(target);
  return text;
}

bool takesUnit(PartRole role) {
  switch (role) {
    case PartRole::Wavelength:
    case PartRole::Label:
    case PartRole::Input:
    case PartRole::RightAscension:
    case PartRole::Declination:
    case PartRole::Distance:
    case PartRole::Radius:
    case PartRole::Height:
      return true;
    default:
      return false;
  }
}

bool isChangeable(const ReadPart& part, ReadGroup::Content content) {
  return content != ReadGroup::Content::Survey &&
         (part.kind == PartKind::Column || part.kind == PartKind::ArrayColumn || part.kind == PartKind::Array);
}

/// Returns the roles that the report offers, then the others that the type of the part allows.
std::vector<PartRole> offeredRoles(const ReadPart& part, const ReadPart* inFile) {
  std::vector<PartRole> roles = part.alternatives;
  if (inFile != nullptr) roles.insert(roles.end(), inFile->alternatives.begin(), inFile->alternatives.end());
  roles.push_back(PartRole::NotUsed);
  std::vector<PartRole> unique;
  for (const PartRole role : roles)
    if (role != PartRole::NotUsed && std::find(unique.begin(), unique.end(), role) == unique.end())
      unique.push_back(role);
  unique.push_back(PartRole::NotUsed);
  return unique;
}

std::vector<RoleChoice> choicesOf(const ReadPart& part, const ReadPart* inFile, const ColumnRow& row) {
  std::vector<RoleChoice> choices{{"", row.isStated ? "as the program finds it" : row.role}};
  const auto add = [&](const std::string& word, const std::string& text) {
    const bool isPresent = !row.isStated && word == row.word;
    if (!word.empty() && !isPresent) choices.push_back({word, text});
  };
  for (const PartRole role : offeredRoles(part, inFile)) {
    if (role != PartRole::Label) {
      add(std::string(survey::roleWord(role)), std::string(survey::roleText(role)));
      continue;
    }
    for (const char* label : kOfferedLabels)
      add(label, textOfRole(PartRole::Label, label));
    add("label", "label with the name of the column");
    for (const char* label : kOfferedLabels)
      add(std::string("e_") + label, textOfRole(PartRole::LabelError, std::string("e_") + label));
  }
  // A role that the user stated is among the choices even if it is an unusual one.
  const bool isListed =
      std::any_of(choices.begin(), choices.end(), [&](const RoleChoice& choice) { return choice.word == row.word; });
  if (row.isStated && !isListed) choices.push_back({row.word, row.role});
  return choices;
}

const survey::ColumnRole* statedRole(const ImportOptions& options, const std::string& column) {
  const auto found = std::find_if(options.roles.begin(), options.roles.end(), [&](const survey::ColumnRole& role) {
    return survey::lowerCase(role.column) == survey::lowerCase(column);
  });
  return found == options.roles.end() ? nullptr : &*found;
}

/// Returns why a part was read so, and what of it is missing, as clauses.
std::string whyOf(const ReadPart& part) {
  std::string why = survey::reasonText(part.roleReason);
  const auto add = [&](const std::string& clause) { why += (why.empty() ? "" : "; ") + clause; };
  if (!part.unit.empty() && part.unitReason.ground != survey::Ground::Unit)
    if (const std::string reason = survey::reasonText(part.unitReason); !reason.empty()) add("unit " + reason);
  for (const survey::MissingCount& missing : part.missing)
    add(fmt::format("{} {}", survey::missingText(missing), part.isKept ? "kept" : "taken as missing"));
  return why;
}

ColumnRow rowOf(const ReadPart& part, const ReadPart* inFile, const ReadGroup& group, const ImportOptions& options) {
  ColumnRow row{.file = group.firstFile, .name = part.name, .unit = part.unit, .samples = part.samples};
  row.role = textOfRole(part.role, part.target);
  row.word = wordOf(part);
  row.why = whyOf(part);
  if (part.isDoubtful) row.doubt = part.doubt;
  if (!isChangeable(part, group.content)) return row;
  if (const survey::ColumnRole* stated = statedRole(options, part.name)) {
    row.isStated = true;
    row.word = stated->role;
  }
  row.takesUnit = takesUnit(part.role) && !row.word.empty();
  row.choices = choicesOf(part, inFile, row);
  // A column of a file that could not be read has the role that the user stated all the same.
  const auto choice = std::find_if(row.choices.begin(), row.choices.end(),
                                   [&](const RoleChoice& each) { return each.word == row.word; });
  if (row.isStated && part.role == PartRole::NotUsed && choice != row.choices.end()) row.role = choice->text;
  return row;
}

const ReadPart* partNamed(const std::vector<ReadPart>& parts, const std::string& name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const ReadPart& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

bool hasColumns(const ReadGroup& group) {
  return std::any_of(group.parts.begin(), group.parts.end(),
                     [&](const ReadPart& part) { return isChangeable(part, group.content); });
}

/// Lists the columns of the report, then those of the first file that it does not name.
void describeColumns(FileReview& review, const survey::ReadingReport& report, const Offer& offer) {
  std::unordered_set<std::string> known;
  for (const ReadGroup& group : report.groups)
    for (const ReadPart& part : group.parts) {
      known.insert(survey::lowerCase(part.name));
      if (review.columns.size() < kMaxRows)
        review.columns.push_back(rowOf(part, partNamed(offer.columns, part.name), group, review.options));
    }
  // The columns of a file that is read as images only have no roles.
  if (!report.empty() && std::none_of(report.groups.begin(), report.groups.end(), hasColumns)) return;
  ReadGroup file;
  file.firstFile = offer.file;
  for (const ReadPart& part : offer.columns)
    if (review.columns.size() < kMaxRows && known.insert(survey::lowerCase(part.name)).second)
      review.columns.push_back(rowOf(part, nullptr, file, review.options));
}

/// Returns the essentials of the report without its doubts, which the columns show.
std::vector<std::string> essentialsOf(survey::ReadingReport report) {
  for (ReadGroup& group : report.groups) {
    group.isDoubtful = false;
    if (group.wavelengths) group.wavelengths->isDoubtful = false;
    for (ReadPart& part : group.parts)
      part.isDoubtful = false;
  }
  return survey::readingLines(report, false);
}

void describe(FileReview& review, const survey::ReadingReport& report, const Offer& offer) {
  review.lines = essentialsOf(report);
  review.doubts = report.doubts();
  review.places = offer.places;
  describeColumns(review, report, offer);
  for (const ReadGroup& group : report.groups)
    for (const survey::UnusedPart& part : group.unused)
      review.leftOut.push_back(part.name + (part.maybeSpectra ? " (may hold spectra)" : ""));
}

OpenedFiles readAll(const FilesToRead& files, const ImportOptions& options, Job& job) {
  if (files.purpose == FilesToRead::Purpose::Open) return openFiles(files.paths, options, job);
  OpenedFiles opened;
  opened.survey =
      std::make_shared<const survey::Dataset>(survey::importSurvey(files.paths, options, opened.report, job));
  opened.surveyPath = files.paths.front();
  return opened;
}

/// Returns true for a column with values that may be a flux.
bool mayHoldNumbers(const ColumnRow& row) {
  return !row.samples.empty() && std::any_of(row.choices.begin(), row.choices.end(),
                                             [](const RoleChoice& choice) { return choice.word == "flux"; });
}

/// Reads the files with the options of the review, and with a guess for what nothing states, to show the columns.
void read(FileReview& review, const Offer& offer, Job& job) {
  ImportOptions options = review.options;
  survey::ReadingReport report;
  for (bool isDone = false; !isDone;) {
    isDone = true;
    try {
      auto opened = std::make_shared<const OpenedFiles>(readAll(review.files, options, job));
      report = opened->report.reading;
      if (!review.needsMedium && !review.needsUnit) review.opened = std::move(opened);
    } catch (const survey::MediumUnknown& unknown) {
      review.question = unknown.what();
      review.needsMedium = true;
      options.medium = ImportOptions::Medium::Vacuum;
      isDone = false;
    } catch (const survey::UnitUnknown& unknown) {
      review.question = unknown.what();
      // If the stated unit did not help, another question would not either.
      if (options.unit || unknown.choices().empty()) {
        review.problem = unknown.what();
      } else {
        review.needsUnit = true;
        review.units = unknown.choices();
        options.unit = unknown.choices().front();
        isDone = false;
      }
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::Cancelled) throw;
      review.problem = error.what();
      review.columnsMayHelp = error.kind() == ErrorKind::Format;
    }
  }
  if (!review.problem.empty()) review.needsMedium = review.needsUnit = false;
  for (survey::ReadGroup& group : report.groups)
    if (group.wavelengths) group.wavelengths->isMediumStated = !review.needsMedium;
  describe(review, report, offer);
  review.columnsMayHelp =
      review.columnsMayHelp && std::any_of(review.columns.begin(), review.columns.end(), mayHoldNumbers);
}

/// Returns the review of files before they are read.
FileReview unread(const FilesToRead& files, const ImportOptions& options, const Offer& offer) {
  FileReview review;
  review.files = files;
  review.options = options;
  review.form = offer.form;
  review.name = nameOf(files);
  return review;
}

}  // namespace

FileReview reviewFiles(const FilesToRead& files, const ImportOptions& options, Job& job, const fs::path& formsFile) {
  const Offer offer = examine(files, options.hdu, job);
  if (!formsFile.empty() && !statesAnything(options)) {
    if (const auto known = optionsOfForm(formsFile, offer.form)) {
      FileReview review = unread(files, *known, offer);
      review.isRemembered = true;
      read(review, known->hdu.empty() ? offer : examine(files, known->hdu, job), job);
      if (review.problem.empty()) return review;
    }
  }
  FileReview review = unread(files, options, offer);
  read(review, offer, job);
  return review;
}

void stateRole(ImportOptions& options, const std::string& column, const std::string& word, const std::string& unit) {
  const survey::ColumnRole* known = statedRole(options, column);
  if (word.empty()) {
    if (known != nullptr) options.roles.erase(options.roles.begin() + (known - options.roles.data()));
  } else if (known != nullptr) {
    options.roles[static_cast<std::size_t>(known - options.roles.data())] = {known->column, word, unit};
  } else {
    options.roles.push_back({column, word, unit});
  }
}

bool statesAnything(const ImportOptions& options) {
  return !commandLine(survey::importOptionTable(), options).empty();
}

std::string importCommand(const FileReview& review) {
  ImportOptions options = review.options;
  if (review.opened && !review.opened->labels.empty()) options.labels = review.opened->labels;
  std::string command = "maury-cli import";
  fs::path first;
  for (const fs::path& path : review.files.paths) {
    std::error_code none;
    const bool isModel = fs::is_regular_file(path, none) && looksLikeModel(path);
    if (isModel || path == options.labels) continue;
    if (first.empty()) first = path;
    command += ' ' + shellWord(path.string());
  }
  const std::string stem = first.has_filename() ? first.stem().string() : first.parent_path().stem().string();
  return command + commandLine(survey::importOptionTable(), options) + " --out " + shellWord(stem + "-survey.fits");
}

}  // namespace maury::workbench
