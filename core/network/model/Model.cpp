// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/model/Model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/Error.h"
#include "network/model/WeightShapes.h"

namespace maury::network {

namespace {

std::string quotedList(const std::vector<std::string>& texts) {
  return texts.empty() ? "none" : fmt::format("'{}'", fmt::join(texts, "', '"));
}

void requireGrid(const ModelInfo& info, const survey::Dataset& schema) {
  if (info.grid.matches(schema.grid)) return;
  throw Error(ErrorKind::Mismatch,
              fmt::format("the model needs spectra of {}; this survey has {}. Resample the survey to the model's grid, "
                          "or train a model on this survey",
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
                  fmt::format("the model needs the input '{}', which this survey lacks (its inputs: {})", input.name,
                              quotedList(names)));
    }
    if (found->width != input.width) {
      throw Error(ErrorKind::Mismatch, fmt::format("the model needs {} elements of the input '{}'; this survey has {}",
                                                   input.width, input.name, found->width));
    }
    if (found->unit != input.unit) {
      throw Error(ErrorKind::Mismatch, fmt::format("the model needs the input '{}' in '{}'; this survey has it in '{}'",
                                                   input.name, input.unit, found->unit));
    }
  }
}

/// Returns false for a step that changes only inputs that the network does not take. Returns true for an unknown step.
bool affectsModel(const ModelInfo& info, const std::string& text) {
  std::vector<std::string> changed;
  try {
    const survey::Step step = survey::parseStep(text);
    if (const auto* xp = std::get_if<survey::XpNormaliseStep>(&step))
      changed = xp->inputs;
    else if (const auto* magnitudes = std::get_if<survey::AbsoluteMagnitudesStep>(&step))
      changed = survey::absoluteMagnitudeNames(*magnitudes);
    else
      return true;
  } catch (const Error&) {
    return true;
  }
  return std::any_of(info.inputs.begin(), info.inputs.end(), [&](const ModelInput& input) {
    return std::find(changed.begin(), changed.end(), input.name) != changed.end();
  });
}

std::vector<std::string> relevantSteps(const ModelInfo& info, const std::vector<std::string>& texts) {
  std::vector<std::string> relevant;
  std::copy_if(texts.begin(), texts.end(), std::back_inserter(relevant),
               [&](const std::string& text) { return affectsModel(info, text); });
  return relevant;
}

/// Returns the model's steps that follow those of the survey. Throws Error(Mismatch) unless the steps of the survey are
/// the first ones of the model.
std::vector<std::string> remainingSteps(const ModelInfo& info, const survey::Dataset& schema) {
  const std::vector<std::string> modelSteps = relevantSteps(info, info.trainedOn.preprocessing);
  const std::vector<std::string> surveySteps = relevantSteps(info, schema.provenance.preprocessing);
  const auto throwMismatch = [&](const std::string& difference) {
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}. Steps of the model: {}. Apply the model to a survey with none or only the first of "
                            "these steps; the others are then applied automatically",
                            difference, quotedList(modelSteps)));
  };
  for (std::size_t i = 0; i < surveySteps.size(); ++i) {
    if (i >= modelSteps.size())
      throwMismatch(
          fmt::format("this survey was prepared with the step '{}', which the model does not have", surveySteps[i]));
    if (surveySteps[i] != modelSteps[i])
      throwMismatch(fmt::format("this survey was prepared with the step '{}', where the model has '{}'", surveySteps[i],
                                modelSteps[i]));
  }
  return {modelSteps.begin() + static_cast<std::ptrdiff_t>(surveySteps.size()), modelSteps.end()};
}

}  // namespace

std::vector<std::size_t> ModelInfo::pixels() const {
  std::vector<std::size_t> result;
  for (std::size_t pixel = 0; pixel < grid.size(); ++pixel) {
    const double nm = grid[pixel];
    const bool masked = std::any_of(masks.begin(), masks.end(),
                                    [nm](const spectra::WavelengthRange& range) { return range.contains(nm); });
    if (!masked) result.push_back(pixel);
  }
  return result;
}

std::vector<std::size_t> ModelInfo::auxiliaryWidths() const {
  std::vector<std::size_t> widths;
  std::size_t next = 0;
  for (const AuxiliaryInputs& branch : network.auxiliary()) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < branch.inputs.size(); ++i)
      width += inputs.at(next++).width;
    widths.push_back(width);
  }
  return widths;
}

struct Model::Weights {
  std::vector<MemberWeights> members;
  NetworkCache cache;
};

Model::Model(ModelInfo info, std::vector<MemberWeights> members)
    : m_info(std::make_shared<const ModelInfo>(std::move(info))), m_weights(std::make_shared<Weights>()) {
  const std::vector<WeightShape> shapes = weightShapes(*m_info);
  for (const MemberWeights& weights : members)
    requireWeights(shapes, weights, "");
  m_weights->members = std::move(members);
}

Model Model::withUncertainties(std::vector<LabelUncertainty> uncertainty,
                               std::vector<LabelUncertainty> dropoutUncertainty) const {
  auto info = std::make_shared<ModelInfo>(*m_info);
  info->uncertainty = std::move(uncertainty);
  info->dropoutUncertainty = std::move(dropoutUncertainty);
  Model result = *this;
  result.m_info = std::move(info);
  return result;
}

const std::vector<MemberWeights>& Model::members() const {
  return m_weights->members;
}

NetworkCache& Model::networkCache() const {
  return m_weights->cache;
}

std::size_t Model::parameterCount() const {
  return network::parameterCount(m_info->network, m_info->pixels().size(), m_info->auxiliaryWidths(),
                                 m_info->labels.size());
}

survey::Recipe Model::missingSteps(const survey::Dataset& schema) const {
  const std::vector<std::string> texts = remainingSteps(info(), schema);
  survey::Recipe missing;
  survey::Dataset prepared;
  try {
    missing = survey::Recipe::parse(texts);
    prepared = missing.requireApplicable(schema);
  } catch (const Error& error) {
    throw Error(ErrorKind::Mismatch,
                fmt::format("the model's preprocessing cannot be applied to this survey: {}", error.what()));
  }
  requireGrid(info(), prepared);
  requireInputs(info(), prepared);
  return missing;
}

}  // namespace maury::network
