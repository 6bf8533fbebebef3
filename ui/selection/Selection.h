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

/// Named set of stars with its colour in all views.
struct NamedSubset {
  QString name;
  QColor colour;
  std::shared_ptr<const std::vector<std::size_t>> rows;  ///< ascending rows of Session::stars()
};

/// Selected stars, shared by all pages as Session::selection(). New stars are combined with the selection by a mode,
/// each step can be undone, and the selection can be saved as a named subset. UI thread only.
class Selection : public QObject {
  Q_OBJECT

public:
  /// Ways to combine the selection with new stars: Replace selects the new stars only, And keeps stars in both, Or adds
  /// the new stars, Xor keeps stars in exactly one of the two, and AndNot removes the new stars.
  enum class Mode { Replace, And, Or, Xor, AndNot };

  explicit Selection(QObject* parent = nullptr);

  /// Takes the ids of a new set of stars. Clears selection and undo history, and loads the named subsets saved for the
  /// survey at `path` (unless empty), provided that its stars are the same.
  void setStars(std::shared_ptr<const std::vector<std::string>> ids, const QString& path);
  /// Takes the ids after stars of the same survey were left out or added. Named subsets follow their stars by id; the
  /// selection is cleared.
  void remapStars(std::shared_ptr<const std::vector<std::string>> ids);
  /// Takes the same ids in the same order from another dataset, so that the old dataset can be freed.
  void replaceIds(std::shared_ptr<const std::vector<std::string>> ids) { m_ids = std::move(ids); }
  /// Sets the file that holds the survey now, and saves the named subsets for it.
  void setPath(const QString& path);
  std::size_t starCount() const { return m_set->size(); }

  Mode mode() const { return m_mode; }
  void setMode(Mode mode);
  /// Returns the mode requested by keys that are held while drawing: Shift adds, Ctrl removes, both together intersect.
  static std::optional<Mode> modeOf(Qt::KeyboardModifiers modifiers);

  /// Combines the selection with these rows by `mode`, by default mode(). `stepName` names the step in the Undo menu.
  void combine(std::span<const std::size_t> rows, const QString& stepName, std::optional<Mode> mode = std::nullopt);
  void clear();
  /// Selects the stars of `within` that are not selected now.
  void invert(std::span<const std::size_t> within);

  bool isEmpty() const { return m_count == 0; }
  std::size_t count() const { return m_count; }
  const std::shared_ptr<const survey::RowSet>& set() const { return m_set; }  ///< never nullptr; immutable
  static QColor colour();                                                     ///< colour of selected stars in all views
  QUndoStack& undoStack() { return m_undo; }

  const std::vector<NamedSubset>& subsets() const { return m_subsets; }
  /// Saves the selection as a named subset in the next free colour; replaces a subset of this name. Does nothing if the
  /// name or the selection is empty. Saving and removing a subset can be undone.
  void saveSubset(const QString& name);
  void removeSubset(const QString& name);
  /// Returns a name that no subset has: "subset 3".
  QString suggestName() const;

  /// Requests a comparison of two subsets (contrastRequested()).
  void contrast(const NamedSubset& first, const NamedSubset& second);
  /// Returns true if contrastRequested() is connected; otherwise the action is not offered.
  bool canContrast() const;
  /// Returns the selection as a subset.
  NamedSubset selected() const;
  /// Returns the overlays of all views, lowest first: the named subsets, then the selection.
  std::vector<NamedSubset> shown() const;

Q_SIGNALS:
  void changed();
  void modeChanged();
  void subsetsChanged();
  void contrastRequested(const maury::ui::NamedSubset& first, const maury::ui::NamedSubset& second);
  void canContrastChanged();
  /// Carries a sentence for the user: named subsets could not be read or written.
  void warned(const QString& sentence);

protected:
  void connectNotify(const QMetaMethod& signal) override;
  void disconnectNotify(const QMetaMethod& signal) override;

private:
  class Step;
  class SubsetsStep;
  void setSubsets(std::vector<NamedSubset> subsets);
  void setSelected(std::shared_ptr<const survey::RowSet> set);
  void pushStep(survey::RowSet next, const QString& stepName);
  void saveSubsets();

  std::shared_ptr<const std::vector<std::string>> m_ids;
  QString m_path;
  QString m_fingerprint;  ///< idsFingerprint() of m_ids; empty until first needed
  std::shared_ptr<const survey::RowSet> m_set = std::make_shared<const survey::RowSet>();
  std::size_t m_count = 0;
  Mode m_mode = Mode::Replace;
  std::vector<NamedSubset> m_subsets;
  QUndoStack m_undo;
};

}  // namespace maury::ui
