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

/// Where in the spectrum, and in the inputs beside it, an ensemble's L labels come from, averaged over stars with the
/// sign kept. Of the derivatives (isDerivative): in label units per unit of flux, so that a label that grows when its
/// lines deepen has NEGATIVE peaks there (Nepal+2023, A&A 671 A61); of the contributions: in label units. Where a star
/// has no flux (or no input), what the network is given instead counts like any other value.
struct AttributionMap {
  AttributionMethod method = AttributionMethod::Gradient;
  std::vector<network::ModelLabel> labels;  ///< L
  spectra::WavelengthGrid grid;             ///< P
  std::vector<float> mean;                  ///< L × P: over members and stars; NaN in masked pixels
  std::vector<float> spread;  ///< L × P: standard deviation (÷ members) of the members' means over stars; NaN as mean
  std::vector<float> starSpread;            ///< L × P: standard deviation (÷ stars) over stars of the members' mean
  std::vector<float> memberMean;            ///< M × L × P: each member's mean over stars; NaN as mean
  std::vector<float> meanFlux, fluxSpread;  ///< P: mean and standard deviation of the stars' spectra; NaN without data
  /// L × (all elements of all inputs, in the model's order): the same for the inputs, per unit of the input, and the
  /// members' scatter.
  std::vector<float> inputMean, inputSpread;
  std::vector<float> memberInputMean;          ///< M × L × (all elements)
  std::vector<float> meanInput, inputScatter;  ///< (all elements): mean and standard deviation of the stars' inputs, in
                                               ///< the input's unit; NaN without data
  /// L × (inputs): how far each input moves the label, in its units. Of derivatives: Σ over the input's elements of
  /// |mean| × the element's standard deviation over the stars; of contributions: Σ |mean|.
  std::vector<double> inputStrength;
  std::vector<double> spectrumStrength;  ///< L: the same sum over the pixels that the network sees
  std::vector<double> meanLabel;         ///< L: mean prediction of the stars
  std::vector<double> baselineLabel;     ///< L: the baseline's; empty for methods that take none
  /// L: mean over stars of |Σ attributions − (label − baseline's)| over the mean of |label − baseline's|: 0 where the
  /// parts add up to the whole (Sundararajan+2017, "completeness"). Only of integrated gradients, else empty.
  std::vector<double> completenessError;
  std::size_t stars = 0;
  int members = 0;
};

class MapAccumulator;

/// Adds up the map of any number of stars, some at a time, in memory that does not grow with them: for surveys larger
/// than memory and for pictures that fill while they are made. One thread at a time; add() itself uses several.
class AttributionRun {
public:
  /// Throws Error(Mismatch) if the options' baseline does not suit the model, Error(Usage) for options out of range.
  AttributionRun(const network::Model& model, AttributionOptions options);
  ~AttributionRun();

  /// Adds the rows of `dataset`, with the steps of the model's preprocessing that it lacks (Model::missingSteps)
  /// applied to them first. A row may be named twice and then counts twice. The same bits whatever the number of
  /// threads. Blocks; counts stars on `meter`. Throws Error(Mismatch) where the model does not fit or a row is beyond
  /// the survey, Error(Cancelled) within a batch; after an error the run is of no use.
  void add(const survey::Dataset& dataset, std::span<const std::size_t> rows, Job& job, ProgressMeter& meter);

  /// Stars that are attributed at once. Who adds many times adds multiples of it where possible: for every other size
  /// LibTorch keeps code and buffers of megabytes.
  static std::size_t batch();

  /// Of the stars so far. Throws Error(Mismatch) if there are none.
  AttributionMap map() const;

private:
  std::unique_ptr<MapAccumulator> m_sums;
};

/// The map of the rows `stars` at once. Blocks; progress unit "spectra". Throws as AttributionRun; thread-safe.
AttributionMap attributionMap(const network::Model& model, const survey::Dataset& dataset,
                              std::span<const std::size_t> stars, const AttributionOptions& options, Job& job);

}  // namespace maury::attribution
