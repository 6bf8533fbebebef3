// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/selection/Selection.h"
#include "workbench/contrast/ContrastFigure.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QTableWidget;

namespace maury::ui {

class Card;
class FigureView;

/// Page that shows how the model distinguishes two sets of stars, A and B: their mean spectra, and the difference of a
/// label split into parts. Both sets must pass the session's filter and each also a filter of its own.
class ContrastPage : public Page {
  Q_OBJECT

public:
  explicit ContrastPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Contrast"); }
  QString iconName() const override { return QStringLiteral("contrast"); }
  bool canExportFigure() const override { return m_content.contrast != nullptr; }
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override { return m_content.contrast != nullptr; }
  /// Returns the `maury --render contrast` command. Also throws Error(Usage) if A or B is a subset.
  QString commandLine() const override;

private:
  /// One of the two sets: a typed filter, or a named subset.
  struct Side {
    QLineEdit* text = nullptr;
    QLabel* remark = nullptr;
    std::shared_ptr<const std::vector<std::size_t>>
        subset;  ///< rows of the subset named in `text`; null once the user edits the text
  };

  Card* buildFigureCard();
  Card* buildSidesCard();
  Card* buildPartsCard();
  void addSide(Card& card, Side& side, const QString& name, const char* objectName);
  void compare(const NamedSubset& a, const NamedSubset& b);
  void proposeSides();
  void refresh() override;
  void show(workbench::ContrastResult computed);
  void showSide(Side& side, const workbench::ContrastResult::Side& result);
  void showLabel();
  void showReason(const QString& reason);
  void fillParts(const std::vector<attribution::ContrastPart>& parts);

  workbench::ContrastContent m_content;

  Card* m_figureCard = nullptr;
  FigureView *m_spectra = nullptr, *m_waterfall = nullptr;
  QLabel* m_reason = nullptr;
  Side m_a, m_b;
  Card* m_partsCard = nullptr;
  QComboBox* m_label = nullptr;
  QLabel* m_summary = nullptr;
  QTableWidget* m_parts = nullptr;
  JobRunner m_runner;
};

}  // namespace maury::ui
