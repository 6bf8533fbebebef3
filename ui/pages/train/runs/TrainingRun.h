// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "network/model/Model.h"
#include "spectra/WavelengthGrid.h"
#include "ui/pages/parts/OneToOneFigure.h"
#include "ui/pages/train/runs/TrainingLog.h"

namespace maury::ui {

/// One training as the page shows it and compares it with others: of this session, or told by a model file. UI thread.
struct TrainingRun {
  QString name;           ///< "1 · seed 1", or the model's
  QString network;        ///< "hybrid-rvs × 2"
  std::size_t stars = 0;  ///< in the training set; 0 until it is known
  std::vector<std::string> labels;
  std::vector<std::string> units;  ///< of the labels
  int maxEpochs = 0;
  spectra::WavelengthGrid grid{};
  std::vector<OneToOne> watched;         ///< references of the stars that snapshots predict; empty: none
  std::vector<std::string> watchedIds;   ///< of these stars
  std::vector<std::size_t> watchedRows;  ///< in the survey that was trained on
  TrainingLog log;
  QString bestEpochs;             ///< "47, 51"; empty while it runs
  double validationLoss = 0.0;    ///< mean of the members' best
  std::optional<double> seconds;  ///< that it took; nothing where that is not known
  std::optional<network::Model> model;
};

}  // namespace maury::ui
