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

/// Card that chooses the network to train, a preset or an edited one, and lists its layers with their shapes and
/// numbers of parameters on the open survey.
class NetworkCard : public Card {
  Q_OBJECT

public:
  explicit NetworkCard(QWidget* parent = nullptr);

  /// Sets the survey to train on (nullptr for none) and the labels to learn. Keeps an edited network; replaces a preset
  /// by the default one for a new survey. `schema` is not copied.
  void setSurvey(const survey::Dataset* schema, const std::vector<std::string>& labels);
  /// Shows the network of a training. If it is an edited one, keeps its options as well.
  void show(const training::TrainingOptions& options);
  /// Returns true if the network can be trained on this survey; otherwise the card shows the reason.
  bool isReady() const { return m_ready; }
  /// Returns the network with its training options, which for an edited network are those of the preset it started
  /// from.
  training::TrainingOptions options() const;

Q_SIGNALS:
  void changed();
  /// The preset has changed, by the user's choice or for a new survey.
  void presetChosen(const QString& preset);

private:
  void choose(const QString& preset);
  void applyChoice();
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
  QString m_preset;                                   ///< preset chosen last
  std::optional<training::TrainingOptions> m_edited;  ///< edited network with its options
  bool m_ready = false;
};

}  // namespace maury::ui
