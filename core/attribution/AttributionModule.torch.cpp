// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/AttributionModule.torch.h"

namespace maury::attribution {

namespace {
const network::PartRegistration<TorchAttribution> kProvided(attributionModule());
}  // namespace

}  // namespace maury::attribution
