// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// The published networks, exact: guiglion2020 (Guiglion+2020, A&A 644 A168; 58 549 parameters with 912 px, 9 inputs,
/// 9 labels), nepal2023 (Nepal+2023, A&A 671 A61; 448 134 with 6861 px and 4 labels), starnet (Fabbro+2018, MNRAS 475,
/// 2978; 7 419 191 with 7214 px and 3 labels), astronn (Leung & Bovy 2019, MNRAS 483, 3255, ApogeeBCNN: means and
/// variances; 1 495 814 with 7514 px and 22 labels); and hybrid-rvs (800 px, XP, G,
/// BP, RP, parallax → 5 labels; 3.9 MFLOP forward); dense-rvs is the same without convolutions. spectrum-small suits a
/// few hundred stars. Throws Error(Usage) listing the names it knows.
NetworkDescription presetDescription(const std::string& name);
std::vector<std::string> presetNames();

}  // namespace maury::network
