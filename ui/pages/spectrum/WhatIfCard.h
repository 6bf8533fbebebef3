// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "attribution/experiments/Perturbation.h"
#include "network/model/Model.h"
#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/parts/Card.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QSlider;

namespace maury::ui {

/// Sliders that change the displayed star (velocity shift, added noise, depth of a line, one of the other inputs, a
/// masked range), with the labels that the model then predicts.
class WhatIfCard : public Card {
  Q_OBJECT

public:
  explicit WhatIfCard(QWidget* parent = nullptr);

  /// Sets the choices: the strongest of `lines`, and the scalars among `inputs`. Does not move the sliders.
  void setChoices(const spectra::LineList& lines, const std::vector<network::ModelInput>& inputs);
  /// Sets the model and the star (or mean star), already preprocessed for the model.
  void setSubject(const network::Model& model, std::shared_ptr<const survey::Dataset> subject);
  bool changesAnything() const;
  /// Predicts the labels of the changed star on a worker thread and shows them. `shown` is the displayed wavelength
  /// range, which is masked if the check box is on.
  void predict(const spectra::WavelengthRange& shown);

Q_SIGNALS:
  void edited();
  /// The labels of the changed star are displayed; `flux` is its spectrum.
  void predicted(const std::vector<float>& flux);

private:
  struct Control {
    QSlider* slider = nullptr;
    QLabel* value = nullptr;
  };
  Control addControl(const QString& name, QWidget* nameWidget, int low, int high, int step, const char* objectName);
  attribution::Perturbation perturbation(const spectra::WavelengthRange& shown) const;
  void showLabels(const survey::Dataset& both);
  void showValues();
  void reset();
  double inputAmount() const;
  double snr() const;

  std::optional<network::Model> m_model;
  std::shared_ptr<const survey::Dataset> m_subject;
  std::vector<spectra::SpectralLine> m_lineChoices;
  std::vector<network::ModelInput> m_inputChoices;
  Control m_velocity, m_noise, m_depth, m_input;
  QComboBox *m_line, *m_inputName;
  QCheckBox* m_mask;
  QGridLayout* m_labels;
  std::vector<QLabel*> m_cells;
  JobRunner m_runner;
};

}  // namespace maury::ui
