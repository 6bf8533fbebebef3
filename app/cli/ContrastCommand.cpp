// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "attribution/physics/ContrastOptionTable.h"
#include "io/tables/WriteTable.h"
#include "survey/file/SurveyStream.h"
#include "workbench/contrast/ContrastFigure.h"
#include "workbench/spectrum/SpectrumContent.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, model, a, b, out, lines;
  std::vector<std::string> labels;
  attribution::ContrastOptions contrast;
};

std::string partName(const attribution::ContrastPart& part) {
  return part.kind == attribution::ContrastPart::Kind::Input ? "input " + part.name : workbench::partName(part);
}

/// Returns the indices of the labels to print: those requested, or all. Throws Error(Mismatch) if the model lacks one.
std::set<std::size_t> labelsToPrint(const std::vector<network::ModelLabel>& labels, const Options& options) {
  std::set<std::size_t> chosen;
  for (const std::string& label : options.labels)
    chosen.insert(workbench::labelIndex(labels, label));
  if (options.labels.empty())
    for (std::size_t label = 0; label < labels.size(); ++label)
      chosen.insert(label);
  return chosen;
}

void printLabel(const attribution::Contrast& contrast, std::size_t label,
                const std::vector<attribution::ContrastPart>& parts) {
  const auto& map = contrast.map;
  const auto& [name, unit, low, high] = map.labels[label];
  const double difference = map.meanLabel[label] - map.baselineLabel[label];
  double sum = 0.0;
  for (const auto& part : parts)
    sum += part.value;
  app::print("\n{} ({}): A − B = {:+.4g} between the mean stars, {:+.4g} between the means of the predictions\n", name,
             unit, difference, contrast.meanA[label] - contrast.meanB[label]);
  std::vector<std::vector<std::string>> rows;
  for (const auto& part : parts)
    rows.push_back({partName(part), fmt::format("{:+.4g}", part.value), fmt::format("{:.2g}", part.error),
                    fmt::format("{:+.1f} %", 100.0 * part.value / sum)});
  rows.push_back({"sum", fmt::format("{:+.4g}", sum), "", "+100.0 %"});
  app::print("{}", app::tableText({"part", "contribution", "spread", "share"}, rows));
}

io::Table tableOf(const attribution::Contrast& contrast,
                  const std::vector<std::vector<attribution::ContrastPart>>& parts) {
  std::vector<std::string> label, unit, name;
  std::vector<double> value, error;
  for (std::size_t l = 0; l < parts.size(); ++l) {
    for (const auto& part : parts[l]) {
      label.push_back(contrast.map.labels[l].name);
      unit.push_back(contrast.map.labels[l].unit);
      name.push_back(partName(part));
      value.push_back(part.value);
      error.push_back(part.error);
    }
  }
  io::Table table;
  table.notes = {fmt::format("Difference between A ({} stars) and B ({} stars): integrated gradients, {} steps",
                             contrast.starsA, contrast.starsB, contrast.steps)};
  table.columns = {{"label", "", label, "Label of the network", "meta.id"},
                   {"label_unit", "", unit, "Unit of the label", "meta.unit"},
                   {"part", "", name, "Species, pixels between lines, or input", "meta.id"},
                   {"adds", "", value, "Contribution to A - B", "stat.value"},
                   {"adds_spread", "", error, "Its standard deviation over the members", "stat.stdev"}};
  return table;
}

/// Returns the stars of a side: at most `maxStars` that pass the filter.
std::vector<std::size_t> sideRows(const Options& options, const std::string& filter, Job& job) {
  return survey::everyNth(survey::filterFile(options.survey, filter, job), options.contrast.maxStars);
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const network::Model model = network::Model::load(options.model);
  const std::set<std::size_t> printed = labelsToPrint(model.info().labels, options);
  const std::vector<std::size_t> a = sideRows(options, options.a, console.job());
  const std::vector<std::size_t> b = sideRows(options, options.b, console.job());
  const auto contrast = std::make_shared<const attribution::Contrast>(
      attribution::contrast(model, attribution::blocksOfFile(options.survey, a),
                            attribution::blocksOfFile(options.survey, b), console.job(), common.threads));
  const survey::Dataset schema = survey::SurveyReader(options.survey).schema();
  workbench::ContrastContent content = workbench::contrastContent(
      contrast, schema, options.contrast,
      options.lines.empty() ? spectra::linesOn(schema.grid) : spectra::readLineList(options.lines));

  app::print("A: {} stars, B: {} stars; {} steps from the mean of B to the mean of A\n", a.size(), b.size(),
             contrast->steps);
  std::vector<std::vector<attribution::ContrastPart>> parts;
  for (std::size_t label = 0; label < contrast->map.labels.size(); ++label) {
    content.label = label;
    parts.push_back(workbench::contrastParts(content, model));
    if (printed.contains(label)) printLabel(*contrast, label, parts.back());
  }
  if (options.out.empty()) return;
  io::writeTable(options.out, tableOf(*contrast, parts));
  app::print("\nwritten to {}\n", options.out);
}

}  // namespace

void addContrastCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("contrast", "Show which lines distinguish two selections of stars for a model");
  command->add_option("survey", options->survey, "Survey file with spectra")->required();
  command->add_option("-m,--model", options->model, "Model file")->required();
  command
      ->add_option("--a", options->a, "Filter that selects the stars A, e.g. 'mh > -0.6 && mh < -0.4 && alpham > 0.2'")
      ->required();
  command->add_option("--b", options->b, "Filter that selects the stars B")->required();
  command->add_option("--label", options->labels, "Show only this label. Repeat for more");
  const CommandOptions<attribution::ContrastOptions> given(*command, attribution::contrastOptionTable());
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Table,
            "Table to write: .csv, .ecsv, .vot or .fits");
  command->add_option("--lines", options->lines,
                      "Line list (CSV: vacuum_nm or air_nm, species) instead of the built-in one");
  command->footer(
      "Example:\n  maury-cli contrast mock.fits -m model.safetensors --label alpham --a 'abs(mh + 0.4) < 0.1 && alpham "
      "> 0.2' "
      "\\\n    --b 'abs(mh + 0.4) < 0.1 && alpham < 0.1'");
  command->callback([options, given, &common] {
    options->contrast = given.options();
    run(*options, common);
  });
}

}  // namespace maury::cli
