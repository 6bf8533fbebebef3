// SPDX-License-Identifier: GPL-3.0-or-later
// Small surveys and networks for tests, made in milliseconds and without training.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::test {

/// Stars "toy0", "toy1" … with Gaussian flux 1 ± 0.1 and flux errors, on pixels of 0.1 nm from 850 nm; inputs "g" (mag)
/// and "bp" (3 elements); labels "teff" with errors and "alpham"; columns "snr" and "field" (text). No value is
/// missing.
survey::Dataset toySurvey(std::size_t stars, std::size_t pixels = 40, std::uint64_t seed = 1);

/// An ensemble for such a survey: two convolutions (one pooled), an auxiliary branch for each input, random weights.
/// Labels teff (3500 … 6500 K) and alpham (−0.2 … 0.4 dex); training limits g 10 … 14, bp −10 … 10.
/// `dropout` is the rate of its last layer but one.
network::Model toyModel(const survey::Dataset& survey, int members, std::vector<spectra::WavelengthRange> masks = {},
                        double dropout = 0.0);

/// An ensemble with batch and layer normalisation, a residual block and global average pooling, on the spectrum and the
/// input bp; labels as those of toyModel().
network::Model layeredModel(const survey::Dataset& survey, int members);

/// One network whose only label, teff, is 3000 K + slopeK × (flux of `pixel`) for positive flux, whatever else there
/// is.
network::Model onePixelModel(const survey::Dataset& survey, std::size_t pixel, double slopeK);

/// An untrained ensemble for a survey that has its inputs, for all labels of the survey; inputs taken as they are. For
/// measuring speed.
network::Model untrainedModel(const survey::Dataset& survey, const network::NetworkDescription& description,
                              int members);

}  // namespace maury::test
