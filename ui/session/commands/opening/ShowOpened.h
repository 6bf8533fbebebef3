// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/opening/OpenFiles.h"

namespace maury::ui {

class Session;

/// Shows opened files in the session: survey, model and predictions, with notes and warnings. Predictions that do not
/// belong to the open survey are shown as a survey without spectra. UI thread only.
void showOpened(Session& session, const workbench::OpenedFiles& files);

}  // namespace maury::ui
