// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "training/Trainer.h"

namespace maury::ui {

class Session;

/// Returns the `maury-cli train` command that repeats a training on the open survey's stars of the filter, for its
/// model file; empty where no command can: the stars are in no file or were filtered by predicted labels, or the
/// network has been edited.
std::string trainingCommand(const Session& session, const training::TrainingOptions& options);

}  // namespace maury::ui
