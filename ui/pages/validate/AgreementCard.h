// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/pages/parts/Card.h"
#include "validation/TestReport.h"

class QTableWidget;

namespace maury::ui {

/// Table of the bias, scatter and coverage of each label over all S/N.
class AgreementCard : public Card {
  Q_OBJECT

public:
  explicit AgreementCard(QWidget* parent = nullptr);

  void showReports(const std::vector<validation::LabelReport>& reports);

private:
  QTableWidget* m_table;
};

}  // namespace maury::ui
