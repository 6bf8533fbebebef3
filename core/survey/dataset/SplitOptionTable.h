// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/dataset/Split.h"

namespace maury::survey {

const OptionTable<SplitRule>& splitOptionTable();

}  // namespace maury::survey
