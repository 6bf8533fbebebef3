// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/Import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text/Printable.h"
#include "io/Numbers.h"
#include "io/tables/Table.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/ImportFiles.h"
#include "survey/importing/LabelJoin.h"
#include "survey/importing/ReadFiles.h"
#include "survey/importing/SpectraCollector.h"
#include "survey/importing/columns/ApogeeVectors.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/columns/RowMatchedTables.h"
#include "survey/importing/source/ImageRoles.h"
#include "survey/importing/source/UnusedHdus.h"
#include "survey/names/Ids.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

namespace {

namespace fs = std::filesystem;

/// Returns the next step on the command line for wavelengths in an unknown unit.
std::string unitStep(const std::vector<WavelengthUnit>& choices) {
  if (choices.empty()) return "Use --unit to state it.";
  std::string step = "Use ";
  for (std::size_t i = 0; i < choices.size(); ++i) {
    std::string text = wavelengthUnitText(choices[i]);
    if (text.find('(') != std::string::npos) text = "'" + text + "'";  // for the shell
    step += fmt::format("{}--unit {}", i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ", text);
  }
  return step + ".";
}

std::string nameOf(const fs::path& path) {
  const fs::path plain = fs::absolute(path).lexically_normal();
  return plain.has_filename() ? plain.filename().string() : plain.parent_path().filename().string();
}

/// Appends lines unless the text ends with them already.
void addLines(std::vector<std::string>& lines, const std::vector<std::string>& more) {
  if (more.size() <= lines.size() && std::equal(more.rbegin(), more.rend(), lines.rbegin())) return;
  lines.insert(lines.end(), more.begin(), more.end());
}

Dataset readCatalogue(SourceFile& file, ReadGroup::Content content, const ImportOptions& options, RoleMap& roles,
                      ImportReport& report) {
  const int hdu = file.isFits() ? file.tableHdu() : 0;
  io::Table table = hdu > 1 ? rowMatchedTable(file, hdu) : file.takeTable();
  splitApogeeVectors(file, table);
  for (io::Column& column : table.columns)
    if (std::string unit = roles.unitOf(column.name); !unit.empty()) column.unit = std::move(unit);
  ReadGroup reading{.content = content, .firstFile = file.fileName(), .format = "table of stars"};
  Dataset catalogue = catalogueOf(table, options, roles, report, reading);
  reading.place = usedHdus(file);
  reading.unused = file.isFits() ? unusedParts(file) : unusedArrays(table);
  if (file.chosenHdu())
    reading.placeReason = {Ground::User};
  else if (file.tables().size() > 1)
    reading.placeReason = {Ground::Default, "the first table with numbers"};
  std::string key;
  if (const std::string unused = unusedHdus(file, reading.unused, key); file.isFits() && !unused.empty())
    report.notes.push_back(file.source() + unused);
  addGroup(report.reading, std::move(reading));
  return catalogue;
}

/// Lists the first five names.
std::string namesOf(const std::vector<io::Column>& columns) {
  constexpr std::size_t kMaxNames = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(kMaxNames, columns.size()); ++i)
    names += (i > 0 ? ", " : "") + excerpt(columns[i].name);
  return names + (columns.size() > kMaxNames ? " …" : "");
}

/// Reads a survey file of this program and reports it.
Dataset readOwnSurvey(const ImportFile& file, ImportReport& report, Job& job) {
  Dataset survey = readSurvey(file.path, job);
  addGroup(report.reading, readingOfSurvey(survey, file.name(), survey.starCount()));
  return survey;
}

/// Reads a single file if it is a survey, or a table of stars without spectra; otherwise returns nullopt.
std::optional<Dataset> readWhole(const ImportFile& file, const ImportOptions& options, RoleMap& roles,
                                 ImportReport& report, Job& job) {
  if (!file.archive && isSurveyFile(file.path)) return readOwnSurvey(file, report, job);
  SourceFile source = file.open();
  source.useRoles(roles);
  source.hasGivenWavelengths = !options.wavelengths.empty();
  source.chooseHdu(options.hdu);
  source.verifyChecksums(job);
  if (formatOf(source) != nullptr) return std::nullopt;
  if (!source.hasTable() || (source.isFits() && !source.choosesTable() && fluxImage(source) != nullptr))
    return std::nullopt;
  ProgressMeter meter(job, "reading", "files", 1);
  Dataset catalogue = readCatalogue(source, ReadGroup::Content::Stars, options, roles, report);
  meter.advance();
  if (catalogue.numericNames().empty() && !options.textIsEnough)
    throw Error(ErrorKind::Format,
                fmt::format("{}: all columns ({}) contain text, but a catalogue needs at least one numeric column. "
                            "Open the stars first, then join this table to them.",
                            source.fileName(), namesOf(catalogue.columns)));
  catalogue.provenance.origin = source.fileName();
  return catalogue;
}

/// Reads several survey files and appends their stars; nullopt unless all of them are survey files.
std::optional<Dataset> readSurveys(const std::vector<ImportFile>& files, ImportReport& report, Job& job) {
  if (!std::all_of(files.begin(), files.end(),
                   [](const ImportFile& f) { return f.isNamed && !f.archive && isSurveyFile(f.path); }))
    return std::nullopt;
  Dataset all = readOwnSurvey(files.front(), report, job);
  for (std::size_t i = 1; i < files.size(); ++i) {
    try {
      Dataset more = readOwnSurvey(files[i], report, job);
      append(all, more);
      addLines(all.provenance.reading, more.provenance.reading);
    } catch (const Error& error) {
      throw Error(error.kind(),
                  fmt::format("{} and {}: {}", files.front().path.string(), files[i].path.string(), error.what()));
    }
  }
  return all;
}

/// Returns true if the HDU, or the group or array, that the user chose is a table of this file. A chosen HDU of spectra
/// may not exist in the label table.
bool hasTableHdu(SourceFile& file, const std::string& hdu) {
  if (hdu.empty()) return false;
  SourceFile probe(file.source());
  probe.chooseHdu(hdu);
  try {
    if (io::ArrayFile* arrays = probe.arrays())
      return std::any_of(arrays->arrays().begin(), arrays->arrays().end(), [&](const io::ArrayInfo& info) {
        const std::string path = lowerCase(hdu), name = lowerCase(info.name);
        return name == path || name.starts_with(path + "/");
      });
    return probe.choosesTable();
  } catch (const Error&) {
    return false;
  }
}

Dataset readLabels(const ImportOptions& options, RoleMap& roles, ImportReport& report, Job& job) {
  std::error_code failure;
  if (!fs::exists(options.labels, failure))
    throw Error(ErrorKind::File, fmt::format("{}: the label table does not exist.", options.labels.string()));
  SourceFile file(options.labels);
  if (hasTableHdu(file, options.hdu)) file.chooseHdu(options.hdu);
  file.verifyChecksums(job);
  Dataset catalogue = readCatalogue(file, ReadGroup::Content::Labels, options, roles, report);
  if (catalogue.labels.empty())
    report.warnings.push_back(
        fmt::format("{}: no column has the name of a label; all were kept as columns.", options.labels.string()));
  return catalogue;
}

bool isPlainAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Adds a note on the columns whose texts a survey file stores in another spelling, as asciiId() spells them.
void noteSpellings(const Dataset& stars, ImportReport& report) {
  constexpr std::size_t kListed = 5;
  std::size_t count = 0;
  std::string list;
  for (const io::Column& column : stars.columns) {
    const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
    if (texts == nullptr) continue;
    const auto odd = std::find_if_not(texts->begin(), texts->end(), isPlainAscii);
    if (odd == texts->end()) continue;
    if (++count <= kListed)
      list += fmt::format("{}'{}' ('{}' as '{}')", list.empty() ? "" : ", ", excerpt(column.name), excerpt(*odd),
                          excerpt(asciiId(*odd)));
  }
  if (count > 0)
    report.notes.push_back(
        fmt::format("{} with characters that FITS cannot store {} spelled in ASCII in a survey file: {}{}.",
                    count == 1 ? "1 column" : fmt::format("{} columns", count), count == 1 ? "is" : "are", list,
                    count > kListed ? " …" : ""));
}

/// Spells ids in ASCII, the only characters that a survey file can store, and notes the original ids. Ids that would
/// become equal get a number.
void makeIdsAscii(Dataset& stars, ImportReport& report) {
  constexpr std::size_t kListed = 5;
  if (std::all_of(stars.ids.begin(), stars.ids.end(), isPlainAscii)) return;
  std::unordered_set<std::string> taken;
  std::copy_if(stars.ids.begin(), stars.ids.end(), std::inserter(taken, taken.end()), isPlainAscii);
  std::unordered_map<std::string, std::string> spellings;  // of each id, because a star may have several spectra
  std::string list;
  for (std::string& id : stars.ids) {
    if (isPlainAscii(id)) continue;
    const auto [spelling, isNew] = spellings.emplace(id, asciiId(id));
    if (isNew) {
      const std::string plain = spelling->second;
      for (int number = 2; !taken.insert(spelling->second).second; ++number)
        spelling->second = fmt::format("{}_{}", plain, number);
      if (spellings.size() <= kListed)
        list += fmt::format("{}'{}' as '{}'", list.empty() ? "" : ", ", excerpt(id), excerpt(spelling->second));
    }
    id = spelling->second;
  }
  const std::string note =
      fmt::format("{} with characters that FITS cannot store {} spelled in ASCII: {}{}.",
                  spellings.size() == 1 ? "1 id" : fmt::format("{} ids", spellings.size()),
                  spellings.size() == 1 ? "was" : "were", list, spellings.size() > kListed ? " …" : "");
  report.notes.push_back(note);
  stars.provenance.notes.push_back(note);
}

/// Keeps the whole report with the stars, except on survey files of this program, which hold that of their import.
void keepReading(Dataset& stars, ReadingReport reading) {
  const auto isOwn = [](const ReadGroup& group) { return group.content == ReadGroup::Content::Survey; };
  const bool isOwnSurvey = std::any_of(reading.groups.begin(), reading.groups.end(), isOwn);
  std::erase_if(reading.groups, isOwn);
  if (!isOwnSurvey) stars.provenance.reading.clear();
  addLines(stars.provenance.reading, readingLines(reading, true));
}

/// Throws the error that no file could be read, with the reason for the first file.
[[noreturn]] void throwNothingRead(const std::vector<fs::path>& paths, const ImportReport& report) {
  if (report.leftOut.empty())
    throw Error(ErrorKind::Format,
                fmt::format("{}: no spectra in this folder; it holds no files of data.", paths.front().string()));
  const LeftOutFile& first = report.leftOut.front();
  throw Error(
      ErrorKind::Format,
      fmt::format("{}: no spectra in this {}; {} left out. First file, {}: {}.", paths.front().string(),
                  fs::is_directory(paths.front()) ? "folder" : "archive",
                  report.leftOut.size() == 1 ? "1 file was" : fmt::format("{} files were", report.leftOut.size()),
                  first.file, first.reason));
}

/// Reads stars from files of spectra. `fileNames` gets the name of each star's file.
Dataset readSpectra(const std::vector<fs::path>& paths, const std::vector<ImportFile>& files,
                    const ImportOptions& options, const std::vector<std::string>* alignedIds, RoleMap& roles,
                    std::vector<std::string>& fileNames, ImportReport& report, Job& job) {
  SpectraCollector collector(options, report);
  readFiles(files, options, alignedIds, roles, collector, report, job);
  collector.complete();
  if (collector.empty()) throwNothingRead(paths, report);
  fileNames = collector.fileNames();
  Dataset stars = collector.finish(roles);
  stars.provenance.origin = files.size() == 1 ? nameOf(paths.front())
                            : fileNames.empty()
                                ? fmt::format("{}, {} stars", nameOf(paths.front()), stars.starCount())
                                : fmt::format("{}, {} spectra", nameOf(paths.front()), fileNames.size());
  if (options.grid && stars.pixelCount() > 0) stars.provenance.preprocessing.push_back(toText(*options.grid));
  if (options.usesFirstGrid && stars.pixelCount() > 0)
    stars.provenance.notes.push_back(
        fmt::format("rebinned, conserving flux, to the grid of the first spectrum: {}", stars.grid.describe()));
  return stars;
}

constexpr std::string_view kLogGrid = "loglam:";

double nmOfLog(double log10Angstrom) {
  return 0.1 * std::pow(10.0, log10Angstrom);
}

double numberIn(std::string_view part, std::string_view text) {
  const auto value = io::parseReal(io::trim(part));
  if (!value || !std::isfinite(*value))
    throw Error(ErrorKind::Usage, fmt::format("--grid {}: '{}' is not a number.", text, part));
  return *value;
}

}  // namespace

MediumUnknown::MediumUnknown(const std::string& source)
    : Error(ErrorKind::Format,
            fmt::format("{}: the file does not state whether its wavelengths are in air or in vacuum.", source),
            "Use --air or --vacuum.") {}

UnitUnknown::UnitUnknown(const std::string& message, std::vector<WavelengthUnit> choices)
    : Error(ErrorKind::Format, message, unitStep(choices)), m_choices(std::move(choices)) {}

std::vector<std::string> ImportReport::leftOutLines(std::size_t maxLines) const {
  std::vector<std::string> lines;
  for (const LeftOutFile& omitted : leftOut) {
    if (lines.size() == maxLines) {
      lines.push_back(fmt::format("… and {} more files were left out.", leftOut.size() - maxLines));
      break;
    }
    lines.push_back(fmt::format("{} was left out: {}.", omitted.file, omitted.reason));
  }
  return lines;
}

std::uint64_t parseMaskBits(std::string_view text) {
  if (text == "all") return ~std::uint64_t{0};
  if (text == "none") return 0;
  constexpr std::int64_t kBits = 64;
  std::uint64_t bits = 0;
  for (std::string_view rest = text;;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const auto bit = io::parseInteger(io::trim(rest.substr(0, comma)));
    if (!bit || *bit < 0 || *bit >= kBits)
      throw Error(
          ErrorKind::Usage,
          fmt::format("--mask-bits {}: write the numbers of bits from 0 to 63, separated by commas, all or none.",
                      text));
    bits |= std::uint64_t{1} << *bit;
    if (comma == rest.size()) return bits;
    rest.remove_prefix(comma + 1);
  }
}

std::string maskBitsText(std::uint64_t bits) {
  if (bits == 0) return "none";
  if (bits == ~std::uint64_t{0}) return "all";
  std::string text;
  for (int bit = 0; bit < 64; ++bit)
    if ((bits >> bit & 1) != 0) text += fmt::format("{}{}", text.empty() ? "" : ",", bit);
  return text;
}

ResampleStep parseGrid(std::string_view text) {
  constexpr double kMaxPixels = 1e6;  // ten times the largest échelle spectrum
  const bool isLog = text.starts_with(kLogGrid);
  const std::string_view body = isLog ? text.substr(kLogGrid.size()) : text;
  const std::size_t first = body.find(':');
  const std::size_t second = first == std::string_view::npos ? first : body.find(':', first + 1);
  if (second == std::string_view::npos)
    throw Error(ErrorKind::Usage,
                fmt::format("--grid {}: write FIRST:STEP:PIXELS (nm), loglam:FIRST:STEP:PIXELS (log10 "
                            "of Å) or first-file.",
                            text));
  const double start = numberIn(body.substr(0, first), text);
  const double step = numberIn(body.substr(first + 1, second - first - 1), text);
  const double pixels = numberIn(body.substr(second + 1), text);
  if (!(step > 0.0) || !(pixels >= 2.0) || pixels > kMaxPixels || pixels != std::floor(pixels))
    throw Error(
        ErrorKind::Usage,
        fmt::format(
            "--grid {}: the step must be positive, and the number of pixels a whole number from 2 to 1 000 000.",
            text));
  const ResampleStep grid{Resampling::Flux, isLog ? nmOfLog(start) : start, step, static_cast<std::size_t>(pixels),
                          isLog};
  try {
    (void)grid.grid();  // throws if the numbers do not form a grid
    return grid;
  } catch (const Error& error) {
    throw Error(ErrorKind::Usage, fmt::format("--grid {}: {}", text, error.what()));
  }
}

std::string gridText(const ResampleStep& grid) {
  if (!grid.isLog10) return fmt::format("{}:{}:{}", grid.firstNm, grid.step, grid.pixels);
  const double start = std::log10(10.0 * grid.firstNm);
  std::string first = fmt::format("{}", start);
  for (int digits = 1; digits < std::numeric_limits<double>::max_digits10; ++digits) {
    const std::string shorter = fmt::format("{:.{}g}", start, digits);
    if (nmOfLog(*io::parseReal(shorter)) != grid.firstNm) continue;
    first = shorter;
    break;
  }
  return fmt::format("{}{}:{}:{}", kLogGrid, first, grid.step, grid.pixels);
}

ReadGroup readingOfSurvey(const Dataset& schema, const std::string& fileName, std::size_t starCount) {
  ReadGroup reading{.content = ReadGroup::Content::Survey, .firstFile = fileName, .format = "survey file"};
  reading.starCount = starCount;
  reading.pixelCount = starCount * schema.pixelCount();
  const Reason reason{Ground::DataModel};
  const std::size_t starsHere = schema.starCount();
  const auto add = [&](const std::string& name, PartRole role, const std::string& unit,
                       std::vector<std::string>&& samples) {
    reading.parts.push_back({.name = name, .role = role, .unit = unit, .roleReason = reason});
    reading.parts.back().samples = std::move(samples);
  };
  add("id", PartRole::Id, "",
      samplesOf(io::Column{"id", "",
                           std::vector<std::string>(schema.ids.begin(),
                                                    schema.ids.begin() + static_cast<std::ptrdiff_t>(
                                                                             std::min<std::size_t>(3, starsHere)))}));
  if (schema.pixelCount() > 0) {
    const spectra::WavelengthGrid& grid = schema.grid;
    reading.wavelengths = {.place = "HDU WAVELENGTH",
                           .unit = "nm",
                           .unitReason = reason,
                           .mediumReason = reason,
                           .firstNm = grid.first(),
                           .lastNm = grid.last(),
                           .minPixels = grid.size(),
                           .maxPixels = grid.size()};
    add("flux", PartRole::Flux, "", samplesOf(std::span(schema.flux)));
    if (!schema.fluxError.empty()) add("flux_error", PartRole::Error, "", samplesOf(std::span(schema.fluxError)));
  }
  for (const Label& label : schema.labels) {
    add(label.name, PartRole::Label, label.unit, samplesOf(std::span(label.values)));
    if (!label.errors.empty())
      add(errorName(label.name), PartRole::LabelError, label.unit, samplesOf(std::span(label.errors)));
  }
  for (const AuxiliaryInput& input : schema.inputs)
    add(input.name, PartRole::Input, input.unit, samplesOf(std::span(input.values)));
  for (const io::Column& column : schema.columns)
    add(column.name, PartRole::Other, column.unit, samplesOf(column));
  return reading;
}

std::vector<std::string> readingLinesOfSurvey(const Dataset& schema, const std::string& fileName,
                                              std::size_t starCount) {
  ReadingReport reading;
  addGroup(reading, readingOfSurvey(schema, fileName, starCount));
  std::vector<std::string> lines = readingLines(reading, true);
  if (!schema.provenance.reading.empty()) lines.emplace_back("  it was made from:");
  for (const std::string& line : schema.provenance.reading)
    lines.push_back("    " + line);
  return lines;
}

Dataset importSurvey(const std::vector<fs::path>& paths, const ImportOptions& options, ImportReport& report, Job& job) {
  report = ImportReport();
  if (paths.empty()) throw Error(ErrorKind::Usage, "Name a file or folder to import.");
  if (options.rowsAreAligned && options.labels.empty())
    throw Error(ErrorKind::Usage, "--rows-are-aligned needs a label table (--labels).");
  const std::vector<ImportFile> files = gatherFiles(paths, options.labels, report, job);
  if (files.empty()) throwNothingRead(paths, report);

  RoleMap roles(options.roles);
  std::optional<Dataset> labels;
  if (!options.labels.empty()) labels = readLabels(options, roles, report, job);
  std::optional<Dataset> dataset;
  std::vector<std::string> fileNames;
  if (files.size() == 1 && (files.front().isNamed || files.front().archive))
    dataset = readWhole(files.front(), options, roles, report, job);
  else if (files.front().isNamed)
    dataset = readSurveys(files, report, job);
  if (!dataset)
    dataset = readSpectra(paths, files, options, options.rowsAreAligned ? &labels->ids : nullptr, roles, fileNames,
                          report, job);
  if (dataset->pixelCount() > 0) report.spectraRead = dataset->starCount();
  if (labels) {
    const JoinCounts counts = options.rowsAreAligned
                                  ? joinCatalogueByRow(*dataset, *labels, options.labels.string())
                                  : joinCatalogue(*dataset, fileNames, *labels, options.labels.string());
    report.matched = counts.matched;
    report.unmatchedSpectra = counts.unmatchedStars;
    report.unmatchedLabels = counts.unmatchedCatalogue;
    for (ReadGroup& group : report.reading.groups)
      if (group.content == ReadGroup::Content::Labels)
        group.remarks.push_back(fmt::format("joined by {}: {} matched, {} without a match; {} rows unused",
                                            options.rowsAreAligned ? "row" : "id or file name", counts.matched,
                                            counts.unmatchedStars, counts.unmatchedCatalogue));
  }
  roles.requireAllUsed();
  makeIdsAscii(*dataset, report);
  noteSpellings(*dataset, report);
  // The label table was read first, but the spectra are what the report is about.
  std::stable_partition(report.reading.groups.begin(), report.reading.groups.end(),
                        [](const ReadGroup& group) { return group.content != ReadGroup::Content::Labels; });
  keepReading(*dataset, report.reading);
  dataset->validate();
  return std::move(*dataset);
}

Dataset importCatalogue(const fs::path& path, const ImportOptions& options, ImportReport& report, Job& job,
                        const NeededNames& needed) {
  std::error_code none;
  if (!fs::is_regular_file(path, none) || !isSurveyFile(path)) return importSurvey({path}, options, report, job);
  SurveyParts parts = kScalars;
  if (needed) {
    const SurveyReader reader(path, kScalars);
    reader.verifyChecksums(job);
    parts.names = needed(reader.read(0, std::min<std::size_t>(1, reader.starCount())));
  }
  return readSurvey(path, job, parts);
}

}  // namespace maury::survey
