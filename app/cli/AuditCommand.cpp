// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numeric>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "attribution/audit/AuditOptionTable.h"
#include "attribution/audit/AuditWords.h"
#include "base/process/Memory.h"
#include "io/tables/WriteTable.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyReader.h"
#include "survey/file/SurveyStream.h"
#include "validation/BaselineOptionTable.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, model, out, lines, filter;
  attribution::AuditOptions audit;
  bool baselines = false;
  validation::BaselineOptions baseline;
};

/// Largest number of stars to read, to limit memory with surveys of millions of stars.
constexpr std::size_t kMaxStarsRead = 100000;

void print(const network::Model& model, const std::vector<attribution::AuditResult>& results) {
  for (const network::ModelLabel& label : model.info().labels) {
    std::vector<std::vector<std::string>> rows;
    std::size_t widest = 0;  // pad sentences to this width, because tableText() aligns columns right
    for (const auto& result : results)
      if (result.label == label.name) widest = std::max(widest, attribution::sentenceOf(result).size());
    for (const auto& result : results) {
      if (result.label != label.name) continue;
      const std::string test = attribution::testName(result.test, result.subject);
      const std::string error = std::isfinite(result.error) ? fmt::format("± {:.2g}", result.error) : std::string();
      rows.push_back({test, std::isfinite(result.value) ? fmt::format("{:.3g}", result.value) : "–", error,
                      attribution::verdictName(result.verdict),
                      fmt::format("{:<{}}", attribution::sentenceOf(result), widest)});
    }
    app::print("\n{}: {}\n{}", label.name, attribution::sentenceOf(attribution::summaryOf(results, label.name)),
               app::tableText({"test", "value", "", "verdict", fmt::format("{:<{}}", "meaning", widest)}, rows));
  }
}

/// Reads the stars that the audit uses or, if baselines are trained, all stars that pass the filter.
survey::Dataset readStars(const Options& options, const network::Model& model, app::ConsoleJob& console) {
  Job& job = console.job();
  std::vector<std::size_t> rows =
      survey::everyNth(survey::filterFile(options.survey, options.filter, job), kMaxStarsRead);
  const survey::SurveyReader reader(options.survey, {.fluxErrors = options.baselines});
  if (options.baselines) {
    const std::uint64_t bytes = reader.rowBytes() * rows.size();
    requireMemory("The stars on which the baselines are trained", bytes);
    console.say(fmt::format("the stars on which the baselines are trained take {}", memoryText(bytes)));
  } else {
    const survey::Dataset ids = survey::readSurvey(options.survey, job, survey::splitParts());
    rows = attribution::auditRows(model, ids, rows, options.audit);
  }
  survey::Dataset stars = reader.schema();
  survey::forEachBlock(reader, rows, [&](const survey::Dataset& block) {
    job.checkpoint();
    append(stars, block);
  });
  return stars;
}

void run(Options options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  options.audit.threads = common.threads;
  const network::Model model = network::Model::load(options.model);
  const survey::Dataset stars = readStars(options, model, console);
  const spectra::LineList lines =
      options.lines.empty() ? spectra::linesOn(model.info().grid) : spectra::readLineList(options.lines);
  std::vector<std::size_t> rows(stars.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  auto results = attribution::audit(model, stars, rows, lines, options.audit, console.job());
  if (options.baselines) {
    options.baseline.threads = common.threads;
    options.baseline.seed = options.audit.seed;
    const auto baselines = validation::withheldBaselines(model, stars, rows, options.baseline, console.job());
    const auto more = validation::baselineResults(baselines);
    results.insert(results.end(), more.begin(), more.end());
  }
  print(model, results);
  if (options.out.empty()) return;
  io::writeTable(options.out, attribution::auditTable(results));
  app::print("\nwritten to {}\n", options.out);
}

}  // namespace

void addAuditCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("audit", "Test whether each label was learned, and from which features");
  command->add_option("survey", options->survey, "Survey file that the model was trained on")->required();
  command->add_option("-m,--model", options->model, "Model file")->required();
  command->add_option("--filter", options->filter, "Use only test stars that pass this filter, e.g. 'snr < 25'");
  const CommandOptions<attribution::AuditOptions> given(*command, attribution::auditOptionTable());
  command->add_option("--lines", options->lines,
                      "Line list (CSV: vacuum_nm or air_nm, species) instead of the built-in one");
  CLI::Option* baselines =
      command->add_flag("--baselines", options->baselines,
                        "Also train one ensemble on only the spectrum, and one on only the other inputs");
  const CommandOptions<validation::BaselineOptions> baselineOptions(*command, validation::baselineOptionTable());
  for (const char* key : {"members", "maxEpochs"})
    baselineOptions[key]->needs(baselines);
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Table,
            "Table to write: .csv, .ecsv, .vot or .fits");
  command->footer("Example:\n  maury-cli audit mock.fits --model model.safetensors");
  command->callback([options, given, baselineOptions, &common] {
    options->audit = given.options();
    options->baseline = baselineOptions.options();
    run(*options, common);
  });
}

}  // namespace maury::cli
