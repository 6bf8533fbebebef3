// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/Job.h"
#include "network/model/Model.h"
#include "spectra/WavelengthGrid.h"
#include "workbench/training/TrainingLog.h"
#include "workbench/validation/OneToOne.h"

namespace maury::workbench {

/// Training run to show and compare with others: one of this session, or one described by a model file. A plain value.
struct TrainingRun {
  std::string name;       ///< "1 · seed 1", or the name of the model
  std::string network;    ///< "hybrid-rvs × 2"
  std::size_t stars = 0;  ///< number of stars in the training part; 0 until it is known
  std::vector<std::string> labels;
  std::vector<std::string> units;  ///< units of the labels
  int maxEpochs = 0;
  spectra::WavelengthGrid grid{};
  /// Reference labels of the stars for which snapshots contain predictions; empty: none.
  std::vector<OneToOne> watched;
  std::vector<std::string> watchedIds;   ///< ids of these stars
  std::vector<std::size_t> watchedRows;  ///< their rows in the survey used for training
  TrainingLog log;
  std::string bestEpochs;         ///< best epoch of each member, "47, 51"; empty while the training runs
  double validationLoss = 0.0;    ///< best loss of each member, averaged
  std::optional<double> seconds;  ///< duration; nullopt if unknown
  std::optional<network::Model> model;
  std::string command{};  ///< command line that repeats the training; empty if there is none
};

/// Returns a description of an ensemble: "hybrid-rvs × 2", or "edited × 2" for a network that is not a preset.
std::string networkText(const std::string& preset, int members);

/// Records the result of a finished run: best epochs, loss, stars and the model.
void recordOutcome(TrainingRun& run, const network::Model& model);

/// Returns the training described by a model; its log is empty if the model contains no history. Throws Error(Format)
/// if the history cannot be parsed.
TrainingRun runOfModel(const network::Model& model, const std::string& name);

/// Predicts the stars among `rows` that are in the validation part of the model, at most 2000. Returns their reference
/// and predicted values for each label. Blocks; thread-safe. Throws Error(Mismatch) if there are no such stars, and the
/// errors of inference::predict().
std::vector<OneToOne> validationLabels(const network::Model& model, const survey::Dataset& survey,
                                       const std::vector<std::size_t>& rows, Job& job);

}  // namespace maury::workbench
