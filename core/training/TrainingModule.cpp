// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/TrainingModule.h"

namespace maury::training {

network::ModulePart<TrainingModule>& trainingModule() {
  static constinit network::ModulePart<TrainingModule> part;
  return part;
}

}  // namespace maury::training
