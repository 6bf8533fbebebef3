// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/TrainingRun.h"

#include <fmt/format.h>

#include "base/Error.h"
#include "inference/Predictor.h"
#include "survey/names/PredictedNames.h"
#include "training/runs/History.h"

namespace maury::workbench {

namespace {
constexpr std::size_t kMaxValidationStars = 2000;
}

std::string networkText(const std::string& preset, int members) {
  return fmt::format("{} × {}", preset.empty() ? "edited" : preset, members);
}

void recordOutcome(TrainingRun& run, const network::Model& model) {
  run.bestEpochs.clear();
  run.validationLoss = 0.0;
  const auto best = run.log.best();
  for (const training::EpochReport& report : best) {
    run.bestEpochs += (run.bestEpochs.empty() ? "" : ", ") + std::to_string(report.epoch);
    run.validationLoss += report.validationLoss / static_cast<double>(best.size());
  }
  run.stars = model.info().trainingStars;
  run.model = model;
}

TrainingRun runOfModel(const network::Model& model, const std::string& name) {
  const network::ModelInfo& info = model.info();
  TrainingRun run;
  run.name = name;
  run.command = info.command;
  run.network = networkText(info.network.preset, info.members);
  for (const network::ModelLabel& label : info.labels) {
    run.labels.push_back(label.name);
    run.units.push_back(label.unit);
  }
  run.log.start(info.labels.size(), 0, info.trainedOn.isMock);
  for (const training::EpochReport& report : training::historyFromCsv(info.history))
    run.log.add(report);
  run.maxEpochs = run.log.epochs();
  if (!run.log.empty()) recordOutcome(run, model);
  return run;
}

std::vector<OneToOne> validationLabels(const network::Model& model, const survey::Dataset& survey,
                                       const std::vector<std::size_t>& rows, Job& job) {
  std::vector<std::size_t> chosen;
  const auto parts = model.info().split.parts(survey);
  for (const std::size_t row : rows)
    if (parts[row] == survey::Part::Validation && chosen.size() < kMaxValidationStars) chosen.push_back(row);
  if (chosen.empty())
    throw Error(ErrorKind::Mismatch,
                "None of these stars is in the model's validation part. Open the survey that it was trained on, or "
                "widen the filter.");
  const survey::Dataset predicted = inference::predict(model, survey.select(chosen), job);
  std::vector<std::string> labels;
  for (const auto& label : model.info().labels)
    if (survey.findLabel(label.name) != nullptr) labels.push_back(label.name);
  std::vector<OneToOne> panels = referenceLabels(survey, chosen, labels);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::vector<float>& values = predicted.findLabel(survey::predictedName(labels[i]))->values;
    panels[i].prediction.assign(values.begin(), values.end());
  }
  return panels;
}

}  // namespace maury::workbench
