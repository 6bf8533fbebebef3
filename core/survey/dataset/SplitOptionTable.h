// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/dataset/Split.h"

namespace maury::survey {

/// Returns the option table of SplitRule.
const OptionTable<SplitRule>& splitOptionTable();
/// Returns the option table of SplitDesign, including the options of its rule. Here the flag of the rule's seed is
/// "--seed" instead of "--split-seed".
const OptionTable<SplitDesign>& splitDesignTable();

}  // namespace maury::survey
