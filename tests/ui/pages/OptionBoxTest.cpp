// SPDX-License-Identifier: GPL-3.0-or-later
// The window's controls show and return every option with a label as its table describes it.
#include "ui/pages/parts/OptionBox.h"

#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>
#include <memory>

#include "Program.h"
#include "attribution/audit/AuditOptionTable.h"
#include "attribution/experiments/ExperimentOptionTable.h"
#include "attribution/maps/AttributionOptionTable.h"
#include "galaxy/panels/PanelOptionTable.h"
#include "galaxy/positions/PositionOptionTable.h"
#include "network/description/NetworkOptionTable.h"
#include "support/OptionValues.h"
#include "survey/joining/JoinOptionTable.h"
#include "training/TrainingOptionTable.h"
#include "ui/pages/train/runs/RunCard.h"
#include "validation/BaselineOptionTable.h"
#include "workbench/galaxy/GalaxyFigureOptionTable.h"
#include "workbench/spectrum/LineOptionTable.h"

using namespace maury;
using namespace maury::ui;

namespace {

/// Returns true if two values are equal to within the control's decimals.
bool isShown(const OptionValue& value, const OptionValue& shown, const OptionDescription& description) {
  if (const auto* number = std::get_if<double>(&value))
    return std::abs(*number - std::get<double>(shown)) <=
           0.51 * std::pow(10.0, -description.decimals) / (description.percent ? 100 : 1);
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
    const auto& shownNumbers = std::get<std::vector<double>>(shown);
    return std::equal(numbers->begin(), numbers->end(), shownNumbers.begin(), shownNumbers.end(),
                      [](double a, double b) { return std::abs(a - b) < 1e-9; });
  }
  return value == shown;
}

/// Returns true if the option has a generic control. Texts and enumerations have special ones, which only take their
/// label and help from the table.
bool hasBox(const OptionDescription& description) {
  return !description.label.empty() && !std::holds_alternative<std::string>(description.defaultValue);
}

template <typename S>
void checkBoxes(const OptionTable<S>& table) {
  int labelled = 0;
  for (const Option<S>& option : table) {
    const OptionDescription& description = option.description;
    INFO(description.key);
    if (!description.label.empty())
      CHECK(description.help.find("--") == std::string::npos);  // no word of the command line
    if (!hasBox(description)) continue;
    ++labelled;
    const std::unique_ptr<QWidget> box(makeOptionBox(description, QString::fromStdString(description.key)));
    CHECK(box->toolTip().toStdString() == description.help);
    CHECK(isShown(description.defaultValue, optionValue(*box, description), description));
    const OptionValue value = test::changedValue(description);
    showOption(*box, description, value);
    CHECK(isShown(value, optionValue(*box, description), description));
    CHECK_NOTHROW(checkOption(description, optionValue(*box, description)));
    if (const auto* whole = qobject_cast<QSpinBox*>(box.get())) {
      CHECK((whole->minimum() == description.low || (description.low < 0.0 && whole->minimum() == 0)));
      CHECK(whole->maximum() <= description.high);
    }
  }
  CHECK(labelled > 0);
}

}  // namespace

TEST_CASE("option boxes: each shows and returns its option") {
  checkBoxes(training::trainingOptionTable());
  checkBoxes(attribution::attributionOptionTable());
  checkBoxes(attribution::auditOptionTable());
  checkBoxes(attribution::experimentOptionTable());
  checkBoxes(validation::baselineOptionTable());
  checkBoxes(survey::joinOptionTable());
  checkBoxes(network::networkOptionTable());
  checkBoxes(galaxy::panelOptionTable());
  checkBoxes(galaxy::solarOptionTable());
  checkBoxes(workbench::galaxyFigureOptionTable());
  checkBoxes(workbench::lineOptionTable());
}

TEST_CASE("option boxes: a list field accepts only increasing numbers within the range") {
  const auto& shares = findOption(galaxy::panelOptionTable(), "massFractions").description;
  const std::unique_ptr<QWidget> box(makeOptionBox(shares, {}));
  auto* field = qobject_cast<QLineEdit*>(box.get());
  REQUIRE(field);
  CHECK(field->text() == "30, 60, 90");
  field->setText("25 100");
  CHECK(optionValue(*box, shares) == OptionValue(std::vector<double>{0.25, 1.0}));
  for (const char* text : {"", "60 30", "0 50", "50 101", "fifty"}) {
    INFO(text);
    field->setText(QString::fromLatin1(text));
    CHECK(optionValue(*box, shares) == OptionValue(std::vector<double>{}));
  }
}

TEST_CASE("option boxes: a fraction is shown as a percentage, a unit after the number") {
  const auto& share = findOption(training::trainingOptionTable(), "split.testFraction").description;
  const std::unique_ptr<QWidget> percent(makeOptionBox(share, {}));
  auto* box = qobject_cast<QDoubleSpinBox*>(percent.get());
  REQUIRE(box);
  CHECK(box->value() == 10.0);
  CHECK(box->maximum() == 90.0);
  const auto& window = findOption(attribution::experimentOptionTable(), "windowNm").description;
  const std::unique_ptr<QWidget> width(makeOptionBox(window, {}));
  CHECK(qobject_cast<QDoubleSpinBox*>(width.get())->text() == "0.60 nm");
}

TEST_CASE("run card: shows and applies every training option that has a label") {
  RunCard card;
  for (const Option<training::TrainingOptions>& option : training::trainingOptionTable()) {
    if (!hasBox(option.description)) continue;
    INFO(option.description.key);
    training::TrainingOptions changed;
    option.set(changed, test::changedValue(option.description));
    card.showAll(changed);
    training::TrainingOptions applied;
    card.apply(applied);
    CHECK(isShown(option.get(changed), option.get(applied), option.description));
  }
}
