// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/Import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <system_error>

#include "base/Error.h"
#include "io/Fits.h"
#include "io/Table.h"
#include "spectra/Normalise.h"
#include "survey/CatalogueTable.h"
#include "survey/SpectrumFile.h"
#include "survey/SurveyFile.h"

namespace maury::survey {

namespace {

namespace fs = std::filesystem;

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

/// A file to open: one that the user named must be a spectrum, one that lay in a folder may be something else.
struct Candidate {
  fs::path path;
  bool isNamed = true;
};

std::vector<Candidate> filesOf(const std::vector<fs::path>& paths, const fs::path& labels) {
  std::vector<Candidate> files;
  for (const fs::path& path : paths) {
    std::error_code failure;
    if (!fs::exists(path, failure))
      throw Error(ErrorKind::File, fmt::format("{}: there is no such file or folder.", path.string()));
    if (!fs::is_directory(path)) {
      files.push_back({path, true});
      continue;
    }
    fs::directory_iterator entries(path, failure);
    if (failure)
      throw Error(ErrorKind::File,
                  fmt::format("{}: the folder cannot be read ({}).", path.string(), failure.message()));
    std::vector<Candidate> inFolder;
    for (const fs::directory_entry& entry : entries) {
      const bool isHidden = entry.path().filename().string().starts_with('.');
      const bool isLabels = !labels.empty() && fs::equivalent(entry.path(), labels, failure);
      if (entry.is_regular_file() && !isHidden && !isLabels) inFolder.push_back({entry.path(), false});
    }
    std::sort(inFolder.begin(), inFolder.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    files.insert(files.end(), inFolder.begin(), inFolder.end());
  }
  return files;
}

/// Median over the pixels of flux / error; NaN where there is none. Reorders `ratios`.
double median(std::vector<float>& ratios) {
  if (ratios.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  if (ratios.size() % 2 == 1) return *middle;
  return 0.5 * (static_cast<double>(*middle) + static_cast<double>(*std::max_element(ratios.begin(), middle)));
}

/// How many spectra had something to report, and which was the first.
struct Tally {
  std::size_t count = 0;
  std::string first;
  void add(const std::string& what) {
    if (count++ == 0) first = what;
  }
};

/// Puts spectra of one grid together as they are read.
class SpectraCollector {
public:
  explicit SpectraCollector(ImportReport& report) : m_report(report) {}

  void add(Spectrum&& spectrum) {
    requireSameGrid(spectrum);
    const std::size_t pixels = spectrum.grid->size();
    std::size_t missing = 0;
    std::size_t dark = 0;
    for (float& flux : spectrum.flux) {
      if (!std::isfinite(flux)) flux = kNoData;
      if (std::isnan(flux)) ++missing;
      if (flux == 0.0f) ++dark;
    }
    if (missing + dark == pixels) {
      std::fill(spectrum.flux.begin(), spectrum.flux.end(), kNoData);
      m_empty.add(spectrum.file.filename().string());
    } else if (missing > 0) {
      m_gaps.add(fmt::format("{}: {} of {} pixels", spectrum.file.filename().string(), missing, pixels));
    }
    addErrors(spectrum);
    m_wasAir = m_wasAir || spectrum.wasAir;
    m_dataset.ids.push_back(std::move(spectrum.id));
    m_dataset.flux.insert(m_dataset.flux.end(), spectrum.flux.begin(), spectrum.flux.end());
    m_fileNames.push_back(spectrum.file.filename().string());
    m_ra.push_back(spectrum.raDeg);
    m_dec.push_back(spectrum.decDeg);
  }

  const std::vector<std::string>& fileNames() const { return m_fileNames; }
  std::size_t count() const { return m_fileNames.size(); }

  Dataset finish() {
    if (count() > 0 && m_empty.count == count())
      throw Error(ErrorKind::Format, fmt::format("{}: no pixel holds flux, nor does any of the {} other spectra.",
                                                 m_empty.first, count() - 1));
    warn(m_empty, "hold no flux and are kept as missing pixels");
    warn(m_gaps, "have pixels without flux, which are kept as missing");
    if (m_wasAir) m_dataset.provenance.preprocessing.push_back("air to vacuum wavelengths (Morton 2000)");
    const bool hasPosition = std::any_of(m_ra.begin(), m_ra.end(), [](double ra) { return std::isfinite(ra); });
    std::vector<std::string> stems;
    for (const std::string& name : m_fileNames)
      stems.push_back(stemOf(name));
    if (stems != m_dataset.ids) m_dataset.columns.push_back({"file", "", std::move(stems)});
    if (hasPosition) m_dataset.columns.push_back({"ra", "deg", std::move(m_ra)});
    if (hasPosition) m_dataset.columns.push_back({"dec", "deg", std::move(m_dec)});
    if (!m_dataset.fluxError.empty()) m_dataset.columns.push_back({"snr", "", std::move(m_snr)});
    return std::move(m_dataset);
  }

private:
  void requireSameGrid(const Spectrum& spectrum) {
    if (spectrum.flux.size() != spectrum.grid->size())
      throw Error(ErrorKind::Format, fmt::format("{}: has {} flux values for {} wavelengths.", spectrum.file.string(),
                                                 spectrum.flux.size(), spectrum.grid->size()));
    if (!m_grid) {
      m_grid = spectrum.grid;
      m_dataset.grid = *m_grid;
      m_firstFile = spectrum.file;
    }
    if (spectrum.grid == m_grid || spectrum.grid == m_checkedGrid) return;
    if (!m_grid->matches(*spectrum.grid))
      throw Error(
          ErrorKind::Mismatch,
          fmt::format("{} has {} ({:.5f} nm apart at its start), but {} has {} ({:.5f} nm apart); the spectra of a "
                      "survey must be on one grid.",
                      spectrum.file.string(), spectrum.grid->describe(), stepOf(*spectrum.grid), m_firstFile.string(),
                      m_grid->describe(), stepOf(*m_grid)));
    m_checkedGrid = spectrum.grid;
  }

  static double stepOf(const spectra::WavelengthGrid& grid) { return grid.size() > 1 ? grid[1] - grid[0] : 0.0; }

  void addErrors(Spectrum& spectrum) {
    const std::size_t pixels = spectrum.grid->size();
    const std::size_t before = m_dataset.flux.size();  // of the stars already here
    if (spectrum.fluxError.empty() && m_dataset.fluxError.empty()) {
      m_snr.push_back(std::numeric_limits<double>::quiet_NaN());
      return;
    }
    if (m_dataset.fluxError.empty()) m_dataset.fluxError.assign(before, kNoData);
    if (spectrum.fluxError.empty()) spectrum.fluxError.assign(pixels, kNoData);
    std::vector<float> ratios;
    ratios.reserve(pixels);
    for (std::size_t i = 0; i < pixels; ++i) {
      float& error = spectrum.fluxError[i];
      if (!std::isfinite(error) || error <= 0.0f) error = kNoData;
      const float ratio = spectrum.flux[i] / error;
      if (std::isfinite(ratio)) ratios.push_back(ratio);
    }
    m_snr.push_back(median(ratios));
    m_dataset.fluxError.insert(m_dataset.fluxError.end(), spectrum.fluxError.begin(), spectrum.fluxError.end());
  }

  void warn(const Tally& tally, const char* what) {
    if (tally.count > 0)
      m_report.warnings.push_back(fmt::format("{} spectra {} (first: {}).", tally.count, what, tally.first));
  }

  ImportReport& m_report;
  Dataset m_dataset;
  std::shared_ptr<const spectra::WavelengthGrid> m_grid;
  std::shared_ptr<const spectra::WavelengthGrid> m_checkedGrid;  ///< another object that was found to match
  fs::path m_firstFile;
  std::vector<std::string> m_fileNames;
  std::vector<double> m_ra, m_dec, m_snr;
  Tally m_empty, m_gaps;
  bool m_wasAir = false;
};

std::string nameOf(const fs::path& path) {
  const fs::path plain = fs::absolute(path).lexically_normal();
  return plain.has_filename() ? plain.filename().string() : plain.parent_path().filename().string();
}

/// Reads every candidate as spectra; those of a folder that are none are left out with a warning.
SpectraCollector readSpectra(const std::vector<Candidate>& files, const ImportOptions& options, ImportReport& report,
                             Job& job) {
  SpectrumFileReader reader(options.medium);
  SpectraCollector collector(report);
  ProgressMeter meter(job, "reading", "files", files.size());
  for (const Candidate& file : files) {
    const bool isEmptyStray = !file.isNamed && fs::file_size(file.path) == 0;
    const std::string suffix = file.path.extension().string();
    const bool looksMeant = suffix == ".fits" || suffix == ".fit" || suffix == ".csv" || suffix == ".gz";
    const auto reason = isEmptyStray && !looksMeant
                            ? std::optional<std::string>("it is empty")
                            : reader.read(file.path, [&](Spectrum&& spectrum) { collector.add(std::move(spectrum)); });
    if (reason && file.isNamed)
      throw Error(ErrorKind::Format, fmt::format("{}: is no spectrum: {}. A table of labels is given with --labels.",
                                                 file.path.string(), *reason));
    if (reason) report.warnings.push_back(fmt::format("{} was left out: {}.", file.path.string(), *reason));
    meter.advance();
  }
  return collector;
}

/// A single named file that is a survey or a table of stars rather than a spectrum.
std::optional<Dataset> readWhole(const fs::path& path, const ImportOptions& options, ImportReport& report, Job& job) {
  if (io::looksLikeFits(path)) {
    if (isSurveyFile(path)) return readSurvey(path, job);
    const io::FitsReader fits(path);
    if (!fits.imageAxes().empty() || fits.hduCount() < 2) return std::nullopt;
  } else if (SpectrumFileReader(ImportOptions::Medium::Vacuum).read(path, [](Spectrum&&) {}) == std::nullopt) {
    return std::nullopt;
  }
  ProgressMeter meter(job, "reading", "files", 1);
  Dataset catalogue = catalogueOf(io::readTable(path), options.idColumn, report);
  meter.advance();
  catalogue.provenance.origin = nameOf(path);
  return catalogue;
}

/// Several survey files as one; nothing if they are not all survey files.
std::optional<Dataset> readSurveys(const std::vector<Candidate>& files, Job& job) {
  if (!std::all_of(files.begin(), files.end(), [](const Candidate& f) { return f.isNamed && isSurveyFile(f.path); }))
    return std::nullopt;
  Dataset all = readSurvey(files.front().path, job);
  for (std::size_t i = 1; i < files.size(); ++i) {
    try {
      append(all, readSurvey(files[i].path, job));
    } catch (const Error& error) {
      throw Error(error.kind(),
                  fmt::format("{} and {}: {}", files.front().path.string(), files[i].path.string(), error.what()));
    }
  }
  return all;
}

void normalise(Dataset& dataset, int windowPixels, ImportReport& report, Job& job) {
  ProgressMeter meter(job, "normalising", "spectra", dataset.starCount());
  Tally failed;
  const std::size_t pixels = dataset.pixelCount();
  for (std::size_t star = 0; star < dataset.starCount(); ++star) {
    const std::span<float> flux = std::span(dataset.flux).subspan(star * pixels, pixels);
    std::span<float> error;
    if (!dataset.fluxError.empty()) error = std::span(dataset.fluxError).subspan(star * pixels, pixels);
    try {
      spectra::normaliseByRunningMean(flux, error, windowPixels);
    } catch (const Error&) {
      std::fill(flux.begin(), flux.end(), kNoData);
      failed.add(dataset.ids[star]);
    }
    meter.advance();
  }
  if (failed.count > 0)
    report.warnings.push_back(
        fmt::format("{} spectra have nowhere a positive mean and are kept as missing pixels (first: {}).", failed.count,
                    failed.first));
  dataset.provenance.preprocessing.push_back(fmt::format("divided by the running mean over {} px", windowPixels));
}

void joinLabels(Dataset& dataset, const std::vector<std::string>& fileNames, const ImportOptions& options,
                ImportReport& report) {
  std::error_code failure;
  if (!fs::exists(options.labels, failure))
    throw Error(ErrorKind::File, fmt::format("{}: there is no such file of labels.", options.labels.string()));
  const Dataset catalogue = catalogueOf(io::readTable(options.labels), options.idColumn, report);
  if (catalogue.labels.empty())
    report.warnings.push_back(
        fmt::format("{}: no column has the name of a label; all are kept as columns.", options.labels.string()));
  joinCatalogue(dataset, fileNames, catalogue, options.labels.string(), report);
}

}  // namespace

Dataset importSurvey(const std::vector<fs::path>& paths, const ImportOptions& options, ImportReport& report, Job& job) {
  report = ImportReport();
  if (options.runningMeanPixels < 0 || (options.runningMeanPixels > 0 && options.runningMeanPixels % 2 == 0))
    throw Error(ErrorKind::Usage, fmt::format("The running mean's window must be an odd number of pixels, not {}.",
                                              options.runningMeanPixels));
  if (paths.empty()) throw Error(ErrorKind::Usage, "No file or folder to import was given.");
  const std::vector<Candidate> files = filesOf(paths, options.labels);
  if (files.empty())
    throw Error(ErrorKind::Format, fmt::format("{}: no spectra in this folder, it is empty.", paths.front().string()));

  std::optional<Dataset> dataset;
  std::vector<std::string> fileNames;
  if (files.size() == 1 && files.front().isNamed)
    dataset = readWhole(files.front().path, options, report, job);
  else if (files.front().isNamed)
    dataset = readSurveys(files, job);
  if (!dataset) {
    SpectraCollector collector = readSpectra(files, options, report, job);
    if (collector.count() == 0)
      throw Error(ErrorKind::Format,
                  fmt::format("{}: no spectra in this folder; {}", paths.front().string(), report.warnings.front()));
    dataset = collector.finish();
    fileNames = collector.fileNames();
    dataset->provenance.origin = files.size() == 1
                                     ? nameOf(paths.front())
                                     : fmt::format("{}, {} spectra", nameOf(paths.front()), fileNames.size());
  }
  if (dataset->pixelCount() > 0) report.spectraRead = dataset->starCount();
  if (options.runningMeanPixels > 0 && dataset->pixelCount() > 0)
    normalise(*dataset, options.runningMeanPixels, report, job);
  if (!options.labels.empty()) joinLabels(*dataset, fileNames, options, report);
  dataset->validate();
  return std::move(*dataset);
}

}  // namespace maury::survey
