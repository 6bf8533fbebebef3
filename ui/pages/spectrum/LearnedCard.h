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

/// Where one label comes from: its strongest peaks with their lines, how much of the map lies in the windows of its own
/// elements, and how much the inputs beside the spectrum give.
class LearnedCard : public Card {
  Q_OBJECT

public:
  explicit LearnedCard(QWidget* parent = nullptr);

  /// `inputs` are the model's, in its order; `skills` those of its labels, which tell whether a label was learned at
  /// all (empty, or with no stars: not known). The chosen label stays where the new map has it.
  void show(std::shared_ptr<const attribution::AttributionMap> map, std::vector<network::ModelInput> inputs,
            std::vector<attribution::Skill> skills, spectra::LineList lines, double resolutionNm);
  /// The label that is looked at, an index into the map's.
  std::size_t label() const;

Q_SIGNALS:
  /// The user chose another label.
  void labelChanged();
  /// A peak was clicked.
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
