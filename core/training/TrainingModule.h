// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core.
#pragma once

#include "network/Module.h"
#include "training/Trainer.h"

namespace maury::training {

/// Training functions that need LibTorch.
class TrainingModule {
public:
  virtual ~TrainingModule() = default;
  /// Implements training::train(), which has already checked the options and the folder.
  virtual TrainingResult train(const survey::Dataset& dataset, const TrainingOptions& options,
                               const TrainingEvents& events, Job& job) const = 0;
};

network::ModulePart<TrainingModule>& trainingModule();

}  // namespace maury::training
