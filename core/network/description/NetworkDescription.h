// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "network/layers/Layer.h"
#include "spectra/WavelengthGrid.h"

namespace maury::network {

/// The spectrum among Branch::inputs.
inline constexpr const char* kFluxInput = "flux";

/// How the parts that enter a branch become one.
enum class Join {
  Concatenate,  ///< flattened, side by side
  Add           ///< element by element; all of the same shape
};

/// A node of the graph: a named chain of layers that takes inputs of the network and outputs of earlier branches.
struct Branch {
  std::string name;                 ///< "spectrum", "xp", "joined"
  std::vector<std::string> inputs;  ///< kFluxInput, or names of survey::AuxiliaryInput, side by side
  std::vector<std::string> from;    ///< names of branches before this one
  Join join = Join::Concatenate;
  std::vector<Layer> layers;

  bool readsFlux() const;
  /// The inputs without the spectrum.
  std::vector<std::string> auxiliaryInputs() const;
};

/// A linear layer with one unit a label (two where the network predicts its variance) on top of branches.
struct Output {
  std::string name = "output";
  std::vector<std::string> from;  ///< names of branches, side by side
};

/// The auxiliary inputs of a branch, side by side in this order.
struct AuxiliaryInputs {
  std::string branch;
  std::vector<std::string> inputs;  ///< names of survey::AuxiliaryInput
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

/// Describes a network as a small acyclic graph of named branches, each a chain of layers, and its output. A plain
/// value, saved as JSON in the model file. HybridLayout.h writes the usual graph by its sizes.
struct NetworkDescription {
  std::string preset;  ///< one of presetNames(), or "" once edited
  /// In an order in which each names only earlier ones. Unless told otherwise the output is linear in the flux.
  std::vector<Branch> branches{{"spectrum", {kFluxInput}, {}, Join::Concatenate, {}}};
  std::vector<Output> outputs{{"output", {"spectrum"}}};  ///< one; networks cannot have several yet
  InputScaling scaling = InputScaling::Standardised;
  /// A second output a label: ln of the variance that the network expects of its own error (Kendall & Gal 2017, eq. 8).
  bool predictsVariance = false;

  /// Labels that see some of the spectrum only; each costs a forward pass of its own, of the one network.
  std::vector<LabelWindows> windows;

  /// Forward passes for so many labels: one for each of `windows`, and one for the labels that see everything.
  std::size_t passes(std::size_t labels) const { return windows.size() + (windows.size() < labels ? 1 : 0); }
  /// Units of the output layer for so many labels.
  std::size_t outputWidth(std::size_t labels) const { return predictsVariance ? 2 * labels : labels; }
  /// True if a layer drops values in training.
  bool hasDropout() const;
  /// The branches that take auxiliary inputs, in their order.
  std::vector<AuxiliaryInputs> auxiliary() const;
  /// Throws Error(Usage) naming the branch that is missing.
  Branch& branch(const std::string& name);
  const Branch& branch(const std::string& name) const;
  /// Removes a branch and what names it; other branches that then have nothing to take go too.
  void removeBranch(std::string name);
};

/// Throws Error(Format) naming what is no such graph: two branches of one name, a branch that takes nothing or names
/// one that does not come before it, none or several outputs.
void requireGraph(const NetworkDescription& description);

/// One row of the layer list: what the layer is, the shape it gives (without the batch) and its trainable parameters.
struct LayerRow {
  std::string branch;  ///< the branch's name; of the output that of the last branch
  std::string layer;   ///< "conv 8 × 10", "dense 32"
  std::string shape;   ///< "903 × 8" (positions × channels)
  std::size_t parameters = 0;
  std::size_t flop = 0;  ///< of one pass of one star: two for each multiply–add; activations and pools not counted
};

/// Shapes that enter the branches, in their order, and last what enters the output, for `pixels` of spectrum and
/// `auxiliaryWidths[i]` elements of auxiliary()[i]. Throws Error(Mismatch) as layerList().
std::vector<Shape> branchShapes(const NetworkDescription& description, std::size_t pixels,
                                const std::vector<std::size_t>& auxiliaryWidths);

/// The layers with shapes for `pixels` of spectrum, `auxiliaryWidths[i]` elements of auxiliary()[i] and `labels`
/// outputs. Throws Error(Mismatch) if the spectrum is too short for the convolutions or a layer cannot take what comes
/// in.
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

/// JSON of version 2: {"version", "preset", "branches", "outputs", "predictsVariance", "scaling", "windows"}; a layer
/// is
/// {"kind", its parameters}.
std::string toJson(const NetworkDescription& description);
/// Reads version 2 and, by the layout that it was, version 1. Throws Error(Format) naming the key and the reason, also
/// for a version of a newer program.
NetworkDescription descriptionFromJson(const std::string& json);

}  // namespace maury::network
