// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/InferenceModule.h"

namespace maury::inference {

network::ModulePart<InferenceModule>& inferenceModule() {
  static constinit network::ModulePart<InferenceModule> part;
  return part;
}

}  // namespace maury::inference
