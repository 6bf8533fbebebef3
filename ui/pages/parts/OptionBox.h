// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <utility>
#include <vector>

#include "base/Option.h"
#include "ui/pages/parts/Card.h"

namespace maury::ui {

/// Returns a control for an option, set to its default: a spin box for a number, kControlWidth wide; a check box with
/// the option's label; a text field for a list of increasing numbers. Range, step, unit and tooltip come from the
/// option's description. The caller owns the control.
QWidget* makeOptionBox(const OptionDescription& option, const QString& objectName);
/// Shows a value in the control of this option.
void showOption(QWidget& box, const OptionDescription& option, const OptionValue& value);
/// Returns the value that the control of this option shows; an empty list if a text field holds anything but increasing
/// numbers in range.
OptionValue optionValue(const QWidget& box, const OptionDescription& option);

/// Controls of a card for options of the struct S. `table` must outlive this object.
template <typename S>
class OptionBoxes {
public:
  explicit OptionBoxes(const OptionTable<S>& table) : m_table(&table) {}

  /// Creates the control of one option.
  QWidget* add(const std::string& key, const QString& objectName) {
    const Option<S>& option = findOption(*m_table, key);
    QWidget* box = makeOptionBox(option.description, objectName);
    m_boxes.emplace_back(&option, box);
    return box;
  }

  /// Adds a row with the option's label and control to a card.
  QWidget* addRow(Card& card, const std::string& key, const QString& objectName) {
    QWidget* box = add(key, objectName);
    card.addRow(labelOf(key), box);
    return box;
  }

  /// Return the label and the help text of an option, e.g. for a control that is built elsewhere.
  QString labelOf(const std::string& key) const {
    return QString::fromStdString(findOption(*m_table, key).description.label);
  }
  QString helpOf(const std::string& key) const {
    return QString::fromStdString(findOption(*m_table, key).description.help);
  }

  /// Shows the values of the options for which `isChosen` is true, or of all options if it is empty.
  void show(const S& options, const std::function<bool(const Option<S>&)>& isChosen = {}) {
    for (const auto& [option, box] : m_boxes)
      if (!isChosen || isChosen(*option)) showOption(*box, option->description, option->get(options));
  }
  /// Copies the values of the controls into `options`.
  void applyTo(S& options) const {
    for (const auto& [option, box] : m_boxes)
      option->set(options, optionValue(*box, option->description));
  }

private:
  const OptionTable<S>* m_table;
  std::vector<std::pair<const Option<S>*, QWidget*>> m_boxes;  ///< the widgets are owned by their card
};

}  // namespace maury::ui
