// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "network/NetworkDescription.h"
#include "survey/Dataset.h"
#include "ui/pages/Card.h"

class QComboBox;
class QTableWidget;

namespace maury::ui {

/// Which network is trained: a preset, with its layers, their shapes and parameters for the open survey.
class NetworkCard : public Card {
  Q_OBJECT

public:
  explicit NetworkCard(QWidget* parent = nullptr);

  /// The survey it will be trained on and the number of labels; nullptr when there is none.
  void setSurvey(const survey::Dataset* schema, std::size_t labels);
  /// Chooses a preset; nothing happens for a name that is none.
  void choose(const QString& preset);
  /// The chosen network; nothing, with the reason shown on the card, when it cannot take this survey.
  std::optional<network::NetworkDescription> description() const { return m_description; }

Q_SIGNALS:
  void changed();
  /// Another preset was chosen, by hand or for a new survey.
  void presetChosen(const QString& preset);

private:
  void fill();
  void fillLayers(const network::NetworkDescription& description);

  QComboBox* m_preset;
  QTableWidget* m_layers;
  QLabel* m_problem;
  const survey::Dataset* m_schema = nullptr;
  std::size_t m_labels = 0;
  std::optional<network::NetworkDescription> m_description;
};

}  // namespace maury::ui
