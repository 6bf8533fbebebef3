// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/importing/Import.h"

namespace maury::survey {

/// Returns the option table of ImportOptions. The medium is represented by two options, "air"
/// and "vacuum".
const OptionTable<ImportOptions>& importOptionTable();

}  // namespace maury::survey
