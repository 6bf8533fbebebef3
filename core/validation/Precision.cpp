// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/Precision.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "base/Error.h"
#include "base/Statistics.h"
#include "survey/names/PredictedNames.h"
#include "validation/LabelBounds.h"
#include "validation/Residuals.h"

namespace maury::validation {

namespace {

constexpr double kMadRelativeError = 1.166;  // relative 1σ of 1.4826 × MAD of n Gaussian values, times √n

double medianOfFinite(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  return upperMedian(values);
}

std::vector<double> valuesAt(const std::vector<double>& values, std::span<const std::size_t> rows) {
  std::vector<double> out;
  out.reserve(rows.size());
  for (const std::size_t row : rows)
    out.push_back(values[row]);
  return out;
}

double errorOfScatter(double scatter, std::size_t count) {
  return kMadRelativeError * scatter / std::sqrt(static_cast<double>(count));
}

/// Rows of one bin of S/N, and the bounds of some of them.
struct SnrBin {
  double low = 0.0, high = 0.0;
  std::vector<std::size_t> rows, boundRows;
  std::vector<StarBound> bounds;  ///< bounds of boundRows
};

/// Returns the bins that have enough stars.
std::vector<SnrBin> makeBins(const std::vector<double>& snr, std::span<const std::size_t> stars,
                             const PrecisionOptions& options) {
  std::vector<SnrBin> bins;
  for (std::size_t i = 0; i + 1 < options.snrEdges.size(); ++i) {
    SnrBin bin{options.snrEdges[i], options.snrEdges[i + 1], {}, {}, {}};
    std::copy_if(stars.begin(), stars.end(), std::back_inserter(bin.rows),
                 [&](std::size_t row) { return snr[row] >= bin.low && snr[row] < bin.high; });
    if (bin.rows.size() >= options.minStars) bins.push_back(std::move(bin));
  }
  return bins;
}

bool boundsAreKnown(const survey::Dataset& catalogue, const PrecisionOptions& options) {
  return !options.grid.empty() && catalogue.provenance.isMock && catalogue.hasNumeric("true_teff");
}

/// Columns of a catalogue for one label; a vector is empty if the column is missing.
class LabelColumns {
public:
  LabelColumns(const survey::Dataset& catalogue, const std::string& label, bool againstTruth)
      : m_predicted(catalogue.numeric(survey::predictedName(label))),
        m_expected(catalogue.numeric(againstTruth ? "true_" + label : label)),
        m_internal(optional(catalogue, survey::errorName(survey::predictedName(label)))),
        m_uncertainty(optional(catalogue, survey::sigmaName(survey::predictedName(label)))) {
    const auto known = std::find(kBoundLabels.begin(), kBoundLabels.end(), label);
    if (againstTruth && known != kBoundLabels.end()) m_bound = known - kBoundLabels.begin();
  }

  PrecisionBin precisionOf(const SnrBin& bin) const {
    std::vector<double> residuals;
    for (const std::size_t row : bin.rows)
      residuals.push_back(m_predicted[row] - m_expected[row]);
    const ResidualStatistics statistics = residualStatistics(residuals, std::vector<double>(residuals.size(), 0.0));
    PrecisionBin out;
    out.snrLow = bin.low;
    out.snrHigh = bin.high;
    out.stars = statistics.count;
    out.bias = medianOfFinite(std::move(residuals));
    out.scatter = statistics.robustSigma;
    out.scatterError = errorOfScatter(out.scatter, out.stars);
    if (!m_internal.empty()) out.internal = medianOfFinite(valuesAt(m_internal, bin.rows));
    if (!m_uncertainty.empty()) out.uncertainty = medianOfFinite(valuesAt(m_uncertainty, bin.rows));
    if (m_bound >= 0 && !bin.bounds.empty()) setBounds(out, bin);
    return out;
  }

private:
  static std::vector<double> optional(const survey::Dataset& catalogue, const std::string& name) {
    return catalogue.hasNumeric(name) ? catalogue.numeric(name) : std::vector<double>();
  }

  void setBounds(PrecisionBin& out, const SnrBin& bin) const {
    out.boundSpectrum = medianOfFinite(boundsOf(bin, &LabelBounds::spectrum));
    const std::vector<double> all = boundsOf(bin, &LabelBounds::all),
                              posterior = boundsOf(bin, &LabelBounds::posterior);
    std::tie(out.overBound, out.overBoundError) = scaledScatter(bin, all);
    std::tie(out.overPosterior, out.overPosteriorError) = scaledScatter(bin, posterior);
    out.bound = medianOfFinite(all);
    out.boundPosterior = medianOfFinite(posterior);
  }

  std::vector<double> boundsOf(const SnrBin& bin, LabelSigmas LabelBounds::*member) const {
    std::vector<double> out;
    for (const StarBound& star : bin.bounds)
      out.push_back((star.bounds.*member)[static_cast<std::size_t>(m_bound)]);
    return out;
  }

  /// Returns the scatter of the residuals of the bin's boundRows, each divided by its bound, and the 1σ of this
  /// scatter.
  std::pair<double, double> scaledScatter(const SnrBin& bin, const std::vector<double>& bounds) const {
    std::vector<double> scaled;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      const std::size_t row = bin.boundRows[i];
      scaled.push_back((m_predicted[row] - m_expected[row]) / bounds[i]);
    }
    const ResidualStatistics statistics = residualStatistics(scaled, std::vector<double>(scaled.size(), 0.0));
    return {statistics.robustSigma, errorOfScatter(statistics.robustSigma, statistics.count)};
  }

  std::vector<double> m_predicted, m_expected, m_internal, m_uncertainty;
  std::ptrdiff_t m_bound = -1;  ///< index of the label in kBoundLabels; −1 if it has no bound
};

}  // namespace

std::vector<LabelPrecision> precisionBySnr(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                                           const PrecisionOptions& options, Job& job) {
  if (!catalogue.hasNumeric("snr"))
    throw Error(ErrorKind::Mismatch,
                "there is no column 'snr', but precision is measured in bins of S/N; add this column to the survey");
  const std::vector<double> snr = catalogue.numeric("snr");
  std::vector<SnrBin> bins = makeBins(snr, stars, options);
  if (boundsAreKnown(catalogue, options)) {
    const auto prior = options.prior ? options.prior : std::make_shared<const LabelPrior>(labelPrior(catalogue));
    for (SnrBin& bin : bins) {
      bin.boundRows = survey::everyNth(bin.rows, options.boundStars);
      bin.bounds = starBounds(catalogue, options.grid, bin.boundRows, options.resolution, job, prior.get());
    }
  }

  std::vector<LabelPrecision> out;
  for (const survey::Label& label : catalogue.labels) {
    if (!survey::isPredictedLabel(label.name)) continue;
    const std::string name = survey::referenceName(label.name);
    LabelPrecision precision{name, label.unit, catalogue.hasNumeric("true_" + name), {}};
    if (!precision.againstTruth && !catalogue.hasNumeric(name)) continue;
    const LabelColumns columns(catalogue, name, precision.againstTruth);
    for (const SnrBin& bin : bins) {
      PrecisionBin result = columns.precisionOf(bin);
      if (result.stars < options.minStars) continue;
      result.snr = medianOfFinite(valuesAt(snr, bin.rows));
      precision.bins.push_back(result);
    }
    out.push_back(std::move(precision));
  }
  if (out.empty())
    throw Error(ErrorKind::Mismatch,
                "no label has a reference or true value to compare with; predict a survey that has labels");
  return out;
}

io::Table precisionTable(std::span<const LabelPrecision> precision) {
  std::vector<std::string> labels, against, units;
  std::vector<std::int64_t> stars;
  const std::vector<std::pair<const char*, double PrecisionBin::*>> numbers{
      {"snr_low", &PrecisionBin::snrLow},
      {"snr_high", &PrecisionBin::snrHigh},
      {"snr_median", &PrecisionBin::snr},
      {"bias", &PrecisionBin::bias},
      {"scatter", &PrecisionBin::scatter},
      {"e_scatter", &PrecisionBin::scatterError},
      {"internal_precision", &PrecisionBin::internal},
      {"uncertainty", &PrecisionBin::uncertainty},
      {"bound", &PrecisionBin::bound},
      {"bound_posterior", &PrecisionBin::boundPosterior},
      {"bound_spectrum", &PrecisionBin::boundSpectrum},
      {"over_bound", &PrecisionBin::overBound},
      {"e_over_bound", &PrecisionBin::overBoundError},
      {"over_bound_posterior", &PrecisionBin::overPosterior},
      {"e_over_bound_posterior", &PrecisionBin::overPosteriorError}};
  std::vector<std::vector<double>> values(numbers.size());
  for (const LabelPrecision& label : precision) {
    for (const PrecisionBin& bin : label.bins) {
      labels.push_back(label.label);
      units.push_back(label.unit);
      against.emplace_back(label.againstTruth ? "truth" : "reference");
      stars.push_back(static_cast<std::int64_t>(bin.stars));
      for (std::size_t i = 0; i < numbers.size(); ++i)
        values[i].push_back(bin.*numbers[i].second);
    }
  }
  io::Table table;
  table.columns.push_back({"label", "", labels});
  table.columns.push_back({"label_unit", "", units});
  table.columns.push_back({"against", "", against});
  table.columns.push_back({"stars", "", stars});
  for (std::size_t i = 0; i < numbers.size(); ++i)
    table.columns.push_back({numbers[i].first, "", std::move(values[i])});
  return table;
}

}  // namespace maury::validation
