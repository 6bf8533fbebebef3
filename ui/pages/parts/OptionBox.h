// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <utility>
#include <vector>

#include "base/Option.h"
#include "ui/pages/parts/Card.h"

namespace maury::ui {

/// Returns a control for an option, with its default: a box for a number, kControlWidth wide; a check box with its
/// label; a field for a list of increasing numbers. Range, step, unit and tooltip are those of its description. The
/// caller owns it.
QWidget* optionBox(const OptionDescription& option, const QString& objectName);
/// Shows a value in a box of this option.
void showOption(QWidget& box, const OptionDescription& option, const OptionValue& value);
/// Returns what a box of this option shows; an empty list where a field holds anything but increasing numbers in range.
OptionValue shownOption(const QWidget& box, const OptionDescription& option);

/// The boxes of a card for options of the struct S. The table must outlive it.
template <typename S>
class OptionBoxes {
public:
  explicit OptionBoxes(const OptionTable<S>& table) : m_table(&table) {}

  /// Makes the box of one option.
  QWidget* add(const std::string& key, const QString& objectName) {
    const Option<S>& option = findOption(*m_table, key);
    QWidget* box = optionBox(option.about, objectName);
    m_boxes.emplace_back(&option, box);
    return box;
  }

  /// Adds a row with the option's label and box to a card.
  QWidget* addRow(Card& card, const std::string& key, const QString& objectName) {
    QWidget* box = add(key, objectName);
    card.addRow(labelOf(key), box);
    return box;
  }

  /// Words of an option whose control is another one.
  QString labelOf(const std::string& key) const {
    return QString::fromStdString(findOption(*m_table, key).about.label);
  }
  QString helpOf(const std::string& key) const { return QString::fromStdString(findOption(*m_table, key).about.help); }

  /// Shows the options for which `isChosen` is true; without it, all.
  void show(const S& options, const std::function<bool(const Option<S>&)>& isChosen = {}) {
    for (const auto& [option, box] : m_boxes)
      if (!isChosen || isChosen(*option)) showOption(*box, option->about, option->get(options));
  }
  /// Writes what the boxes show into `options`.
  void applyTo(S& options) const {
    for (const auto& [option, box] : m_boxes)
      option->set(options, shownOption(*box, option->about));
  }

private:
  const OptionTable<S>* m_table;
  std::vector<std::pair<const Option<S>*, QWidget*>> m_boxes;  ///< owned by their card
};

}  // namespace maury::ui
