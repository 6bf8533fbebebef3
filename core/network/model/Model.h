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
#include "network/model/FluxRange.h"
#include "spectra/WavelengthGrid.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/Split.h"
#include "survey/recipe/Recipe.h"

namespace maury::network {

/// Label that the model predicts. Outputs 0…1 correspond to minimum…maximum, the range of the training part; the flags
/// of predictions report values outside it.
struct ModelLabel {
  std::string name;
  std::string unit;
  double minimum = 0.0;
  double maximum = 1.0;
};

/// Auxiliary input of the model. Each element is scaled as (value − offset) / scale; a missing value is replaced by
/// `offset` + `fill` × `scale`. `minimum` and `maximum` are the range of the training part.
struct ModelInput {
  std::string name;
  std::string unit;
  std::size_t width = 1;
  std::vector<float> offset, scale, fill, minimum, maximum;  ///< `width` elements each
};

/// Calibrated uncertainty of a label, including the error of the reference: 1σ = √(floor² + (factor × s)² +
/// (noise ÷ S/N)²), where s² is the squared scatter of the ensemble plus the variance that the network predicts. All
/// members are NaN if there were too few stars for a calibration.
struct LabelUncertainty {
  double floor = 0.0;  ///< label unit
  double factor = 1.0;
  double noise = 0.0;       ///< label unit at S/N 1; 0 if the S/N of the calibration stars is unknown
  double typicalSnr = 1.0;  ///< S/N of the calibration stars; used for stars of unknown S/N
};

/// Everything needed to apply a model years later and to report how it was trained.
struct ModelInfo {
  NetworkDescription network;
  std::vector<ModelLabel> labels;
  std::vector<LabelUncertainty> uncertainty;         ///< one per label, fitted to validation stars; or empty
  std::vector<LabelUncertainty> dropoutUncertainty;  ///< the same for prediction with dropout on; or empty
  std::vector<ModelInput> inputs;                    ///< in the order of the branches
  spectra::WavelengthGrid grid;                      ///< the survey's P pixels
  std::vector<spectra::WavelengthRange> masks;       ///< ranges whose pixels the network does not see
  std::vector<float> fluxOffset;                     ///< one per pixel; zeros if the flux is not standardised
  float fluxScale = 1.0F;
  float fluxFill = 1.0F;         ///< flux that replaces missing values (default: the normalised continuum)
  FluxRange fluxRange;           ///< flux outside is missing
  survey::Provenance trainedOn;  ///< its preprocessing is required of surveys that the model is applied to
  survey::SplitRule split;
  std::size_t trainingStars = 0;
  int members = 0;
  std::string program;  ///< "Maury 0.1.0, LibTorch 1.13.0"
  std::string command;  ///< command line that repeats the training
  std::string history;  ///< training history, one line of CSV per epoch (training::historyCsv)

  /// Returns the indices of the pixels that the network sees, which are those outside the masks.
  std::vector<std::size_t> pixels() const;
  /// Returns the total width of the inputs of each auxiliary branch.
  std::vector<std::size_t> auxiliaryWidths() const;
};

/// Weights of one member by the name of the tensor, row-major; see weightShapes(). Examples: "spectrum.conv0.weight"
/// (filters × channels × 1 × kernel), "output.bias" (labels).
using MemberWeights = std::map<std::string, io::Tensor>;

class HybridCnn;

/// Cache of the LibTorch networks, which are built from a model's weights on first use. Used by networksOf() in
/// Ensemble.torch.h only.
struct NetworkCache {
  std::once_flag built;
  std::vector<std::shared_ptr<const HybridCnn>> networks;
};

/// Trained ensemble as plain numbers; needs LibTorch only when its networks run. Immutable and thread-safe. Cheap to
/// copy, because copies share their data.
class Model {
public:
  /// Reads a model file (safetensors; nothing in it is executed). Throws Error(File | Format) naming file and reason.
  static Model load(const std::filesystem::path& path);
  void save(const std::filesystem::path& path) const;

  /// Requires info.members elements in `members`. Throws Error(Format) naming a tensor that is missing, has the wrong
  /// shape or contains a value that is not finite; Error(Mismatch) if the network does not fit the grid.
  Model(ModelInfo info, std::vector<MemberWeights> members);
  /// Returns a copy of the model with these uncertainties (see ModelInfo).
  Model withUncertainties(std::vector<LabelUncertainty> uncertainty,
                          std::vector<LabelUncertainty> dropoutUncertainty) const;

  const ModelInfo& info() const { return *m_info; }
  const std::vector<MemberWeights>& members() const;
  /// Returns the number of trainable values of one member.
  std::size_t parameterCount() const;

  /// Returns the steps of the model's preprocessing that must still be applied to a survey before the model. The steps
  /// already applied to the survey must be the first ones of the model; steps that change only inputs that the network
  /// does not take are ignored in both lists. Throws Error(Mismatch) with the reason if the model cannot be applied
  /// even then: a different step, a different grid, or an input that is missing or has another width or unit. Reads
  /// only the schema, no stars.
  survey::Recipe missingSteps(const survey::Dataset& schema) const;

  NetworkCache& networkCache() const;

private:
  struct Weights;
  std::shared_ptr<const ModelInfo> m_info;
  std::shared_ptr<Weights> m_weights;
};

}  // namespace maury::network
