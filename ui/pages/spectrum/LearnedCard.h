// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "attribution/maps/AttributionMap.h"
#include "attribution/physics/Skill.h"
#include "spectra/LineList.h"
#include "ui/pages/parts/Card.h"

class QComboBox;
class QTableWidget;

namespace maury::ui {

/// Card that shows where one label comes from: the strongest peaks of its map with their lines, the fraction of the map
/// in windows around lines of its own elements, and the contributions of spectrum and other inputs.
class LearnedCard : public Card {
  Q_OBJECT

public:
  explicit LearnedCard(QWidget* parent = nullptr);

  /// Shows a map. `inputs` are the model's, in its order. `skills`, one per label of the model, report whether each
  /// label was learned; they may be empty or without stars if unknown. Keeps the chosen label if the new map has it.
  void show(std::shared_ptr<const attribution::AttributionMap> map, std::vector<network::ModelInput> inputs,
            std::vector<attribution::Skill> skills, spectra::LineList lines, double resolutionNm);
  /// Returns the chosen label as an index into the map's labels.
  std::size_t label() const;

Q_SIGNALS:
  /// The user chose another label.
  void labelChanged();
  /// The user clicked a peak.
  void peakChosen(double wavelengthNm);

private:
  void fill();
  void fillPeaks(std::size_t label);
  void fillWindows(std::size_t label);
  void fillInputs(std::size_t label);

  std::shared_ptr<const attribution::AttributionMap> m_map;
  std::vector<network::ModelInput> m_inputs;
  std::vector<attribution::Skill> m_skills;
  spectra::LineList m_lines;
  double m_resolutionNm = 0.05;
  QComboBox* m_label;
  QTableWidget* m_peaks;
  QLabel* m_windows;
  QLabel* m_verdict;
  QWidget* m_bars = nullptr;
};

}  // namespace maury::ui
