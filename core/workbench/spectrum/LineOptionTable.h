// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "workbench/spectrum/SpectrumContent.h"

namespace maury::workbench {

/// Returns the option table of the lines to mark in a spectrum.
const OptionTable<LineChoice>& lineOptionTable();

}  // namespace maury::workbench
