// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "network/layers/Layer.h"
#include "spectra/WavelengthGrid.h"

namespace maury::network {

/// Name of the spectrum in Branch::inputs.
inline constexpr const char* kFluxInput = "flux";

/// Operation that joins the inputs of a branch.
enum class Join {
  Concatenate,  ///< flatten, then concatenate
  Add           ///< add element by element; all must have the same shape
};

/// Node of the graph: a named chain of layers that takes inputs of the network and outputs of earlier branches.
struct Branch {
  std::string name;                 ///< "spectrum", "xp", "joined"
  std::vector<std::string> inputs;  ///< kFluxInput, or names of survey::AuxiliaryInput, which are concatenated
  std::vector<std::string> from;    ///< names of earlier branches
  Join join = Join::Concatenate;
  std::vector<Layer> layers;

  bool readsFlux() const;
  /// Returns the inputs other than the spectrum.
  std::vector<std::string> auxiliaryInputs() const;
};

/// Linear output layer with one unit per label, or two if the network predicts its variance.
struct Output {
  std::string name = "output";
  std::vector<std::string> from;  ///< names of branches, whose outputs are concatenated
};

/// Auxiliary inputs of a branch, concatenated in this order.
struct AuxiliaryInputs {
  std::string branch;
  std::vector<std::string> inputs;  ///< names of survey::AuxiliaryInput
};

/// Part of the spectrum from which a label is predicted ("censoring", Leung & Bovy 2019, MNRAS 483, 3255: restricting
/// an element to its own lines keeps the network from learning its correlation with other elements from their lines).
/// Auxiliary inputs are not restricted.
struct LabelWindows {
  std::string label;
  std::vector<spectra::WavelengthRange> rangesNm;  ///< vacuum

  bool operator==(const LabelWindows&) const = default;
};

/// Scaling of a network's inputs.
enum class InputScaling {
  AsDelivered,  ///< flux unchanged; auxiliary inputs scaled from minimum…maximum to 0…1 (Guiglion+2020, Nepal+2023)
  /// (flux − mean training spectrum) / overall scatter around it; auxiliary inputs scaled to mean 0 and scatter 1
  Standardised
};

/// Description of a network as a small acyclic graph: named branches, each a chain of layers, and the output. A plain
/// value, saved as JSON in the model file. HybridLayout.h builds the usual graph from its layer sizes.
struct NetworkDescription {
  std::string preset;  ///< one of presetNames(), or "" once edited
  /// Branches, ordered so that each one takes only earlier ones. By default, the output is linear in the flux.
  std::vector<Branch> branches{{"spectrum", {kFluxInput}, {}, Join::Concatenate, {}}};
  std::vector<Output> outputs{{"output", {"spectrum"}}};  ///< exactly one; several are not supported yet
  InputScaling scaling = InputScaling::Standardised;
  /// True if each label has a second output: ln of the variance of its error as the network estimates it (Kendall & Gal
  /// 2017, eq. 8).
  bool predictsVariance = false;

  /// Labels restricted to part of the spectrum. Each needs an additional forward pass of the same network.
  std::vector<LabelWindows> windows;

  /// Returns the number of forward passes for `labels` labels: one for each of `windows`, and one for all labels
  /// without a window.
  std::size_t passes(std::size_t labels) const { return windows.size() + (windows.size() < labels ? 1 : 0); }
  /// Returns the number of units of the output layer for `labels` labels.
  std::size_t outputWidth(std::size_t labels) const { return predictsVariance ? 2 * labels : labels; }
  /// Returns true if the network has a dropout layer with a rate above 0.
  bool hasDropout() const;
  /// Returns the branches that take auxiliary inputs, in their order.
  std::vector<AuxiliaryInputs> auxiliary() const;
  /// Returns the branch called `name`. Throws Error(Usage) naming it if there is none.
  Branch& branch(std::string_view name);
  const Branch& branch(std::string_view name) const;
  /// Removes a branch and all references to it, and then every branch that has no input left.
  void removeBranch(std::string name);
};

/// Throws Error(Format) unless the graph is valid. Reasons: two branches of the same name, a branch that takes nothing
/// or takes one that is not earlier, no output or several, more than 1000 branches.
void requireGraph(const NetworkDescription& description);

/// Row of the layer list.
struct LayerRow {
  std::string branch;          ///< name of the branch; for the output, the name of the last branch
  std::string layer;           ///< "conv 8 × 10", "dense 32"
  std::string shape;           ///< shape of the output for one star: "903 × 8" (positions × channels)
  std::size_t parameters = 0;  ///< trainable values
  /// Floating-point operations of one forward pass for one star: two per multiply–add; activations and pools not
  /// counted.
  std::size_t flop = 0;
};

/// Returns the shape that enters each branch, in their order, and finally the shape that enters the output, for a
/// spectrum of `pixels` and `auxiliaryWidths[i]` elements of auxiliary()[i]. Throws the same errors as layerList().
std::vector<Shape> branchShapes(const NetworkDescription& description, std::size_t pixels,
                                const std::vector<std::size_t>& auxiliaryWidths);

/// Returns all layers with their shapes for a spectrum of `pixels`, `auxiliaryWidths[i]` elements of auxiliary()[i] and
/// `labels` outputs. Throws Error(Mismatch) if the spectrum is too short for the convolutions or if a layer cannot take
/// the shape that enters it.
std::vector<LayerRow> layerList(const NetworkDescription& description, std::size_t pixels,
                                const std::vector<std::size_t>& auxiliaryWidths, std::size_t labels);
std::size_t parameterCount(const NetworkDescription& description, std::size_t pixels,
                           const std::vector<std::size_t>& auxiliaryWidths, std::size_t labels);

/// Largest number of parameters of a member that can be trained; above it, weights, gradients and Adam's two moments
/// exceed 3 GB.
inline constexpr std::size_t kMaxParameters = 200'000'000;
/// Throws Error(Mismatch) with both numbers if there are more parameters than kMaxParameters.
void requireTrainableSize(std::size_t parameters);

/// Returns the number of floating-point operations that predict all labels of one star, over all passes. A training
/// step needs about three times as many.
std::size_t forwardFlop(const NetworkDescription& description, std::size_t pixels,
                        const std::vector<std::size_t>& auxiliaryWidths, std::size_t labels);

/// Returns `description` without the inputs that are not in `available` (names of survey::AuxiliaryInput) and without
/// the branches that then have no input. Adapts a hybrid network to a survey that has spectra only, for example.
NetworkDescription withoutMissingInputs(const NetworkDescription& description,
                                        const std::vector<std::string>& available);

}  // namespace maury::network
