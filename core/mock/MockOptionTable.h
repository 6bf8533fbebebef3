// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "mock/MockSurvey.h"

namespace maury::mock {

const OptionTable<ObservationOptions>& observationOptionTable();
/// Returns the option table of MockOptions.
const OptionTable<MockOptions>& mockOptionTable();

}  // namespace maury::mock
