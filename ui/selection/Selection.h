// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QString>
#include <QUndoStack>
#include <Qt>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "survey/filter/RowSet.h"

namespace maury::ui {

/// Stars with a name, and the colour they have in every view.
struct NamedSubset {
  QString name;
  QColor colour;
  std::shared_ptr<const std::vector<std::size_t>> rows;  ///< ascending rows of Session::stars()
};

/// Which stars are selected: one answer for all pages. Each new catch is joined to what is selected by the mode, every
/// step can be undone, and what is selected can be given a name. Session::selection() is the one there is. UI thread
/// only.
class Selection : public QObject {
  Q_OBJECT

public:
  /// Replace; keep what is in both; add; what is in one alone; take away.
  enum class Mode { Replace, And, Or, Xor, AndNot };

  explicit Selection(QObject* parent = nullptr);

  /// Other stars, by their ids: nothing is selected, undo is forgotten, and the named subsets saved under `path` (where
  /// it is not empty) come back, if these are still the same stars.
  void setStars(std::shared_ptr<const std::vector<std::string>> ids, const QString& path);
  /// The same survey with some stars left out or added: named subsets follow by id, what was selected is dropped.
  void moveTo(std::shared_ptr<const std::vector<std::string>> ids);
  /// The same stars in the same order, held by another dataset.
  void keepStars(std::shared_ptr<const std::vector<std::string>> ids) { m_ids = std::move(ids); }
  /// The survey is in this file now, and its subsets with it.
  void setPath(const QString& path);
  std::size_t starCount() const { return m_set->size(); }

  Mode mode() const { return m_mode; }
  void setMode(Mode mode);
  /// The mode that keys held while a line is drawn ask for: Shift adds, Control takes away, both keep what is in both.
  static std::optional<Mode> modeOf(Qt::KeyboardModifiers modifiers);

  /// Joins these rows to what is selected, by `mode` or else mode(). `what` names the step in the Undo menu.
  void combine(std::span<const std::size_t> rows, const QString& what, std::optional<Mode> mode = std::nullopt);
  void clear();
  /// What of `within` is not selected.
  void invert(std::span<const std::size_t> within);

  bool isEmpty() const { return m_count == 0; }
  std::size_t count() const { return m_count; }
  const std::shared_ptr<const survey::RowSet>& set() const { return m_set; }  ///< never nullptr; immutable
  static QColor colour();                                                     ///< of what is selected, in every view
  QUndoStack& undoStack() { return m_undo; }

  const std::vector<NamedSubset>& subsets() const { return m_subsets; }
  /// Gives what is selected a name and the next colour; a subset of this name is replaced. Nothing for an empty name or
  /// selection. This and removing can be undone, too.
  void nameSelected(const QString& name);
  void removeSubset(const QString& name);
  /// A few words for a new subset: "subset 3".
  QString freeName() const;

  /// Hands two subsets to whoever compares them (contrastWanted()).
  void contrast(const NamedSubset& first, const NamedSubset& second);
  /// Whether anything answers contrastWanted(): without it the action is not offered.
  bool canContrast() const;
  /// What is selected, as a subset.
  NamedSubset selected() const;
  /// What lies over every view: the named subsets, and what is selected on top.
  std::vector<NamedSubset> shown() const;

Q_SIGNALS:
  void changed();
  void modeChanged();
  void subsetsChanged();
  void contrastWanted(const maury::ui::NamedSubset& first, const maury::ui::NamedSubset& second);
  void canContrastChanged();
  /// A sentence for the user: subsets could not be read or written.
  void warned(const QString& sentence);

protected:
  void connectNotify(const QMetaMethod& signal) override;
  void disconnectNotify(const QMetaMethod& signal) override;

private:
  class Step;
  class SubsetsStep;
  void showSubsets(std::vector<NamedSubset> subsets);
  void show(std::shared_ptr<const survey::RowSet> set);
  void push(survey::RowSet next, const QString& what);
  void keepSubsets();

  std::shared_ptr<const std::vector<std::string>> m_ids;
  QString m_path;
  QString m_fingerprint;  ///< of m_ids; empty until it is needed
  std::shared_ptr<const survey::RowSet> m_set = std::make_shared<const survey::RowSet>();
  std::size_t m_count = 0;
  Mode m_mode = Mode::Replace;
  std::vector<NamedSubset> m_subsets;
  QUndoStack m_undo;
};

}  // namespace maury::ui
