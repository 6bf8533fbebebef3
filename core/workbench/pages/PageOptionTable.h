// SPDX-License-Identifier: GPL-3.0-or-later
// The options of each page, which `maury --render` offers and which a copied command line contains.
#pragma once

#include "base/Option.h"

namespace maury::workbench {

struct PageOptions;

/// Returns the option table of a page. An option belongs to the pages whose figures depend on it; different pages may
/// use the same flag for options of their own.
const OptionTable<PageOptions>& dataOptionTable();
const OptionTable<PageOptions>& prepareOptionTable();
const OptionTable<PageOptions>& trainOptionTable();
const OptionTable<PageOptions>& spectrumOptionTable();
const OptionTable<PageOptions>& contrastOptionTable();
const OptionTable<PageOptions>& auditOptionTable();
const OptionTable<PageOptions>& validateOptionTable();
const OptionTable<PageOptions>& galaxyOptionTable();

}  // namespace maury::workbench
