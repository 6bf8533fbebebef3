// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"

namespace maury::network {

struct ConvolutionLayer {
  int filters = 8;
  int kernel = 10;  ///< pixels
  int pool = 1;     ///< max-pool width (and stride) after the activation; 1 = none
  double l2 = 0.0;  ///< added to the loss as l2 × Σ weight², on the kernel only
  bool padded =
      false;  ///< zeros at both ends keep the number of positions (Keras' "same"); else none are added ("valid")
};

struct DenseLayer {
  int units = 32;
  double dropout = 0.0;  ///< after the activation, in training
};

/// A dense branch for auxiliary inputs, which it takes side by side in this order.
struct AuxiliaryBranch {
  std::string name;                 ///< "xp", "photometry"
  std::vector<std::string> inputs;  ///< names of survey::AuxiliaryInput
  std::vector<DenseLayer> layers;
};

/// The part of the spectrum that a label sees ("censoring", Leung & Bovy 2019, MNRAS 483, 3255: an element's
/// own lines, so that its correlation with others cannot be learned from theirs). Auxiliary inputs are seen all the
/// same.
struct LabelWindows {
  std::string label;
  std::vector<spectra::WavelengthRange> rangesNm;  ///< vacuum

  bool operator==(const LabelWindows&) const = default;
};

enum class InputScaling {
  AsDelivered,  ///< flux as it is; auxiliary inputs min–max to 0…1 (Guiglion+2020, Nepal+2023)
  Standardised  ///< flux minus the training mean spectrum over its overall scatter; auxiliary inputs to mean 0, scatter
                ///< 1
};

/// What a hybrid CNN is, layer by layer: a spectrum branch (convolutions, then dense), auxiliary branches, joined,
/// dense layers, one linear output a label. A plain value, saved as JSON in the model file. Every activation is
/// LeakyReLU; with a slope of 0 that is ReLU.
struct NetworkDescription {
  std::string preset;  ///< one of presetNames(), or "" once edited
  std::vector<ConvolutionLayer> convolutions;
  double convolutionDropout = 0.0;  ///< after the last convolution
  std::vector<DenseLayer> spectrumDense;
  std::vector<AuxiliaryBranch> auxiliary;
  std::vector<DenseLayer> joinedDense;
  double leakySlope = 0.3;  ///< Keras' default (Guiglion+2020's .h5), not LibTorch's 0.01
  InputScaling scaling = InputScaling::Standardised;
  /// A second output a label: ln of the variance that the network expects of its own error (Kendall & Gal 2017, eq. 8).
  bool predictsVariance = false;

  /// Labels that see some of the spectrum only; each costs a forward pass of its own, of the one network.
  std::vector<LabelWindows> windows;

  /// Forward passes for so many labels: one for each of `windows`, and one for the labels that see everything.
  std::size_t passes(std::size_t labels) const { return windows.size() + (windows.size() < labels ? 1 : 0); }
  /// Units of the output layer for so many labels.
  std::size_t outputs(std::size_t labels) const { return predictsVariance ? 2 * labels : labels; }
  /// Whether a layer drops units in training.
  bool hasDropout() const;
};

/// One row of the layer list: what the layer is, the shape it gives (without the batch) and its trainable parameters.
struct LayerRow {
  std::string branch;  ///< "spectrum", the auxiliary branch's name, "joined"
  std::string layer;   ///< "conv 8 × 10", "dense 32"
  std::string shape;   ///< "903 × 8" (positions × channels)
  std::size_t parameters = 0;
  std::size_t flop = 0;  ///< of one pass of one star: two for each multiply–add; activations and pools not counted
};

/// The published networks, exact: guiglion2020 (Guiglion+2020, A&A 644 A168; 58 549 parameters with 912 px, 9 inputs,
/// 9 labels), nepal2023 (Nepal+2023, A&A 671 A61; 448 134 with 6861 px and 4 labels), starnet (Fabbro+2018, MNRAS 475,
/// 2978; 7 419 191 with 7214 px and 3 labels), astronn (Leung & Bovy 2019, MNRAS 483, 3255, ApogeeBCNN: means and
/// variances; 1 495 814 with 7514 px and 22 labels); and hybrid-rvs (800 px, XP, G,
/// BP, RP, parallax → 5 labels; 3.9 MFLOP forward); dense-rvs is the same without convolutions. spectrum-small suits a
/// few hundred stars. Throws Error(Usage) listing the names it knows.
NetworkDescription presetDescription(const std::string& name);
std::vector<std::string> presetNames();

/// The layers with shapes for `pixels` of spectrum, `auxiliaryWidths[b]` inputs of branch b and `labels` outputs.
/// Throws Error(Mismatch) if the spectrum is too short for the convolutions.
std::vector<LayerRow> layerList(const NetworkDescription& description, std::size_t pixels,
                                const std::vector<std::size_t>& auxiliaryWidths, std::size_t labels);
std::size_t parameterCount(const NetworkDescription& description, std::size_t pixels,
                           const std::vector<std::size_t>& auxiliaryWidths, std::size_t labels);

/// Floating-point operations that give one star its labels, in all passes; a training step takes about three times
/// this.
std::size_t forwardFlop(const NetworkDescription& description, std::size_t pixels,
                        const std::vector<std::size_t>& auxiliaryWidths, std::size_t labels);

/// `description` without the inputs that a survey lacks, and without the branches that then have none: what is left of
/// a hybrid network for a survey with spectra alone. `available` are names of survey::AuxiliaryInput.
NetworkDescription withoutMissingInputs(const NetworkDescription& description,
                                        const std::vector<std::string>& available);

std::string toJson(const NetworkDescription& description);
/// Throws Error(Format) naming the key and the reason.
NetworkDescription descriptionFromJson(const std::string& json);

}  // namespace maury::network
