// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/Selection.h"

#include <QMetaMethod>
#include <QTimer>
#include <QUndoCommand>
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "ui/selection/SubsetFile.h"
#include "ui/theme/Theme.h"
#include "workbench/figure/StarLayers.h"

namespace maury::ui {

namespace {

constexpr int kUndoSteps = 100;
constexpr int kColours = static_cast<int>(workbench::kSubsetRgb.size());

/// Returns the new rows of stars by their ids, ascending; leaves out stars that no longer exist.
std::vector<std::size_t> remapRows(const std::vector<std::size_t>& rows, const std::vector<std::string>& from,
                                   const std::unordered_map<std::string, std::size_t>& to) {
  std::vector<std::size_t> result;
  for (const std::size_t row : rows) {
    const auto found = to.find(from[row]);
    if (found != to.end()) result.push_back(found->second);
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace

/// Undo step that changes the selected stars.
class Selection::Step : public QUndoCommand {
public:
  Step(Selection& selection, std::shared_ptr<const survey::RowSet> before, std::shared_ptr<const survey::RowSet> after,
       const QString& name)
      : QUndoCommand(name), m_selection(selection), m_before(std::move(before)), m_after(std::move(after)) {}
  void undo() override { m_selection.setSelected(m_before); }
  void redo() override { m_selection.setSelected(m_after); }

private:
  Selection& m_selection;
  std::shared_ptr<const survey::RowSet> m_before, m_after;
};

/// Undo step that changes the named subsets.
class Selection::SubsetsStep : public QUndoCommand {
public:
  SubsetsStep(Selection& selection, std::vector<NamedSubset> after, const QString& name)
      : QUndoCommand(name), m_selection(selection), m_before(selection.m_subsets), m_after(std::move(after)) {}
  void undo() override { m_selection.setSubsets(m_before); }
  void redo() override { m_selection.setSubsets(m_after); }

private:
  Selection& m_selection;
  std::vector<NamedSubset> m_before, m_after;
};

Selection::Selection(QObject* parent) : QObject(parent) {
  m_undo.setUndoLimit(kUndoSteps);
}

QColor Selection::colour() {
  return QColor(QRgb{workbench::kSelectionRgb});
}

void Selection::setStars(std::shared_ptr<const std::vector<std::string>> ids, const QString& path) {
  m_ids = std::move(ids);
  m_path = path;
  m_fingerprint.clear();
  m_undo.clear();
  m_subsets.clear();
  setSelected(std::make_shared<const survey::RowSet>(m_ids ? m_ids->size() : 0));
  if (m_ids && !m_path.isEmpty()) {
    SubsetFileContent read = readSubsets(m_path, *m_ids);
    m_subsets = std::move(read.subsets);
    if (!read.problem.isEmpty()) Q_EMIT warned(read.problem);
  }
  Q_EMIT subsetsChanged();
}

void Selection::remapStars(std::shared_ptr<const std::vector<std::string>> ids) {
  m_undo.clear();
  if (!m_subsets.empty()) {
    std::unordered_map<std::string, std::size_t> newRows;
    for (std::size_t row = 0; row < ids->size(); ++row)
      newRows.emplace((*ids)[row], row);
    for (NamedSubset& subset : m_subsets)
      subset.rows = std::make_shared<const std::vector<std::size_t>>(remapRows(*subset.rows, *m_ids, newRows));
  }
  m_ids = std::move(ids);
  m_fingerprint.clear();
  m_path.clear();  // the survey's file still holds the previous stars
  setSelected(std::make_shared<const survey::RowSet>(m_ids->size()));
  Q_EMIT subsetsChanged();
}

void Selection::setPath(const QString& path) {
  m_path = path;
  if (!m_subsets.empty()) saveSubsets();
}

void Selection::setMode(Mode mode) {
  if (mode == m_mode) return;
  m_mode = mode;
  Q_EMIT modeChanged();
}

std::optional<Selection::Mode> Selection::modeOf(Qt::KeyboardModifiers modifiers) {
  const bool shift = modifiers & Qt::ShiftModifier, control = modifiers & Qt::ControlModifier;
  if (shift && control) return Mode::And;
  if (shift) return Mode::Or;
  if (control) return Mode::AndNot;
  return std::nullopt;
}

void Selection::combine(std::span<const std::size_t> rows, const QString& stepName, std::optional<Mode> mode) {
  const survey::RowSet added(starCount(), rows);
  survey::RowSet next = *m_set;
  switch (mode.value_or(m_mode)) {
    case Mode::Replace:
      next = added;
      break;
    case Mode::And:
      next &= added;
      break;
    case Mode::Or:
      next |= added;
      break;
    case Mode::Xor:
      next ^= added;
      break;
    case Mode::AndNot:
      next -= added;
      break;
  }
  pushStep(std::move(next), stepName);
}

void Selection::clear() {
  pushStep(survey::RowSet(starCount()), tr("select none"));
}

void Selection::invert(std::span<const std::size_t> within) {
  survey::RowSet next(starCount(), within);
  next -= *m_set;
  pushStep(std::move(next), tr("invert selection"));
}

void Selection::pushStep(survey::RowSet next, const QString& stepName) {
  if (next == *m_set) return;
  m_undo.push(new Step(*this, m_set, std::make_shared<const survey::RowSet>(std::move(next)), stepName));
}

void Selection::setSelected(std::shared_ptr<const survey::RowSet> set) {
  m_set = std::move(set);
  m_count = m_set->count();
  Q_EMIT changed();
}

NamedSubset Selection::selected() const {
  return {tr("selected"), colour(), std::make_shared<const std::vector<std::size_t>>(m_set->rows())};
}

std::vector<NamedSubset> Selection::shown() const {
  std::vector<NamedSubset> subsets = m_subsets;
  if (!isEmpty()) subsets.push_back(selected());
  return subsets;
}

void Selection::saveSubset(const QString& name) {
  if (name.trimmed().isEmpty() || isEmpty()) return;
  std::vector<NamedSubset> subsets = m_subsets;
  const auto same = std::find_if(subsets.begin(), subsets.end(),
                                 [&name](const NamedSubset& subset) { return subset.name == name.trimmed(); });
  if (same != subsets.end()) {
    same->rows = selected().rows;
  } else {
    // Use the first colour that no other subset has.
    int colour = 0;
    const auto isTaken = [this](const QColor& candidate) {
      return candidate == Selection::colour() ||
             std::any_of(m_subsets.begin(), m_subsets.end(),
                         [&](const auto& subset) { return subset.colour == candidate; });
    };
    while (colour < kColours && isTaken(subsetColour(colour)))
      ++colour;
    subsets.push_back({name.trimmed(), subsetColour(colour), selected().rows});
  }
  m_undo.push(new SubsetsStep(*this, std::move(subsets), tr("save subset '%1'").arg(name.trimmed())));
}

void Selection::removeSubset(const QString& name) {
  std::vector<NamedSubset> subsets = m_subsets;
  if (std::erase_if(subsets, [&name](const NamedSubset& subset) { return subset.name == name; }) == 0) return;
  m_undo.push(new SubsetsStep(*this, std::move(subsets), tr("remove subset '%1'").arg(name)));
}

void Selection::setSubsets(std::vector<NamedSubset> subsets) {
  m_subsets = std::move(subsets);
  saveSubsets();
  Q_EMIT subsetsChanged();
}

QString Selection::suggestName() const {
  for (int number = static_cast<int>(m_subsets.size()) + 1;; ++number) {
    const QString name = tr("subset %1").arg(number);
    if (std::none_of(m_subsets.begin(), m_subsets.end(), [&name](const auto& subset) { return subset.name == name; }))
      return name;
  }
}

void Selection::saveSubsets() {
  if (m_path.isEmpty() || !m_ids) return;
  if (m_fingerprint.isEmpty()) m_fingerprint = idsFingerprint(*m_ids);
  const QString problem = writeSubsets(m_path, m_ids->size(), m_fingerprint, m_subsets);
  if (!problem.isEmpty()) Q_EMIT warned(problem);
}

void Selection::contrast(const NamedSubset& first, const NamedSubset& second) {
  Q_EMIT contrastRequested(first, second);
}

bool Selection::canContrast() const {
  return isSignalConnected(QMetaMethod::fromSignal(&Selection::contrastRequested));
}

void Selection::connectNotify(const QMetaMethod& signal) {
  // Emitted later, because Qt has its list of connections locked during this call.
  if (signal == QMetaMethod::fromSignal(&Selection::contrastRequested))
    QTimer::singleShot(0, this, &Selection::canContrastChanged);
}

void Selection::disconnectNotify(const QMetaMethod& signal) {
  if (!signal.isValid() || signal == QMetaMethod::fromSignal(&Selection::contrastRequested))
    QTimer::singleShot(0, this, &Selection::canContrastChanged);
}

}  // namespace maury::ui
