// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/combining/Combine.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "base/Error.h"
#include "base/Parallel.h"
#include "base/Statistics.h"
#include "base/text/Printable.h"
#include "io/DiskSpace.h"
#include "spectra/JoinArms.h"
#include "spectra/RepeatLevels.h"
#include "survey/file/SurveySize.h"
#include "survey/file/SurveyStream.h"
#include "survey/file/SurveyWriter.h"
#include "survey/names/Ids.h"

namespace maury::survey {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kBlockBytes = std::size_t{16} << 20;
/// A column of integers may become text of this length.
constexpr std::size_t kIntegerWidth = std::numeric_limits<std::int64_t>::digits10 + 2;

std::string starsText(std::size_t count) {
  return fmt::format("{} star{}", count, count == 1 ? "" : "s");
}

std::string spectraText(std::size_t count) {
  return count == 1 ? "1 spectrum" : fmt::format("{} spectra", count);
}

double signalToNoise(std::span<const float> flux, std::span<const float> fluxError) {
  std::vector<float> ratios;
  for (std::size_t i = 0; i < flux.size(); ++i)
    if (const float ratio = flux[i] / fluxError[i]; std::isfinite(ratio)) ratios.push_back(ratio);
  return median(ratios);
}

/// Adds the elements of `more` that `all` lacks.
void addNew(std::vector<std::string>& all, const std::vector<std::string>& more) {
  for (const std::string& text : more)
    if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(text);
}

}  // namespace

std::string CombineReport::summary() const {
  std::string text = spectraText(stars);
  if (files.size() > 1) {
    text += fmt::format(", {} of them from all {} files", complete, files.size());
    std::vector<std::string> lacking;
    for (std::size_t file = 0; file < files.size(); ++file)
      if (absent[file] > 0) lacking.push_back(fmt::format("{} lacks {}", files[file], starsText(absent[file])));
    if (!lacking.empty()) text += fmt::format(" ({})", fmt::join(lacking, ", "));
  }
  text += '.';
  if (dropped > 0) text += fmt::format(" {} not in all files were dropped.", spectraText(dropped));
  if (coadded > 0) text += fmt::format(" {} of {} were co-added.", spectraText(coaddedSpectra), starsText(coadded));
  if (scaledSpectra > 0)
    text += fmt::format(" {} scaled to the level of the star's spectrum with the highest S/N, by {}.",
                        scaledSpectra == 1 ? "1 spectrum was" : fmt::format("{} spectra were", scaledSpectra),
                        scaledSpectra == 1 ? fmt::format("a factor of {:.3g}", leastFactor)
                                           : fmt::format("factors of {:.3g} to {:.3g}", leastFactor, greatestFactor));
  if (comparedStars > 0)
    text += fmt::format(" Scatter between repeats against the stated errors: reduced χ² {:.2f} (median of {}).",
                        medianReducedChi2, starsText(comparedStars));
  return text;
}

Combination::Combination(CombineSources sources, const CombineOptions& options, Job& job)
    : m_sources(std::move(sources)), m_options(options) {
  requireSources();
  if (!options.velocityColumn.empty())
    m_toRest = Recipe({RestFrameStep{.column = options.velocityColumn, .method = Resampling::Flux}});
  for (const auto& source : m_sources) {
    m_report.files.push_back(source->name());
    m_grids.push_back(std::make_shared<const spectra::WavelengthGrid>(source->grid()));
    m_hasErrors = m_hasErrors || !source->example().fluxError.empty();
  }
  findRepeats();
  group(job);
  chooseGrid();
  describe();
}

void Combination::requireSources() const {
  if (m_sources.empty()) throw Error(ErrorKind::Usage, "Name files to combine.");
  if (m_sources.size() == 1 && m_options.repeats == Repeats::Keep)
    throw Error(ErrorKind::Usage, "Name at least two files, or co-add the repeats of one file.",
                "Use --repeats mean or --repeats median.");
  if (!m_options.velocityColumn.empty() && m_options.repeats == Repeats::Keep)
    throw Error(ErrorKind::Usage, "Velocities are used only to co-add repeats.",
                "Use --repeats mean or --repeats median.");
  for (const auto& source : m_sources) {
    if (source->starCount() == 0)
      throw Error(ErrorKind::Mismatch, fmt::format("{} has no stars to combine.", source->name()));
    if (source->grid().empty())
      throw Error(ErrorKind::Mismatch,
                  fmt::format("{} has no spectra. A catalogue is joined to a survey instead.", source->name()),
                  "Use maury-cli join.");
    if (!m_options.velocityColumn.empty() && !source->example().hasNumeric(m_options.velocityColumn))
      throw Error(ErrorKind::Mismatch,
                  fmt::format("{} has no column '{}' with velocities.", source->name(), m_options.velocityColumn));
  }
}

/// Finds the files whose spectra are co-added with those of another file, because they cover the same wavelengths.
void Combination::findRepeats() {
  const auto areRepeats = [&](std::size_t first, std::size_t second) {
    const spectra::WavelengthGrid &a = *m_grids[first], &b = *m_grids[second];
    return m_options.repeats != Repeats::Keep && spectra::coverTheSame(a.first(), a.last(), b.first(), b.last());
  };
  for (std::size_t file = 0; file < m_grids.size(); ++file) {
    std::size_t arm = 0;
    while (arm < file && (m_arms[arm] != arm || !areRepeats(arm, file)))
      ++arm;
    m_arms.push_back(arm);
  }
}

/// Returns the number of spectra of a star after its repeats were co-added.
std::size_t Combination::armCount(std::span<const SpectrumRow> group) const {
  std::vector<std::size_t> arms;
  for (const SpectrumRow& spectrum : group)
    arms.push_back(m_arms[spectrum.file]);
  std::sort(arms.begin(), arms.end());
  return static_cast<std::size_t>(std::unique(arms.begin(), arms.end()) - arms.begin());
}

/// Groups the spectra by star, and chooses names and types of the columns.
void Combination::group(Job& job) {
  std::vector<std::vector<std::string>> names;
  for (const auto& source : m_sources)
    names.push_back(source->starNames(m_options.by, job));
  GroupedStars grouped = groupByStar(names, m_options.repeats != Repeats::Keep);
  m_groups = std::move(grouped.groups);
  const std::size_t files = m_sources.size();
  bool anyShared = files == 1;
  for (std::size_t i = 0; i < m_groups.size() && !anyShared; ++i)
    anyShared = fileCount(m_groups[i]) > 1;
  if (!anyShared) {
    std::vector<std::string> first;
    for (std::size_t file = 0; file < files; ++file)
      first.push_back(fmt::format("{} begins with {}", m_sources[file]->name(), firstIds(names[file])));
    throw Error(ErrorKind::Mismatch,
                fmt::format("No star is in two of the files, by {}: {}.",
                            m_options.by == "id" ? "id" : "column " + m_options.by, fmt::join(first, "; ")),
                "Use --by to name a column that identifies a star in all files.");
  }
  if (grouped.unnamed > 0)
    m_report.warnings.push_back(
        fmt::format("{} no name in the column {} and {} combined with no other.",
                    grouped.unnamed == 1 ? "1 spectrum has" : fmt::format("{} spectra have", grouped.unnamed),
                    m_options.by, grouped.unnamed == 1 ? "is" : "are"));
  if (grouped.uneven > 0)
    m_report.warnings.push_back(
        fmt::format("{} with different numbers of spectra in the files: these are joined in their "
                    "order. Match by a column of visits, or co-add the repeats.",
                    starsText(grouped.uneven)));
  dropIncomplete();
  m_columns = std::make_unique<MergedColumns>(m_sources, m_groups);
}

/// Counts the stars that files lack, and drops these stars if asked.
void Combination::dropIncomplete() {
  m_report.absent.assign(m_sources.size(), 0);
  StarGroups complete;
  std::vector<char> present(m_sources.size());
  for (std::size_t i = 0; i < m_groups.size(); ++i) {
    std::fill(present.begin(), present.end(), 0);
    for (const SpectrumRow& spectrum : m_groups[i])
      present[spectrum.file] = 1;
    for (std::size_t file = 0; file < present.size(); ++file)
      m_report.absent[file] += present[file] == 0 ? 1 : 0;
    if (fileCount(m_groups[i]) == m_sources.size()) complete.add(m_groups[i]);
  }
  m_report.complete = complete.size();
  if (m_options.onlyComplete) {
    m_report.dropped = m_groups.size() - complete.size();
    if (complete.size() == 0) throw Error(ErrorKind::Mismatch, "No star is in all files, so that none is left.");
    m_groups = std::move(complete);
  }
  m_report.stars = m_groups.size();
  for (std::size_t i = 0; i < m_groups.size(); ++i) {
    if (m_groups[i].size() == armCount(m_groups[i])) continue;
    ++m_report.coadded;
    m_report.coaddedSpectra += m_groups[i].size();
  }
}

void Combination::chooseGrid() {
  std::vector<const spectra::WavelengthGrid*> arms;
  for (std::size_t file = 0; file < m_grids.size(); ++file) {
    const spectra::WavelengthGrid& grid = *m_grids[file];
    for (std::size_t other = 0; other < file; ++other)
      if (spectra::coverTheSame(m_grids[other]->first(), m_grids[other]->last(), grid.first(), grid.last()))
        m_report.notes.push_back(
            fmt::format("{} and {} cover the same wavelengths; their spectra are {}.", m_sources[other]->name(),
                        m_sources[file]->name(),
                        m_arms[other] == m_arms[file] ? "co-added as repeats"
                        : m_options.repeats == Repeats::Keep
                            ? "averaged without scaling; co-add the repeats to bring them to one level first"
                            : "averaged without scaling"));
    arms.push_back(&grid);
  }
  const bool isOneGrid =
      std::all_of(arms.begin(), arms.end(), [&](const auto* arm) { return m_grids.front()->matches(*arm); });
  if (m_options.import.usesFirstGrid || isOneGrid) m_target = m_grids.front();
  if (m_options.import.grid) m_target = std::make_shared<const spectra::WavelengthGrid>(m_options.import.grid->grid());
  if (!m_target) m_target = std::make_shared<const spectra::WavelengthGrid>(spectra::joinedGrid(arms));
  m_report.grid = m_target->describe();
}

/// Sets the provenance. Preprocessing that the files do not share cannot be repeated on other surveys, so that it
/// becomes a note.
void Combination::describe() {
  const std::vector<std::string>& steps = m_sources.front()->example().provenance.preprocessing;
  bool isShared = true;
  for (const auto& source : m_sources) {
    const Provenance& own = source->example().provenance;
    m_provenance.isMock = m_provenance.isMock || own.isMock;
    if (own.isMock) m_provenance.simulated = own.simulated;
    addNew(m_provenance.notes, own.notes);
    isShared = isShared && own.preprocessing == steps;
  }
  m_provenance.origin = fmt::format("{}", fmt::join(m_report.files, " + "));
  if (isShared) {
    m_provenance.preprocessing = steps;
  } else {
    for (const auto& source : m_sources)
      if (const auto& own = source->example().provenance.preprocessing; !own.empty())
        m_provenance.notes.push_back(fmt::format("{}: {}", source->name(), fmt::join(own, "; ")));
    m_report.warnings.emplace_back(
        "The files had different preprocessing, which was kept as a note: a model cannot repeat it on other surveys.");
  }
  for (const std::string& step : m_toRest.texts())
    m_provenance.preprocessing.push_back(step);
  if (m_options.import.grid) m_provenance.preprocessing.push_back(toText(*m_options.import.grid));
  if (m_sources.size() > 1)
    m_provenance.notes.push_back(fmt::format("arms of {} files joined by {}", m_sources.size(), m_options.by));
  if (m_options.repeats != Repeats::Keep)
    m_provenance.notes.push_back(fmt::format("repeats of a star, by {}, brought to one level and co-added by {}",
                                             m_options.by,
                                             m_options.repeats == Repeats::Mean ? "weighted mean" : "median"));
}

std::size_t Combination::textWidth() const {
  std::size_t width = std::max(kMinTextWidth, kIntegerWidth);
  for (const auto& source : m_sources)
    width = std::max(width, source->textWidth());
  return width;
}

/// Returns the end of the block that begins with the group `first`.
std::size_t Combination::endOfBlock(std::size_t first) const {
  std::size_t bytes = 0, last = first;
  while (last < m_groups.size() && (last == first || bytes < kBlockBytes)) {
    bytes += 2 * sizeof(float) * m_target->size();
    for (const SpectrumRow& spectrum : m_groups[last])
      bytes += m_sources[spectrum.file]->bytesPerStar();
    ++last;
  }
  return last;
}

/// Reads the spectra of the groups [first, last), shifted to rest if asked.
std::vector<FileRows> Combination::readFiles(std::size_t first, std::size_t last, Job& job) {
  std::vector<FileRows> files(m_sources.size());
  for (std::size_t i = first; i < last; ++i)
    for (const SpectrumRow& spectrum : m_groups[i])
      files[spectrum.file].rows.push_back(spectrum.row);
  for (std::size_t file = 0; file < files.size(); ++file) {
    if (files[file].rows.empty()) continue;
    std::sort(files[file].rows.begin(), files[file].rows.end());
    files[file].stars = m_sources[file]->read(files[file].rows);
    if (!m_toRest.empty())
      m_toRest.apply(
          files[file].stars, m_restReport, [&](std::size_t) { job.checkpoint(); }, m_options.import.threads);
  }
  return files;
}

/// Returns one spectrum of a star as its file holds it.
Spectrum Combination::spectrumOf(const SpectrumRow& row, const std::vector<FileRows>& files) const {
  const FileRows& file = files[row.file];
  const std::size_t place = file.placeOf(row.row);
  const auto flux = file.stars.fluxOf(place), fluxError = file.stars.fluxErrorOf(place);
  Spectrum spectrum;
  spectrum.file = m_report.files[row.file];
  spectrum.grid = m_grids[row.file];
  spectrum.flux.assign(flux.begin(), flux.end());
  spectrum.fluxError.assign(fluxError.begin(), fluxError.end());
  return spectrum;
}

/// Co-adds the repeats of a star, on their grid if they have the same, else on that of the result.
Spectrum Combination::coaddOf(std::vector<Spectrum>&& repeats, StarCoadd& found) {
  if (repeats.size() == 1) return std::move(repeats.front());
  const std::shared_ptr<const spectra::WavelengthGrid> grid = repeats.front().grid;
  if (!std::all_of(repeats.begin(), repeats.end(), [&](const Spectrum& s) { return s.grid->matches(*grid); }))
    for (Spectrum& repeat : repeats)
      repeat = m_combiner.combine(std::vector<Spectrum>{repeat}, m_target);
  std::vector<spectra::RepeatSpectrum> rows;
  Spectrum sum;
  sum.file = repeats.front().file;
  sum.grid = repeats.front().grid;
  sum.flux.resize(sum.grid->size());
  for (const Spectrum& repeat : repeats) {
    rows.push_back({repeat.flux, repeat.fluxError});
    if (!repeat.fluxError.empty()) sum.fluxError.resize(sum.grid->size());
  }
  const std::vector<spectra::LevelFactor> levels = spectra::levelFactors(rows);
  for (std::size_t i = 0; i < repeats.size(); ++i) {
    found.unscaled += levels[i].isKnown ? 0 : 1;
    if (!levels[i].isScaled) continue;
    found.factors.push_back(levels[i].factor);
    for (std::vector<float>* values : {&repeats[i].flux, &repeats[i].fluxError})
      for (float& value : *values)
        value = static_cast<float>(levels[i].factor * static_cast<double>(value));
  }
  const auto method = m_options.repeats == Repeats::Median ? spectra::CoaddMethod::Median : spectra::CoaddMethod::Mean;
  found.scatter.add(spectra::coadd(method, rows, sum.flux, sum.fluxError));
  return sum;
}

/// Combines all spectra of a star. Returns what was found when its repeats were co-added.
Combination::StarCoadd Combination::combineStar(std::span<const SpectrumRow> group, const std::vector<FileRows>& files,
                                                Spectrum& combined) {
  StarCoadd found;
  std::vector<SpectrumRow> rows(group.begin(), group.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const SpectrumRow& a, const SpectrumRow& b) { return m_arms[a.file] < m_arms[b.file]; });
  std::vector<Spectrum> arms;
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    std::vector<Spectrum> repeats;
    for (; end < rows.size() && m_arms[rows[end].file] == m_arms[rows[begin].file]; ++end)
      repeats.push_back(spectrumOf(rows[end], files));
    arms.push_back(coaddOf(std::move(repeats), found));
  }
  combined = m_combiner.combine(arms, m_target);
  if (m_hasErrors && combined.fluxError.empty()) combined.fluxError.assign(m_target->size(), kNoData);
  return found;
}

Dataset Combination::combineBlock(std::size_t first, std::size_t last, Job& job) {
  const std::vector<FileRows> files = readFiles(first, last, job);
  Dataset block = m_columns->merge(m_groups, first, last, files);
  block.provenance = m_provenance;
  block.grid = *m_target;
  const std::size_t pixels = m_target->size();
  block.flux.resize((last - first) * pixels);
  block.fluxError.resize(m_hasErrors ? block.flux.size() : 0);
  std::vector<StarCoadd> coadds(last - first);
  std::vector<double> snr(m_hasErrors ? last - first : 0);
  parallelChunks(last - first, 8, m_options.import.threads, [&](std::size_t begin, std::size_t end, unsigned) {
    Spectrum star;
    for (std::size_t i = begin; i < end; ++i) {
      job.checkpoint();
      coadds[i] = combineStar(m_groups[first + i], files, star);
      const auto place = static_cast<std::ptrdiff_t>(i * pixels);
      std::copy(star.flux.begin(), star.flux.end(), block.flux.begin() + place);
      if (!m_hasErrors) continue;
      std::copy(star.fluxError.begin(), star.fluxError.end(), block.fluxError.begin() + place);
      snr[i] = signalToNoise(star.flux, star.fluxError);
    }
  });
  if (m_hasErrors) block.columns.push_back({unusedName(block, "snr"), "", std::move(snr)});
  addCounts(block, first, coadds);
  return block;
}

/// Adds the columns of counts and scatter, and counts for the report.
void Combination::addCounts(Dataset& block, std::size_t first, const std::vector<StarCoadd>& coadds) {
  std::vector<std::int64_t> arms, spectraOfStar;
  std::vector<double> chi2;
  for (std::size_t i = 0; i < coadds.size(); ++i) {
    arms.push_back(static_cast<std::int64_t>(fileCount(m_groups[first + i])));
    spectraOfStar.push_back(static_cast<std::int64_t>(m_groups[first + i].size()));
    chi2.push_back(coadds[i].scatter.reduced());
    if (!std::isnan(chi2.back())) m_reducedChi2.push_back(chi2.back());
    m_report.unscaledSpectra += coadds[i].unscaled;
    for (const double factor : coadds[i].factors) {
      const bool isFirst = m_report.scaledSpectra++ == 0;
      m_report.leastFactor = isFirst ? factor : std::min(m_report.leastFactor, factor);
      m_report.greatestFactor = isFirst ? factor : std::max(m_report.greatestFactor, factor);
    }
  }
  if (m_sources.size() > 1) block.columns.push_back({unusedName(block, kArmCountColumn), "", std::move(arms)});
  if (m_options.repeats == Repeats::Keep) return;
  block.columns.push_back({unusedName(block, kSpectrumCountColumn), "", std::move(spectraOfStar)});
  block.columns.push_back({unusedName(block, kRepeatScatterColumn), "", std::move(chi2)});
}

void Combination::forEachBlock(Job& job, const std::function<void(Dataset&& block)>& use) {
  ProgressMeter meter(job, "combining", "stars", m_groups.size());
  for (std::size_t first = 0, last = 0; first < m_groups.size(); first = last) {
    last = endOfBlock(first);
    use(combineBlock(first, last, job));
    meter.advance(last - first);
  }
  finishReport();
}

void Combination::finishReport() {
  constexpr double kTooLarge = 2.0, kTooSmall = 0.5;
  m_report.comparedStars = m_reducedChi2.size();
  m_report.medianReducedChi2 = median(m_reducedChi2);
  if (m_report.medianReducedChi2 > kTooLarge)
    m_report.warnings.emplace_back(
        "The repeats of a star differ by more than their errors: the errors are too small, the spectra differ in slope "
        "(remove it by a continuum step first), or they are shifted against each other.");
  else if (m_report.medianReducedChi2 < kTooSmall)
    m_report.warnings.emplace_back(
        "The repeats of a star differ by less than their errors: the errors are too large, or the pixels correlated.");
  if (m_report.unscaledSpectra > 0)
    m_report.warnings.push_back(fmt::format(
        "{} not be brought to the level of the other spectra of the star, because the median flux of either "
        "is not positive, or they have fewer than 10 pixels in common.",
        m_report.unscaledSpectra == 1 ? "1 spectrum could"
                                      : fmt::format("{} spectra could", m_report.unscaledSpectra)));
  for (std::string& sentence : m_columns->contradictions())
    m_report.warnings.push_back(std::move(sentence));
  for (std::string& sentence : m_restReport.warnings())
    m_report.warnings.push_back(std::move(sentence));
}

std::vector<std::string> Combination::readingLines() const {
  std::vector<std::string> lines;
  for (const auto& source : m_sources)
    for (std::string& line : source->readingLines())
      lines.push_back(std::move(line));
  lines.push_back(fmt::format("{}: combined by {}", printable(m_provenance.origin), printable(m_options.by)));
  lines.push_back("  " + m_report.summary());
  lines.push_back("  " + m_report.grid);
  for (const std::vector<std::string>* sentences : {&m_report.notes, &m_report.warnings})
    for (const std::string& sentence : *sentences)
      lines.push_back("  " + printable(sentence));
  return lines;
}

CombineReport combineFiles(const CombineSources& sources, const CombineOptions& options,
                           const std::filesystem::path& out, Job& job) {
  Combination combination(sources, options, job);
  const std::size_t width = combination.textWidth();
  std::optional<SurveyWriter> writer;
  std::uint64_t bytes = 0;
  combination.forEachBlock(job, [&](Dataset&& block) {
    if (!writer) {
      writer.emplace(out, block, width);
      bytes = requireSurveySpace(out, block, combination.starCount(), width);
    }
    io::writePart(bytes, [&] { writer->append(block); });
  });
  writer->setReading(combination.readingLines());
  io::writePart(bytes, [&] { writer->commit(); });
  return combination.report();
}

CombinedStars combineInMemory(const CombineSources& sources, const CombineOptions& options, Job& job) {
  Combination combination(sources, options, job);
  CombinedStars combined;
  combination.forEachBlock(job, [&](Dataset&& block) {
    if (combined.stars.starCount() == 0)
      combined.stars = std::move(block);
    else
      append(combined.stars, block);
  });
  combined.stars.provenance.reading = combination.readingLines();
  combined.report = combination.report();
  return combined;
}

}  // namespace maury::survey
