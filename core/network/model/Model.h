// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "io/Safetensors.h"
#include "network/description/NetworkDescription.h"
#include "spectra/WavelengthGrid.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/Split.h"
#include "survey/recipe/Recipe.h"

namespace maury::network {

/// A label as the model gives it. Outputs 0…1 stand for minimum…maximum, the range of the training set, which is also
/// the training limit that flags report.
struct ModelLabel {
  std::string name;
  std::string unit;
  double minimum = 0.0;
  double maximum = 1.0;
};

/// An auxiliary input as the model takes it: scaled = (value − offset) / scale, element by element; a missing value is
/// taken as `offset` + `fill` × `scale`. Limits are the range seen in training.
struct ModelInput {
  std::string name;
  std::string unit;
  std::size_t width = 1;
  std::vector<float> offset, scale, fill, minimum, maximum;  ///< width each
};

/// How far a label may be off, reference's error included: 1σ = √(floor² + (factor × s)² + (noise ÷ S/N)²), s² the
/// ensemble's scatter² plus the variance that the network predicts. All NaN where too few stars could tell.
struct LabelUncertainty {
  double floor = 0.0;  ///< label unit
  double factor = 1.0;
  double noise = 0.0;       ///< label unit at S/N 1; 0 where the S/N of the stars it was fitted on is not known
  double typicalSnr = 1.0;  ///< theirs, taken for a star whose own is not known
};

/// All that is needed to apply a model years later, and to say what it was trained on.
struct ModelInfo {
  NetworkDescription network;
  std::vector<ModelLabel> labels;
  std::vector<LabelUncertainty> uncertainty;  ///< L, fitted on validation stars (inference::calibrated); or empty
  std::vector<LabelUncertainty> dropoutUncertainty;  ///< L, for prediction with dropout left on; or empty
  std::vector<ModelInput> inputs;                    ///< in the order of the branches
  spectra::WavelengthGrid grid;                      ///< the survey's P pixels
  std::vector<spectra::WavelengthRange> masks;       ///< pixels inside are not given to the network
  std::vector<float> fluxOffset;                     ///< P; zeros when the flux is taken as delivered
  float fluxScale = 1.0F;
  float fluxFill = 1.0F;         ///< flux taken where a pixel has no data (normalised continuum)
  survey::Provenance trainedOn;  ///< its preprocessing must be that of the survey it is applied to
  survey::SplitRule split;
  std::size_t trainingStars = 0;
  int members = 0;
  std::string program;  ///< "Maury 0.1.0, LibTorch 1.13.0"
  std::string command;  ///< the command line that repeats the training
  std::string history;  ///< CSV of its epochs (training::historyCsv)

  /// Indices of the pixels outside the masks: what the network sees.
  std::vector<std::size_t> pixels() const;
  /// Returns the total width of the inputs of each auxiliary branch.
  std::vector<std::size_t> auxiliaryWidths() const;
};

/// The weights of one member by the names of its network's tensors, row-major ("spectrum.conv0.weight": filters ×
/// channels × 1 × kernel; "output.bias": labels). See weightShapes().
using MemberWeights = std::map<std::string, io::Tensor>;

class HybridCnn;

/// Networks made of a model's weights when they first run; see networksOf() in Ensemble.torch.h, which alone uses it.
struct NetworkCache {
  std::once_flag made;
  std::vector<std::shared_ptr<const HybridCnn>> networks;
};

/// A trained ensemble: plain numbers, for which no LibTorch is needed until its networks run. Immutable and thread-safe
/// once made; cheap to copy (shared).
class Model {
public:
  /// Reads a model file (safetensors; nothing in it is executed). Throws Error(File | Format) naming file and reason.
  static Model load(const std::filesystem::path& path);
  void save(const std::filesystem::path& path) const;

  /// `members` are as many as info.members. Throws Error(Format) naming the tensor that is missing, has another shape
  /// than the network has or holds values that are not finite; Error(Mismatch) if the network does not fit the grid.
  Model(ModelInfo info, std::vector<MemberWeights> members);
  /// Returns the same networks with these uncertainties instead (see ModelInfo).
  Model withUncertainties(std::vector<LabelUncertainty> uncertainty,
                          std::vector<LabelUncertainty> dropoutUncertainty) const;

  const ModelInfo& info() const { return *m_info; }
  const std::vector<MemberWeights>& members() const;
  std::size_t parameterCount() const;  ///< of one member

  /// The steps of the model's own preprocessing that stars like these still lack: to be applied to them first. The
  /// survey's steps must be the first of the model's; steps on inputs that the network does not take count in neither.
  /// Throws Error(Mismatch), naming what does not fit, if the model
  /// cannot be applied to stars like these, even then: another step, another grid, an input that is missing or has
  /// another width or unit. Looks at the schema only.
  survey::Recipe missingSteps(const survey::Dataset& schema) const;

  NetworkCache& networkCache() const;

private:
  struct Weights;
  std::shared_ptr<const ModelInfo> m_info;
  std::shared_ptr<Weights> m_weights;
};

}  // namespace maury::network
