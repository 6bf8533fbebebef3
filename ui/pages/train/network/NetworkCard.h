// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "training/Trainer.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/train/network/NetworkSize.h"

class QComboBox;
class QPushButton;
class QTableWidget;

namespace maury::ui {

/// Which network is trained: a preset or an edit of one, with its layers, their shapes and parameters for the open
/// survey.
class NetworkCard : public Card {
  Q_OBJECT

public:
  explicit NetworkCard(QWidget* parent = nullptr);

  /// The survey it will be trained on and the labels to learn; nullptr when there is none. An edit is kept, a preset
  /// gives way to the one that suits the survey.
  void setSurvey(const survey::Dataset* schema, const std::vector<std::string>& labels);
  /// Shows the network of a training, and keeps its options if it is an edited one.
  void show(const training::TrainingOptions& options);
  /// The network can be trained on this survey; else the card says why not.
  bool isReady() const { return m_ready; }
  /// The usual options for the network, and the network: those of the preset, also once it is edited.
  training::TrainingOptions options() const;

Q_SIGNALS:
  void changed();
  /// Another preset was chosen, by hand or for a new survey.
  void presetChosen(const QString& preset);

private:
  void choose(const QString& preset);
  void chosenByHand();
  void edit();
  void setEdited(const training::TrainingOptions& options);
  void fill();
  void fillLayers(const NetworkSize& size);

  QComboBox* m_choice;
  QPushButton* m_edit;
  QTableWidget* m_layers;
  QLabel* m_problem;
  const survey::Dataset* m_schema = nullptr;
  NetworkSurvey m_survey;
  QString m_preset;                                   ///< the last one chosen
  std::optional<training::TrainingOptions> m_edited;  ///< with the edited network
  bool m_ready = false;
};

}  // namespace maury::ui
