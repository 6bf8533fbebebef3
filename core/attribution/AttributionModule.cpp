// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/AttributionModule.h"

namespace maury::attribution {

network::ModulePart<AttributionModule>& attributionModule() {
  static constinit network::ModulePart<AttributionModule> part;
  return part;
}

}  // namespace maury::attribution
