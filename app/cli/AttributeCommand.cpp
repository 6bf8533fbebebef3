// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "attribution/GradientMap.h"
#include "io/AtomicFile.h"
#include "network/Runtime.h"
#include "survey/Filter.h"
#include "survey/SurveyFile.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, model, out, filter, lines;
  std::size_t peaks = 8;
  double toleranceNm = 0.05;
};

/// Wavelength, mean spectrum and each label's map with its spread, one row a pixel.
io::Table mapTable(const attribution::GradientMap& map) {
  const std::size_t pixels = map.grid.size();
  io::Table table;
  const auto add = [&](const std::string& name, const std::string& unit, const std::vector<float>& values,
                       std::size_t first, const std::string& description, const std::string& ucd) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
    const std::vector<double> chosen(begin, begin + static_cast<std::ptrdiff_t>(pixels));
    table.columns.push_back({name, unit, chosen, description, ucd, true});
  };
  table.notes = {fmt::format("Mean of {} stars, ensemble of {} networks", map.stars, map.members)};
  table.columns.push_back({"wavelength_nm", "nm", map.grid.nm(), "Wavelength in vacuum", "em.wl"});
  add("flux_mean", "", map.meanFlux, 0, "Mean flux of the stars", "phot.flux.density;em.wl");
  add("flux_spread", "", map.fluxSpread, 0, "Standard deviation of the flux over the stars", "stat.stdev");
  for (std::size_t label = 0; label < map.labels.size(); ++label) {
    const auto& [name, unit, low, high] = map.labels[label];
    const std::string gradient = fmt::format("d({})/d(flux) of the pixel", name);
    add("d_" + name + "_d_flux", unit, map.mean, label * pixels, gradient + ", mean over stars and networks",
        "stat.value");
    add("d_" + name + "_d_flux_spread", unit, map.spread, label * pixels, gradient + ", scatter", "stat.stdev");
  }
  return table;
}

std::string peakTable(const attribution::GradientMap& map, std::size_t label, const spectra::LineList& lines,
                      const Options& options) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& peak : attribution::strongestPeaks(map, label, lines, options.toleranceNm, options.peaks)) {
    rows.push_back({fmt::format("{:.3f}", peak.wavelengthNm), peak.line ? peak.line->species : "–",
                    peak.line ? fmt::format("{:+.3f}", peak.wavelengthNm - peak.line->vacuumNm) : "",
                    fmt::format("{:+.4g}", peak.height), fmt::format("{:.2g}", peak.heightError),
                    fmt::format("{:.1f} %", 100.0 * peak.share)});
  }
  return app::tableText({"λ (nm, vacuum)", "line", "Δ (nm)", "∂label/∂flux", "spread", "share"}, rows);
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  console.say(network::runtimeInfo().summary());
  if (!options.out.empty()) {  // found now, not after the work
    io::tableFormatOf(options.out);
    const io::AtomicFile writable(options.out);
  }
  const network::Model model = network::Model::load(options.model);
  const survey::Dataset dataset = survey::readSurvey(options.survey, console.job());
  const auto stars = survey::filterRows(dataset, options.filter);
  const auto map = attribution::gradientMap(model, dataset, stars, console.job(), common.threads);
  const spectra::LineList lines =
      options.lines.empty() ? spectra::linesOn(map.grid) : spectra::readLineList(options.lines);

  fmt::print("mean of {} stars, ensemble of {}\n", map.stars, map.members);
  for (std::size_t label = 0; label < map.labels.size(); ++label) {
    double inputs = 0.0;
    for (std::size_t i = 0; i < model.info().inputs.size(); ++i) {
      inputs += map.inputStrength[label * model.info().inputs.size() + i];
    }
    const double whole = inputs + map.spectrumStrength[label];
    fmt::print("\n{} ({}): {:.0f} % of its strength from the spectrum\n{}", map.labels[label].name,
               map.labels[label].unit, whole > 0 ? 100.0 * map.spectrumStrength[label] / whole : 0.0,
               peakTable(map, label, lines, options));
  }
  if (options.out.empty()) return;
  io::writeTable(options.out, mapTable(map));
  fmt::print("\nwritten to {}\n", options.out);
}

}  // namespace

void addAttributeCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("attribute", "Where in the spectrum each label comes from: d(label)/d(flux)");
  command->add_option("survey", options->survey, "Survey file with spectra")->required();
  command->add_option("-m,--model", options->model, "Model file")->required();
  command->add_option("--filter", options->filter, "Average over these stars, e.g. 'logg < 2.2 && snr > 50'");
  command->add_option("-o,--out", options->out, "Table of the maps to write: .csv, .ecsv, .vot or .fits");
  command->add_option("--lines", options->lines,
                      "Line list (CSV: vacuum_nm or air_nm, species) in place of the built-in");
  command->add_option("--peaks", options->peaks, "Peaks listed a label")->capture_default_str();
  command->add_option("--tolerance", options->toleranceNm, "A line counts as the peak's within this (nm)")
      ->capture_default_str();
  command->footer(
      "Example:\n  maury-cli attribute mock.fits --model model.safetensors --filter 'logg < 2.2' --out maps.csv");
  command->callback([options, &common] { run(*options, common); });
}

}  // namespace maury::cli
