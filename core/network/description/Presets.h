// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Returns a built-in network. Throws Error(Usage) listing the known names.
/// Exact copies of published networks:
/// - guiglion2020: Guiglion+2020, A&A 644 A168; 58 549 parameters with 912 px, 9 inputs and 9 labels.
/// - nepal2023: Nepal+2023, A&A 671 A61; 448 134 parameters with 6861 px and 4 labels.
/// - starnet: Fabbro+2018, MNRAS 475, 2978; 7 419 191 parameters with 7214 px and 3 labels.
/// - astronn: Leung & Bovy 2019, MNRAS 483, 3255 (ApogeeBCNN, predicts means and variances); 1 495 814 parameters with
///   7514 px and 22 labels.
/// Networks of this program:
/// - hybrid-rvs: 800 px, XP, G, BP, RP and parallax → 5 labels; 3.9 MFLOP per forward pass.
/// - dense-rvs: the same without convolutions.
/// - spectrum-small: for a few hundred stars.
NetworkDescription presetDescription(const std::string& name);
std::vector<std::string> presetNames();

}  // namespace maury::network
