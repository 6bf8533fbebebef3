// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/network/NetworkSize.h"

#include <QCoreApplication>
#include <algorithm>

#include "base/Error.h"
#include "ui/models/StarColumns.h"

namespace maury::ui {

namespace {

[[noreturn]] void fail(const QString& sentence) {
  throw Error(ErrorKind::Mismatch, sentence.toStdString());
}

std::vector<std::size_t> auxiliaryWidths(const network::NetworkDescription& description, const NetworkSurvey& survey) {
  std::vector<std::size_t> widths;
  for (const auto& branch : description.auxiliary()) {
    std::size_t width = 0;
    for (const std::string& name : branch.inputs) {
      const auto input = survey.inputs.find(name);
      if (input == survey.inputs.end())
        fail(QCoreApplication::translate("NetworkSize",
                                         "This survey has no input '%1'. Choose a network for spectra alone, or edit "
                                         "this one and remove its branch '%2'.")
                 .arg(QString::fromStdString(name), QString::fromStdString(branch.branch)));
      width += input->second;
    }
    widths.push_back(width);
  }
  return widths;
}

void checkWindows(const network::LabelWindows& windows, const NetworkSurvey& survey) {
  const QString label = QString::fromStdString(windows.label);
  if (std::find(survey.labels.begin(), survey.labels.end(), windows.label) == survey.labels.end())
    fail(QCoreApplication::translate("NetworkSize",
                                     "The label windows name '%1', which is not among the labels to learn. Add the "
                                     "label, or remove its windows.")
             .arg(label));
  const auto& nm = survey.grid.nm();
  const bool anyPixel = std::any_of(nm.begin(), nm.end(), [&](double wavelength) {
    return std::any_of(windows.rangesNm.begin(), windows.rangesNm.end(),
                       [&](const spectra::WavelengthRange& range) { return range.contains(wavelength); });
  });
  if (!anyPixel)
    fail(QCoreApplication::translate(
             "NetworkSize", "The windows of '%1' contain no pixel of this survey (%2 to %3 nm). Change the windows.")
             .arg(label)
             .arg(survey.grid.first(), 0, 'f', 2)
             .arg(survey.grid.last(), 0, 'f', 2));
}

}  // namespace

NetworkSurvey::NetworkSurvey(const survey::Dataset& survey, std::vector<std::string> labelsToLearn)
    : grid(survey.grid), labels(std::move(labelsToLearn)) {
  for (const survey::AuxiliaryInput& input : survey.inputs)
    inputs[input.name] = input.width;
}

NetworkSize sizeOf(const network::NetworkDescription& description, const NetworkSurvey& survey) {
  const auto widths = auxiliaryWidths(description, survey);
  NetworkSize size;
  size.rows = network::layerList(description, survey.grid.size(), widths, survey.labels.size());
  for (const network::LayerRow& row : size.rows)
    size.parameters = network::checkedSum(size.parameters, row.parameters);
  size.flop = network::forwardFlop(description, survey.grid.size(), widths, survey.labels.size());
  return size;
}

void requireTrainable(const network::NetworkDescription& description, const NetworkSize& size,
                      const NetworkSurvey& survey) {
  for (const network::LabelWindows& windows : description.windows)
    checkWindows(windows, survey);
  if (size.parameters > network::kMaxParameters)
    fail(QCoreApplication::translate(
             "NetworkSize", "The network has %1 parameters, but at most %2 can be trained. Use fewer filters or units.")
             .arg(countText(size.parameters), countText(network::kMaxParameters)));
}

}  // namespace maury::ui
