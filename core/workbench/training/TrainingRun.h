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

/// One training as the window shows it and compares it with others: one of this session, or one that a model file
/// describes. A plain value.
struct TrainingRun {
  std::string name;       ///< "1 · seed 1", or the model's
  std::string network;    ///< "hybrid-rvs × 2"
  std::size_t stars = 0;  ///< in the training set; 0 until it is known
  std::vector<std::string> labels;
  std::vector<std::string> units;  ///< of the labels
  int maxEpochs = 0;
  spectra::WavelengthGrid grid{};
  std::vector<OneToOne> watched;         ///< reference labels of the stars that snapshots predict; empty: none
  std::vector<std::string> watchedIds;   ///< of these stars
  std::vector<std::size_t> watchedRows;  ///< in the survey that was trained on
  TrainingLog log;
  std::string bestEpochs;         ///< "47, 51"; empty while it runs
  double validationLoss = 0.0;    ///< mean of the members' best
  std::optional<double> seconds;  ///< that it took; nothing where that is not known
  std::optional<network::Model> model;
};

/// Returns "hybrid-rvs × 2"; "edited × 2" for a network without a preset's name.
std::string networkText(const std::string& preset, int members);

/// Records the result of a run that has ended: best epochs, loss, stars and the model.
void setOutcome(TrainingRun& run, const network::Model& model);

/// Returns the training that a model file describes; its log is empty where the file holds no history. Throws
/// Error(Format) where the history cannot be read.
TrainingRun runOfModel(const network::Model& model, const std::string& name);

/// Returns one row per label of the stars among `rows` that are in the model's validation set, at most 2000, with the
/// model's predictions for them. Blocks; thread-safe. Throws Error(Mismatch) where there is none, and as
/// inference::predict().
std::vector<OneToOne> validationLabels(const network::Model& model, const survey::Dataset& survey,
                                       const std::vector<std::size_t>& rows, Job& job);

}  // namespace maury::workbench
