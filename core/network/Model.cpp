// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/Model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/Error.h"
#include "network/Ensemble.torch.h"

namespace maury::network {

namespace {

std::string quotedList(const std::vector<std::string>& texts) {
  return texts.empty() ? "nothing" : fmt::format("\"{}\"", fmt::join(texts, "\", \""));
}

void requireGrid(const ModelInfo& info, const survey::Dataset& schema) {
  if (info.grid.matches(schema.grid)) return;
  throw Error(
      ErrorKind::Mismatch,
      fmt::format("the model takes spectra of {}; this survey has {}. Import the survey on the model's grid, or train "
                  "a model on this one",
                  info.grid.describe(), schema.grid.describe()));
}

void requireInputs(const ModelInfo& info, const survey::Dataset& schema) {
  for (const ModelInput& input : info.inputs) {
    const survey::AuxiliaryInput* found = schema.findInput(input.name);
    if (found == nullptr) {
      std::vector<std::string> names;
      for (const survey::AuxiliaryInput& other : schema.inputs)
        names.push_back(other.name);
      throw Error(ErrorKind::Mismatch,
                  fmt::format("the model takes the input \"{}\", which this survey lacks (its inputs: {})", input.name,
                              quotedList(names)));
    }
    if (found->width != input.width) {
      throw Error(ErrorKind::Mismatch,
                  fmt::format("the model takes {} elements of the input \"{}\"; this survey has {}", input.width,
                              input.name, found->width));
    }
    if (found->unit != input.unit) {
      throw Error(ErrorKind::Mismatch,
                  fmt::format("the model takes the input \"{}\" in \"{}\"; this survey gives it in \"{}\"", input.name,
                              input.unit, found->unit));
    }
  }
}

void requirePreprocessing(const ModelInfo& info, const survey::Dataset& schema) {
  const std::vector<std::string>& trained = info.trainedOn.preprocessing;
  const std::vector<std::string>& given = schema.provenance.preprocessing;
  if (trained == given) return;
  throw Error(
      ErrorKind::Mismatch,
      fmt::format("the model was trained on spectra with the preprocessing {}; this survey's spectra have {}. Import "
                  "the survey again with the steps of the model",
                  quotedList(trained), quotedList(given)));
}

}  // namespace

std::vector<std::size_t> ModelInfo::pixels() const {
  std::vector<std::size_t> result;
  for (std::size_t pixel = 0; pixel < grid.size(); ++pixel) {
    const double nm = grid[pixel];
    const bool masked = std::any_of(masks.begin(), masks.end(), [nm](const spectra::WavelengthRange& range) {
      return nm >= range.lowNm && nm <= range.highNm;
    });
    if (!masked) result.push_back(pixel);
  }
  return result;
}

Model::Model(std::shared_ptr<const Weights> weights) : m_weights(std::move(weights)) {}

const ModelInfo& Model::info() const {
  return m_weights->info;
}

std::size_t Model::parameterCount() const {
  return m_weights->members.empty() ? 0 : m_weights->members.front()->parameterCount();
}

void Model::requireFits(const survey::Dataset& schema) const {
  requireGrid(info(), schema);
  requireInputs(info(), schema);
  requirePreprocessing(info(), schema);
}

}  // namespace maury::network
