// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/joining/Join.h"

namespace maury::survey {

/// Every member of JoinOptions, described once.
const OptionTable<JoinOptions>& joinOptionTable();

}  // namespace maury::survey
