// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "attribution/maps/AttributionOptions.h"
#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::attribution {

/// Attribution of an ensemble's L labels to the pixels of the spectrum and to the other inputs, averaged over stars
/// with its sign. For derivatives (isDerivative), in label units per unit of flux: a label that increases when its
/// lines deepen has NEGATIVE peaks there (Nepal+2023, A&A 671 A61). For contributions, in label units. Where a star
/// lacks flux or an input, the fill value that the network receives counts like any other value.
struct AttributionMap {
  AttributionMethod method = AttributionMethod::Gradient;
  std::vector<network::ModelLabel> labels;  ///< L
  spectra::WavelengthGrid grid;             ///< P
  std::vector<float> mean;                  ///< L × P: mean over members and stars; NaN in masked pixels
  /// L × P: standard deviation (divisor M) of the members' means over stars; NaN in masked pixels.
  std::vector<float> spread;
  std::vector<float> starSpread;  ///< L × P: standard deviation (divisor N) over stars of the mean over members
  std::vector<float> memberMean;  ///< M × L × P: each member's mean over stars; NaN in masked pixels
  std::vector<float> meanFlux, fluxSpread;  ///< P: mean and standard deviation of the stars' spectra; NaN without data
  /// L × (all elements of all inputs, in the model's order): mean and standard deviation over members for the inputs,
  /// as for the pixels, but per unit of the input.
  std::vector<float> inputMean, inputSpread;
  std::vector<float> memberInputMean;  ///< M × L × (all elements)
  /// (all elements): mean and standard deviation of the stars' inputs, in each input's unit; NaN without data.
  std::vector<float> meanInput, inputScatter;
  /// L × (inputs): size of each input's effect on the label, in label units. For derivatives: Σ over the input's
  /// elements of |mean| × the element's standard deviation over the stars. For contributions: Σ |mean|.
  std::vector<double> inputStrength;
  std::vector<double> spectrumStrength;  ///< L: the same sum over the unmasked pixels
  std::vector<double> meanLabel;         ///< L: mean prediction for the stars
  std::vector<double> baselineLabel;     ///< L: prediction for the baseline; empty for methods without one
  /// L: mean over stars of |Σ attributions − (label − label of the baseline)|, divided by the mean of |label − label of
  /// the baseline|. It is 0 if the parts add up to the whole (Sundararajan+2017, "completeness"). Empty for methods
  /// other than integrated gradients.
  std::vector<double> completenessError;
  std::size_t stars = 0;
  int members = 0;
};

class MapAccumulator;

/// Accumulates the map of any number of stars in chunks, in memory that does not grow with their number: for surveys
/// larger than memory, and for figures that are updated during the computation. Use it from one thread at a time; add()
/// itself uses several.
class AttributionRun {
public:
  /// Throws Error(Mismatch) if the options' baseline does not fit the model, and Error(Usage) for options out of range.
  AttributionRun(const network::Model& model, AttributionOptions options);
  ~AttributionRun();

  /// Adds the rows of `dataset`, after applying the steps of the model's preprocessing that it lacks
  /// (Model::missingSteps). A row that is listed twice counts twice. The result is bit for bit the same for any number
  /// of threads. Blocks; counts stars on `meter`. Throws Error(Mismatch) if the model does not fit or a row lies beyond
  /// the survey, and Error(Cancelled) within a batch; after an error the run must not be used.
  void add(const survey::Dataset& dataset, std::span<const std::size_t> rows, Job& job, ProgressMeter& meter);

  /// Returns the number of stars per batch. Repeated calls of add() should use multiples of it if possible, because
  /// LibTorch keeps megabytes of code and buffers for every other batch size.
  static std::size_t batch();

  /// Returns the map of the stars added so far. Throws Error(Mismatch) if there are none.
  AttributionMap map() const;

private:
  std::unique_ptr<MapAccumulator> m_sums;
};

/// Computes the map of the rows `stars` in one call. Blocks; progress unit "spectra". Throws the errors of
/// AttributionRun. Thread-safe.
AttributionMap attributionMap(const network::Model& model, const survey::Dataset& dataset,
                              std::span<const std::size_t> stars, const AttributionOptions& options, Job& job);

}  // namespace maury::attribution
