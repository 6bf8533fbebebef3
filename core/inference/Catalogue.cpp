// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/Catalogue.h"

#include "survey/names/PredictedNames.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace maury::inference {
namespace {

bool inside(double value, double low, double high) {
  return value >= low && value <= high;
}

/// Returns '1' if an element of the input lies outside the range of the training stars. NaN counts as inside, because
/// it is replaced by the fill value.
char inputDigit(const network::ModelInput& limits, const survey::AuxiliaryInput& input, std::size_t star) {
  for (std::size_t e = 0; e < limits.width; ++e) {
    const float value = input.values[star * input.width + e];
    if (value < limits.minimum[e] || value > limits.maximum[e]) return '1';
  }
  return '0';
}

std::vector<std::string> boundaryFlags(const network::ModelInfo& model, const survey::Dataset& dataset,
                                       const std::vector<float>& mean) {
  std::vector<const survey::AuxiliaryInput*> inputs;
  for (const network::ModelInput& input : model.inputs)
    inputs.push_back(dataset.findInput(input.name));
  const std::size_t labels = model.labels.size();
  std::vector<std::string> flags(dataset.starCount());
  for (std::size_t star = 0; star < flags.size(); ++star) {
    for (std::size_t l = 0; l < labels; ++l) {
      const network::ModelLabel& label = model.labels[l];
      // Round the limits to float as the prediction is, so that a prediction at a limit is inside.
      const bool within =
          inside(mean[star * labels + l], static_cast<float>(label.minimum), static_cast<float>(label.maximum));
      flags[star] += within ? '0' : '1';
    }
    for (std::size_t i = 0; i < inputs.size(); ++i)
      flags[star] += inputDigit(model.inputs[i], *inputs[i], star);
  }
  return flags;
}

std::vector<survey::Label> predictedLabels(const network::ModelInfo& model, std::size_t stars,
                                           const EnsemblePrediction& prediction) {
  const std::size_t count = model.labels.size();
  std::vector<survey::Label> labels;
  for (std::size_t l = 0; l < count; ++l) {
    survey::Label label{survey::predictedName(model.labels[l].name), model.labels[l].unit, std::vector<float>(stars),
                        std::vector<float>(stars)};
    for (std::size_t star = 0; star < stars; ++star) {
      label.values[star] = prediction.mean[star * count + l];
      label.errors[star] = prediction.scatter[star * count + l];
    }
    labels.push_back(std::move(label));
  }
  return labels;
}

/// Adds a column unless the catalogue already has a column or label of that name; the model's output takes precedence.
void addColumn(survey::Dataset& catalogue, std::string name, std::string unit, io::ColumnValues values) {
  if (survey::unusedName(catalogue, name) != name || catalogue.findLabel(name) != nullptr) return;
  catalogue.columns.push_back({std::move(name), std::move(unit), std::move(values)});
}

std::vector<double> toDouble(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

void addFlags(survey::Dataset& catalogue, const network::ModelInfo& model, std::vector<std::string> flags) {
  std::vector<std::int64_t> within;
  std::vector<std::string> parts;
  for (const std::string& flag : flags)
    within.push_back(flag.find('1') == std::string::npos ? 1 : 0);
  addColumn(catalogue, "flag_boundary", "", std::move(flags));
  addColumn(catalogue, "in_limits", "", std::move(within));
  if (model.split.byColumn) return;  // the survey's own column is copied with its other columns
  for (const std::string& id : catalogue.ids)
    parts.emplace_back(survey::partName(model.split.partOf(id)));
  addColumn(catalogue, survey::kSplitColumn, "", std::move(parts));
}

/// Adds the calibrated 1σ of each label, if the model has one.
void addUncertainties(survey::Dataset& catalogue, const network::ModelInfo& model, const std::vector<double>& snr,
                      const EnsemblePrediction& prediction, const std::vector<network::LabelUncertainty>& uncertainty) {
  const std::size_t count = model.labels.size();
  for (std::size_t l = 0; l < uncertainty.size(); ++l) {
    std::vector<double> sigma;
    for (std::size_t star = 0; star < catalogue.starCount(); ++star)
      sigma.push_back(totalSigma(uncertainty[l], modelVariance(prediction, star * count + l), snr[star]));
    addColumn(catalogue, survey::sigmaName(survey::predictedName(model.labels[l].name)), model.labels[l].unit,
              std::move(sigma));
  }
}

}  // namespace

double modelVariance(const EnsemblePrediction& prediction, std::size_t index) {
  const double scatter = static_cast<double>(prediction.scatter[index]);
  return scatter * scatter + (prediction.variance.empty() ? 0.0 : static_cast<double>(prediction.variance[index]));
}

double totalSigma(const network::LabelUncertainty& uncertainty, double variance, double snr) {
  const double scaledVariance = uncertainty.factor * uncertainty.factor * variance;
  const double noise = uncertainty.noise / (snr > 0.0 && std::isfinite(snr) ? snr : uncertainty.typicalSnr);
  return std::sqrt(uncertainty.floor * uncertainty.floor + scaledVariance + noise * noise);
}

std::vector<double> signalToNoise(const survey::Dataset& dataset) {
  if (dataset.hasNumeric("snr")) return dataset.numeric("snr");
  return std::vector<double>(dataset.starCount(), std::numeric_limits<double>::quiet_NaN());
}

survey::Dataset makeCatalogue(const network::ModelInfo& model, const survey::Dataset& dataset,
                              const EnsemblePrediction& prediction,
                              const std::vector<network::LabelUncertainty>& uncertainty) {
  survey::Dataset catalogue;
  catalogue.provenance = dataset.provenance;
  catalogue.provenance.notes.push_back(
      fmt::format("labels: mean of {} networks trained on {} stars of {} ({})", model.members, model.trainingStars,
                  model.trainedOn.origin.empty() ? "a survey" : model.trainedOn.origin, model.program));
  catalogue.ids = dataset.ids;
  catalogue.labels = predictedLabels(model, dataset.starCount(), prediction);
  addUncertainties(catalogue, model, signalToNoise(dataset), prediction, uncertainty);
  addFlags(catalogue, model, boundaryFlags(model, dataset, prediction.mean));
  for (const survey::Label& label : dataset.labels) {
    addColumn(catalogue, label.name, label.unit, toDouble(label.values));
    if (!label.errors.empty()) addColumn(catalogue, survey::errorName(label.name), label.unit, toDouble(label.errors));
  }
  for (const survey::AuxiliaryInput& input : dataset.inputs) {
    if (input.width == 1) addColumn(catalogue, input.name, input.unit, toDouble(input.values));
  }
  for (const io::Column& column : dataset.columns)
    addColumn(catalogue, column.name, column.unit, column.values);
  return catalogue;
}

}  // namespace maury::inference
