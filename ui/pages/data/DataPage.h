// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "workbench/stars/SurveySummary.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace maury::ui {

class Card;
class StarTableModel;

/// Table of the filtered stars next to a summary of the survey. The table's current row is the session's current star.
class DataPage : public Page {
  Q_OBJECT

public:
  explicit DataPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Data"); }
  QString iconName() const override { return QStringLiteral("data"); }
  StarTableModel* model() const { return m_model; }

private:
  QWidget* buildTable();
  QWidget* buildSide();
  void updateTable();
  void updateSummary();
  void tableSettled();
  void showSummary(const workbench::SurveySummary& summary);
  void showNotes();
  void chooseRow();
  void showCurrentStar();
  void fitColumns();
  void exportRows();
  void selectRows();
  void showCounts();
  Card* quantitiesCard(const QString& title, const std::vector<workbench::QuantitySummary>& quantities);

  StarTableModel* m_model;
  QTableView* m_table = nullptr;
  Card* m_tableCard = nullptr;
  QPushButton* m_export = nullptr;
  QPushButton* m_select = nullptr;
  QVBoxLayout* m_side = nullptr;
  Card* m_notesCard = nullptr;
  QLabel* m_notes = nullptr;
  JobRunner m_summaryRunner;
};

}  // namespace maury::ui
