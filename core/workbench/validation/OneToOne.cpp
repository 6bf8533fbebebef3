// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/validation/OneToOne.h"

#include <algorithm>
#include <utility>

namespace maury::workbench {

std::vector<OneToOne> referenceLabels(const survey::Dataset& dataset, const std::vector<std::size_t>& rows,
                                      const std::vector<std::string>& labels) {
  std::vector<OneToOne> panels;
  for (const std::string& label : labels) {
    OneToOne panel{label, dataset.unitOf(label), {}, {}, dataset.provenance.isMock};
    const std::vector<double> values = dataset.numeric(label);
    for (const std::size_t row : rows)
      panel.reference.push_back(values[row]);
    panels.push_back(std::move(panel));
  }
  return panels;
}

void setPredictions(std::vector<OneToOne>& labels, const std::vector<float>& prediction) {
  for (std::size_t label = 0; label < labels.size(); ++label) {
    OneToOne& panel = labels[label];
    panel.reference.resize(std::min(panel.reference.size(), prediction.size() / labels.size()));
    panel.prediction.resize(panel.reference.size());
    for (std::size_t i = 0; i < panel.prediction.size(); ++i)
      panel.prediction[i] = static_cast<double>(prediction[i * labels.size() + label]);
  }
}

}  // namespace maury::workbench
