// SPDX-License-Identifier: GPL-3.0-or-later
// Small surveys and untrained networks for tests, made in milliseconds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::test {

/// Returns stars "toy0", "toy1" … with Gaussian flux of mean 1 and standard deviation 0.1 and with flux errors, on
/// pixels of 0.1 nm from 850 nm; inputs "g" (mag) and "bp" (3 elements); labels "teff" with errors and "alpham";
/// columns "snr" and "field" (text). No value is missing.
survey::Dataset toySurvey(std::size_t stars, std::size_t pixels = 40, std::uint64_t seed = 1);

/// Returns an ensemble for such a survey with two convolutions (one pooled), an auxiliary branch for each input and
/// random weights. Labels are teff (3500 … 6500 K) and alpham (−0.2 … 0.4 dex); training limits are g 10 … 14 and
/// bp −10 … 10. `dropout` is the rate of its penultimate layer.
network::Model toyModel(const survey::Dataset& survey, int members, std::vector<spectra::WavelengthRange> masks = {},
                        double dropout = 0.0);

/// Returns an ensemble with batch and layer normalisation, a residual block and global average pooling, on the spectrum
/// and the input bp, with the labels of toyModel().
network::Model layeredModel(const survey::Dataset& survey, int members);

/// Returns an ensemble of one network whose only label, teff, is 3000 K + slopeK × (flux of `pixel`) for positive flux
/// and does not depend on anything else.
network::Model onePixelModel(const survey::Dataset& survey, std::size_t pixel, double slopeK);

/// Returns an untrained ensemble with this network for all labels of the survey, for measuring speed. Inputs are not
/// scaled. Throws Error(Mismatch) if the survey lacks an input of the network.
network::Model untrainedModel(const survey::Dataset& survey, const network::NetworkDescription& description,
                              int members);

}  // namespace maury::test
