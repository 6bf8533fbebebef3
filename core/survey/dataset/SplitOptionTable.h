// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/dataset/Split.h"

namespace maury::survey {

const OptionTable<SplitRule>& splitOptionTable();
/// Every member of SplitDesign, described once; the rule's seed is simply "--seed".
const OptionTable<SplitDesign>& splitDesignTable();

}  // namespace maury::survey
