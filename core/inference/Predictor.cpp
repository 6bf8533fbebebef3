// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/Predictor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "base/TaskPool.h"
#include "base/process/Log.h"
#include "inference/Ensemble.h"
#include "io/SameFile.h"
#include "survey/file/SurveySize.h"
#include "survey/file/SurveyStream.h"
#include "survey/file/SurveyWriter.h"

namespace maury::inference {
namespace {

// Neither the network nor the catalogue uses flux errors.
constexpr survey::SurveyParts kParts{.fluxErrors = false};

survey::Dataset selectPart(survey::Dataset chunk, const survey::SplitRule& rule, std::optional<survey::Part> part) {
  if (!part) return chunk;
  return chunk.select(rule.apply(chunk)[static_cast<std::size_t>(*part)]);
}

/// Catalogue file that is created with the first stars, which show which labels of the survey have errors.
class CatalogueFile {
public:
  /// `expectedStars` is the number of stars for which there must be space; 0 if it is unknown.
  CatalogueFile(std::filesystem::path path, std::size_t textWidth, std::size_t expectedStars)
      : m_path(std::move(path)), m_textWidth(textWidth), m_expectedStars(expectedStars) {}

  void append(const survey::Dataset& stars) {
    if (!m_writer) {
      m_writer.emplace(m_path, stars, m_textWidth);
      survey::requireSurveySpace(m_path, stars, m_expectedStars, m_textWidth);
    }
    m_writer->append(stars);
  }
  bool empty() const { return !m_writer; }
  void commit() { m_writer->commit(); }

private:
  std::filesystem::path m_path;
  std::size_t m_textWidth;
  std::size_t m_expectedStars;
  std::optional<survey::SurveyWriter> m_writer;
};

survey::Dataset prepare(survey::Dataset chunk, const survey::Recipe& steps, survey::RecipeReport* report, Job& job,
                        unsigned threads) {
  if (steps.empty()) return chunk;
  chunk.fluxError.clear();  // neither the network nor the catalogue uses them
  survey::RecipeReport discarded;
  steps.apply(
      chunk, report != nullptr ? *report : discarded, [&](std::size_t) { job.checkpoint(); }, threads);
  return chunk;
}

/// Counts the stars of a catalogue that have no label because they have no finite pixel.
class UnpredictedStars {
public:
  void count(const survey::Dataset& catalogue) {
    if (catalogue.labels.empty()) return;
    const std::vector<float>& values = catalogue.labels.front().values;
    for (std::size_t star = 0; star < values.size(); ++star) {
      if (!std::isnan(values[star])) continue;
      if (m_stars++ == 0) m_first = catalogue.ids[star];
    }
  }
  /// Logs a sentence and adds it to the report, if there are such stars.
  void reportTo(survey::RecipeReport* report) const {
    if (m_stars == 0) return;
    const std::string sentence =
        m_stars == 1 ? fmt::format("1 spectrum without a finite pixel gets no label ({}).", m_first)
                     : fmt::format("{} spectra without a finite pixel get no label (first: {}).", m_stars, m_first);
    log::warning(sentence);
    if (report != nullptr) report->addSentence(sentence);
  }

private:
  std::size_t m_stars = 0;
  std::string m_first;
};

const std::vector<network::LabelUncertainty>& uncertaintyOf(const network::ModelInfo& info,
                                                            const DropoutSampling& sampling) {
  return sampling.passes > 0 ? info.dropoutUncertainty : info.uncertainty;
}

}  // namespace

survey::Dataset predict(const network::Model& model, const survey::Dataset& dataset, Job& job, unsigned threads,
                        survey::RecipeReport* report, const DropoutSampling& sampling) {
  const survey::Recipe missing = model.missingSteps(dataset);
  const Ensemble ensemble(model, sampling);
  ProgressMeter meter(job, "predicting", "spectra", dataset.starCount());
  const auto catalogueOf = [&](const survey::Dataset& stars) {
    return makeCatalogue(model.info(), stars, ensemble.predict(stars, job, meter, threads),
                         uncertaintyOf(model.info(), sampling));
  };
  survey::Dataset catalogue;
  UnpredictedStars unpredicted;
  if (missing.empty()) {
    catalogue = catalogueOf(dataset);
    unpredicted.count(catalogue);
    unpredicted.reportTo(report);
    return catalogue;
  }
  const std::size_t stars = dataset.starCount();
  const std::size_t step =
      survey::starsPerChunk(sizeof(float) * std::max(model.info().grid.size(), dataset.pixelCount()));
  std::size_t first = 0;
  do {  // runs once for a survey without stars
    std::vector<std::size_t> rows(std::min(step, stars - first));
    std::iota(rows.begin(), rows.end(), first);
    const survey::Dataset chunk = prepare(dataset.select(rows), missing, report, job, threads);
    const survey::Dataset predicted = catalogueOf(chunk);
    if (first == 0)
      catalogue = predicted;
    else
      append(catalogue, predicted);
    first += step;
  } while (first < stars);
  unpredicted.count(catalogue);
  unpredicted.reportTo(report);
  return catalogue;
}

survey::Dataset predictRows(const network::Model& model, const std::filesystem::path& survey,
                            std::span<const std::size_t> rows, Job& job, unsigned threads) {
  const survey::SurveyReader reader(survey, kParts);
  reader.verifyChecksums(job);
  const survey::Recipe missing = model.missingSteps(reader.schema());
  const Ensemble ensemble(model);
  ProgressMeter meter(job, "predicting", "spectra", rows.size());
  std::optional<survey::Dataset> catalogue;
  survey::forEachBlock(reader, rows, [&](survey::Dataset&& block) {
    const survey::Dataset stars = prepare(std::move(block), missing, nullptr, job, threads);
    survey::Dataset labels = makeCatalogue(model.info(), stars, ensemble.predict(stars, job, meter, threads),
                                           uncertaintyOf(model.info(), {}));
    if (catalogue)
      append(*catalogue, labels);
    else
      catalogue = std::move(labels);
  });
  UnpredictedStars unpredicted;
  unpredicted.count(*catalogue);
  unpredicted.reportTo(nullptr);
  return std::move(*catalogue);
}

void predictFile(const network::Model& model, const std::filesystem::path& survey,
                 const std::filesystem::path& catalogue, std::optional<survey::Part> part, Job& job, unsigned threads,
                 survey::RecipeReport* report, const DropoutSampling& sampling) {
  io::requireOtherFile(catalogue, survey);
  const survey::SurveyReader reader(survey, kParts);
  reader.verifyChecksums(job);
  const survey::Recipe missing = model.missingSteps(reader.schema());
  const network::ModelInfo& info = model.info();
  const Ensemble ensemble(model, sampling);
  const std::size_t flagDigits = info.labels.size() + info.inputs.size();
  const std::size_t stars = reader.starCount();
  CatalogueFile file(catalogue, std::max({std::size_t{10}, flagDigits, reader.textWidth()}),  // "validation"
                     part ? 0 : stars);
  const std::size_t step = survey::starsPerChunk(std::max(reader.rowBytes(), sizeof(float) * info.grid.size()));
  ProgressMeter meter(job, "predicting", "spectra", stars);
  const auto readFrom = [&](std::size_t first) { return reader.read(first, std::min(step, stars - first)); };

  // While the network runs, one other thread writes the previous stars and then reads the next ones. It is only one,
  // because a CFITSIO built without locks allows one call at a time.
  struct Predicted {
    survey::Dataset stars;
    EnsemblePrediction labels;
  } predicted;
  UnpredictedStars unpredicted;
  const auto write = [&](const Predicted& chunk) {
    if (chunk.stars.starCount() == 0) return;
    const survey::Dataset labels = makeCatalogue(info, chunk.stars, chunk.labels, uncertaintyOf(info, sampling));
    unpredicted.count(labels);
    file.append(labels);
  };
  survey::Dataset chunk = stars > 0 ? readFrom(0) : survey::Dataset{};
  for (std::size_t first = 0; first < stars; first += step) {
    Task<survey::Dataset> files = TaskPool::shared().start([&, before = std::move(predicted), next = first + step] {
      write(before);
      return next < stars ? readFrom(next) : survey::Dataset{};
    });
    const std::size_t read = chunk.starCount();
    predicted.stars = prepare(selectPart(std::move(chunk), info.split, part), missing, report, job, threads);
    meter.advance(read - predicted.stars.starCount());
    predicted.labels = ensemble.predict(predicted.stars, job, meter, threads);
    chunk = files.get();
  }
  write(predicted);
  if (file.empty()) {
    throw Error(
        ErrorKind::Mismatch,
        fmt::format("{}: there are no stars to predict{}.", survey.string(),
                    part ? fmt::format(" in the {} part of the model's split", partName(*part)) : std::string()));
  }
  unpredicted.reportTo(report);
  file.commit();
}

}  // namespace maury::inference
