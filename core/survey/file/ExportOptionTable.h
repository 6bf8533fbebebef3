// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/file/SurveyExport.h"

namespace maury::survey {

/// Returns the option table of ExportOptions.
const OptionTable<ExportOptions>& exportOptionTable();

}  // namespace maury::survey
