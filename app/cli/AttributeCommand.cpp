// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "attribution/maps/AttributionMap.h"
#include "attribution/maps/AttributionOptionTable.h"
#include "attribution/maps/FoldedInput.h"
#include "attribution/maps/MapTable.h"
#include "attribution/maps/MeanStar.h"
#include "attribution/physics/LabelElements.h"
#include "attribution/physics/Peaks.h"
#include "attribution/physics/Windows.h"
#include "base/Error.h"
#include "io/tables/WriteTable.h"
#include "mock/stars/MockPhotometry.h"
#include "network/Runtime.h"
#include "survey/file/SurveyReader.h"
#include "survey/file/SurveyStream.h"
#include "survey/filter/Filter.h"
#include "validation/TruthFilter.h"

namespace maury::cli {

namespace {

constexpr survey::SurveyParts kParts{.fluxErrors = false};  // networks do not use flux errors
constexpr std::size_t kMaxStarsToAverage = 20000;           // enough for a mean, a median or a scatter

struct Options {
  std::string survey, model, filter, lines, baseline = "continuum";
  std::string out, inputsOut, foldedOut, peaksOut;
  std::size_t peaks = 8;
  double toleranceNm = 0.05;
  attribution::AttributionOptions attribution;
};

void write(const std::string& path, const io::Table& table) {
  if (path.empty()) return;
  io::writeTable(path, table);
  app::print("\nwritten to {}\n", path);
}

std::string peakText(const attribution::AttributionMap& map, std::size_t label, const spectra::LineList& lines,
                     const Options& options) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& peak : attribution::strongestPeaks(map, label, lines, options.toleranceNm, options.peaks)) {
    rows.push_back({fmt::format("{:.3f}", peak.wavelengthNm), peak.line ? peak.line->species : "–",
                    peak.line ? fmt::format("{:+.3f}", peak.wavelengthNm - peak.line->vacuumNm) : "",
                    fmt::format("{:+.4g}", peak.height), fmt::format("{:.2g}", peak.heightError),
                    fmt::format("{:.1f} %", 100.0 * peak.share)});
  }
  const char* height = attribution::isDerivative(map.method) ? "∂label/∂flux" : "attribution";
  return app::tableText({"λ (nm, vacuum)", "line", "Δ (nm)", height, "spread", "share"}, rows);
}

void printWindows(const attribution::AttributionMap& map, std::size_t label, const spectra::LineList& lines,
                  const Options& options) {
  const auto elements = attribution::elementsOf(map.labels[label].name);
  if (elements.empty()) return;
  const auto share = attribution::shareInWindows(map, label, lines, elements, options.toleranceNm);
  if (share.lines == 0) {
    app::print("{} Name a list with --lines.\n", attribution::noLinesSentence(map.grid, elements));
    return;
  }
  app::print(
      "in windows of {}: {:.1f} ± {:.1f} %, expected by chance {:.1f} ± {:.1f} % (as much in {:.1f} % of all shifts): "
      "{}\n",
      fmt::join(elements, ", "), 100.0 * share.share, 100.0 * share.error, 100.0 * share.chance,
      100.0 * share.chanceScatter, 100.0 * share.probability,
      attribution::readingOf(share, nullptr) == attribution::Reading::Features
          ? "read from its own lines"
          : "no more than by chance, so learned from correlations, if at all");
}

void printLabel(const attribution::AttributionMap& map, std::size_t label, std::size_t inputs,
                const spectra::LineList& lines, const Options& options) {
  double total = map.spectrumStrength[label];
  for (std::size_t i = 0; i < inputs; ++i)
    total += map.inputStrength[label * inputs + i];
  app::print("\n{} ({}): the spectrum contributes {:.0f} % of the attribution\n", map.labels[label].name,
             map.labels[label].unit, total > 0 ? 100.0 * map.spectrumStrength[label] / total : 0.0);
  if (!map.baselineLabel.empty()) {
    app::print("mean {:.5g}, baseline {:.5g}", map.meanLabel[label], map.baselineLabel[label]);
    if (!map.completenessError.empty())
      app::print(", contributions add up to within {:.2g} %", 100.0 * map.completenessError[label]);
    app::print("\n");
  }
  app::print("{}", peakText(map, label, lines, options));
  printWindows(map, label, lines, options);
}

/// Prints how closely the maps of a mock survey agree with the ideal response.
void printTruth(const attribution::AttributionMap& map, const Options& options, Job& job) {
  if (!attribution::isDerivative(map.method)) return;
  const survey::SurveyReader reader(options.survey);
  if (!reader.schema().provenance.isMock || reader.schema().grid.nm() != map.grid.nm()) return;
  survey::SurveyParts needed = survey::kScalars;
  needed.names = validation::truthColumns();
  const survey::Dataset everyone = survey::readFiltered(options.survey, "", kMaxStarsToAverage, job, needed);
  if (!validation::hasTruth(everyone)) return;
  survey::Dataset stars = survey::readFiltered(options.survey, options.filter, kMaxStarsToAverage, job, needed);
  stars.grid = reader.schema().grid;
  const auto truth = validation::truthFilter(stars, survey::filterRows(stars, ""), everyone);
  app::print("\ncomparison with the ideal response of the mock at S/N {:.0f}:\n", truth.snr);
  for (std::size_t label = 0; label < map.labels.size(); ++label) {
    if (validation::TruthFilter::indexOf(map.labels[label].name) < 0) continue;
    const auto score = validation::scoreMap(truth, map, label, options.toleranceNm);
    app::print("  {:<8} r = {:+.2f}, shares {} of the {} strongest lines of the ideal response\n",
               map.labels[label].name, score.correlation, score.linesShared, score.linesCompared);
  }
}

std::shared_ptr<const survey::Dataset> baselineOf(const Options& options, const network::Model& model, Job& job,
                                                  unsigned threads) {
  if (options.baseline == "continuum") return nullptr;
  const survey::Dataset stars = survey::readFiltered(
      options.survey, options.baseline == "mean" ? options.filter : options.baseline, kMaxStarsToAverage, job, kParts);
  std::vector<std::size_t> rows(stars.starCount());
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = i;
  return std::make_shared<const survey::Dataset>(attribution::meanStar(model, stars, rows, job, threads));
}

/// Buffer that regroups the filtered stars of file chunks, whose number varies, into full batches for AttributionRun.
/// finish() passes on the remainder.
class WholeBatches {
public:
  using Rows = std::span<const std::size_t>;

  explicit WholeBatches(std::function<void(const survey::Dataset& stars, Rows rows)> use) : m_use(std::move(use)) {}

  void add(const survey::Dataset& chunk, Rows rows) {
    if (m_waiting.starCount() > 0) {
      const std::size_t taken = std::min(m_batch - m_waiting.starCount(), rows.size());
      survey::append(m_waiting, chunk.select(rows.first(taken)));
      rows = rows.subspan(taken);
      if (m_waiting.starCount() < m_batch) return;
      finish();
    }
    const std::size_t batchedRows = rows.size() / m_batch * m_batch;
    if (batchedRows > 0) m_use(chunk, rows.first(batchedRows));
    if (batchedRows < rows.size()) m_waiting = chunk.select(rows.subspan(batchedRows));
  }

  void finish() {
    if (m_waiting.starCount() == 0) return;
    std::vector<std::size_t> rows(m_waiting.starCount());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    m_use(m_waiting, rows);
    m_waiting = {};
  }

private:
  std::function<void(const survey::Dataset&, Rows)> m_use;
  const std::size_t m_batch = attribution::AttributionRun::batch();
  survey::Dataset m_waiting;  ///< stars left over from previous chunks; fewer than a batch
};

attribution::AttributionMap computeMap(const network::Model& model, const Options& options, Job& job) {
  attribution::AttributionRun run(model, options.attribution);
  const survey::SurveyReader reader(options.survey);
  reader.verifyChecksums(job);
  const std::size_t stars = reader.starCount();
  ProgressMeter meter(job, "attributing", "spectra", stars);
  WholeBatches batches([&](const survey::Dataset& some, auto rows) { run.add(some, rows, job, meter); });
  survey::forEachChunk(options.survey, kParts, [&](const survey::Dataset& chunk) {
    const auto rows = survey::filterRows(chunk, options.filter);
    batches.add(chunk, rows);
    meter.advance(chunk.starCount() - rows.size());
  });
  batches.finish();
  return run.map();
}

/// Checks, before any computation, that --folded-out is possible. Throws Error(Usage) or Error(Mismatch).
void requireFoldable(const Options& options, const network::Model& model, const survey::Provenance& survey) {
  if (options.foldedOut.empty()) return;
  if (!attribution::isDerivative(options.attribution.method))
    throw Error(ErrorKind::Usage, "--folded-out works only with derivatives. Use --method gradient or smoothgrad.");
  const auto& inputs = model.info().inputs;
  if (std::none_of(inputs.begin(), inputs.end(),
                   [&](const network::ModelInput& input) { return mock::xpBasis(survey, input.name).has_value(); })) {
    throw Error(
        ErrorKind::Mismatch,
        "--folded-out works only with the XP coefficients of a mock survey, because Maury does not include the basis "
        "functions of Gaia. Leave out --folded-out.");
  }
}

void run(Options options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  console.say(network::runtimeInfo().summary());
  const network::Model model = network::Model::load(options.model);
  options.attribution.threads = common.threads;
  const survey::Provenance provenance = survey::SurveyReader(options.survey).schema().provenance;
  requireFoldable(options, model, provenance);
  if (attribution::takesBaseline(options.attribution.method))
    options.attribution.baseline = baselineOf(options, model, console.job(), common.threads);
  const auto map = computeMap(model, options, console.job());
  const spectra::LineList lines =
      options.lines.empty() ? spectra::linesOn(map.grid) : spectra::readLineList(options.lines);

  app::print("{}, mean of {} stars, ensemble of {}\n", attribution::methodName(map.method), map.stars, map.members);
  for (std::size_t label = 0; label < map.labels.size(); ++label)
    printLabel(map, label, model.info().inputs.size(), lines, options);
  printTruth(map, options, console.job());
  if (!options.out.empty()) write(options.out, attribution::mapTable(map));
  if (!options.inputsOut.empty()) write(options.inputsOut, attribution::inputTable(map, model.info().inputs));
  if (!options.foldedOut.empty()) {
    const auto basisOf = [&](std::string_view input) { return mock::xpBasis(provenance, input); };
    write(options.foldedOut, attribution::foldedTable(map, attribution::foldedInputs(map, model.info(), basisOf)));
  }
  if (!options.peaksOut.empty())
    write(options.peaksOut, attribution::peakTable(map, lines, options.toleranceNm, options.peaks));
}

}  // namespace

void addAttributeCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("attribute", "Show where in the spectrum each label comes from: d(label)/d(flux)");
  command->add_option("survey", options->survey, "Survey file with spectra")->required();
  command->add_option("-m,--model", options->model, "Model file")->required();
  command->add_option("--filter", options->filter,
                      "Average only over stars that pass this filter, e.g. 'logg < 2.2 && snr > 50'");
  const CommandOptions<attribution::AttributionOptions> given(*command, attribution::attributionOptionTable());
  command
      ->add_option(
          "--baseline", options->baseline,
          "Baseline of all methods except gradient and smoothgrad: continuum, mean (of the stars), or a filter that "
          "selects the stars to average")
      ->capture_default_str();
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Table,
            "Table of maps to write: .csv, .ecsv, .vot or .fits");
  addOutput(*command, "--inputs-out", options->inputsOut, workbench::OutputKind::Table,
            "Table to write with the attribution of the inputs other than the spectrum");
  addOutput(*command, "--folded-out", options->foldedOut, workbench::OutputKind::Table,
            "Table to write with the derivatives of XP coefficients, folded back to wavelength (mock surveys)");
  addOutput(*command, "--peaks-out", options->peaksOut, workbench::OutputKind::Table, "Table of peaks to write");
  command->add_option("--lines", options->lines,
                      "Line list (CSV: vacuum_nm or air_nm, species) instead of the built-in one");
  command->add_option("--peaks", options->peaks, "Number of peaks to list per label")->capture_default_str();
  command->add_option("--tolerance", options->toleranceNm, "Largest distance between a peak and its line (nm)")
      ->capture_default_str();
  command->footer(
      "Example:\n  maury-cli attribute mock.fits --model model.safetensors --filter 'logg < 2.2' --out maps.csv");
  command->callback([options, given, &common] {
    options->attribution = given.options();
    run(*options, common);
  });
}

}  // namespace maury::cli
