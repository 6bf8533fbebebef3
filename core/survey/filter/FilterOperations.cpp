// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterOperations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "survey/filter/Glob.h"

namespace maury::survey {

namespace {

struct Unequal {
  bool operator()(double a, double b) const { return a < b || a > b; }  // unlike !=, false with NaN
};

/// Calls `visit` with the function object of a comparison, so that loops over rows are compiled for each comparison.
template <typename Visit>
void withComparison(Step step, const Visit& visit) {
  switch (step) {
    case Step::Less:
      return visit(std::less<double>());
    case Step::LessOrEqual:
      return visit(std::less_equal<double>());
    case Step::Greater:
      return visit(std::greater<double>());
    case Step::GreaterOrEqual:
      return visit(std::greater_equal<double>());
    case Step::Equal:
      return visit(std::equal_to<double>());
    default:
      return visit(Unequal());
  }
}

/// Calls `visit` with the function object of a step.
template <typename Visit>
void withStep(Step step, const Visit& visit) {
  switch (step) {
    case Step::Plus:
      return visit(std::plus<double>());
    case Step::Minus:
      return visit(std::minus<double>());
    case Step::Times:
      return visit(std::multiplies<double>());
    case Step::Over:
      return visit(std::divides<double>());
    case Step::Power:
      return visit([](double a, double b) { return std::pow(a, b); });
    case Step::Min:
      return visit([](double a, double b) { return std::min(a, b); });
    case Step::Max:
      return visit([](double a, double b) { return std::max(a, b); });
    case Step::Atan2:
      return visit([](double a, double b) { return std::atan2(a, b); });
    default:
      return withComparison(
          step, [&](auto compare) { visit([=](double a, double b) { return compare(a, b) ? 1.0 : 0.0; }); });
  }
}

/// Calls `visit` with the function object of a function of one argument.
template <typename Visit>
void withFunction(Function function, const Visit& visit) {
  switch (function) {
    case Function::Abs:
      return visit([](double x) { return std::abs(x); });
    case Function::Sqrt:
      return visit([](double x) { return std::sqrt(x); });
    case Function::Sign:
      return visit([](double x) { return x < 0.0 ? -1.0 : x > 0.0 ? 1.0 : 0.0; });
    case Function::Rint:
      return visit([](double x) { return std::floor(x + 0.5); });
    case Function::Acos:
      return visit([](double x) { return std::acos(x); });
    case Function::Acosh:
      return visit([](double x) { return std::acosh(x); });
    case Function::Asin:
      return visit([](double x) { return std::asin(x); });
    case Function::Asinh:
      return visit([](double x) { return std::asinh(x); });
    case Function::Atan:
      return visit([](double x) { return std::atan(x); });
    case Function::Atanh:
      return visit([](double x) { return std::atanh(x); });
    case Function::Cos:
      return visit([](double x) { return std::cos(x); });
    case Function::Cosh:
      return visit([](double x) { return std::cosh(x); });
    case Function::Exp:
      return visit([](double x) { return std::exp(x); });
    case Function::Log:
      return visit([](double x) { return std::log(x); });
    case Function::Log10:
      return visit([](double x) { return std::log10(x); });
    case Function::Log2:
      return visit([](double x) { return std::log2(x); });
    case Function::Sin:
      return visit([](double x) { return std::sin(x); });
    case Function::Sinh:
      return visit([](double x) { return std::sinh(x); });
    case Function::Tan:
      return visit([](double x) { return std::tan(x); });
    case Function::Tanh:
      return visit([](double x) { return std::tanh(x); });
    case Function::Atan2:
    case Function::Average:
    case Function::IsNan:
    case Function::Max:
    case Function::Min:
    case Function::Sum:
      break;  // implemented by chain() and missing()
  }
}

/// Returns the equivalent comparison with exchanged sides.
Step mirror(Step step) {
  switch (step) {
    case Step::Less:
      return Step::Greater;
    case Step::LessOrEqual:
      return Step::GreaterOrEqual;
    case Step::Greater:
      return Step::Less;
    case Step::GreaterOrEqual:
      return Step::LessOrEqual;
    default:
      return step;
  }
}

double applyStep(Step step, double a, double b) {
  double result = 0.0;
  withStep(step, [&](auto function) { result = function(a, b); });
  return result;
}

/// Sets values[i] = values[i] step number.
void stepNumber(Step step, std::span<double> values, double number) {
  // Small integer powers are computed as products: pow() takes twenty times as long.
  if (step == Step::Power && (number == 2.0 || number == 3.0 || number == 4.0)) {
    for (double& value : values) {
      const double square = value * value;
      value = number == 2.0 ? square : number == 3.0 ? square * value : square * square;
    }
    return;
  }
  withStep(step, [&](auto function) {
    for (double& value : values)
      value = function(value, number);
  });
}

/// Sets values[i] = values[i] step others[i].
void stepValues(Step step, std::span<double> values, std::span<const double> others) {
  withStep(step, [&](auto function) {
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = function(values[i], others[i]);
  });
}

template <typename T, typename Holds>
void narrowBy(std::span<const T> values, std::span<char> holds, const Holds& condition) {
  for (std::size_t i = 0; i < holds.size(); ++i)
    holds[i] = static_cast<char>(holds[i] & static_cast<char>(condition(static_cast<double>(values[i]))));
}

template <typename T>
void narrowByNumber(Step step, std::span<const T> values, std::span<char> holds, double number) {
  withComparison(step,
                 [&](auto compare) { narrowBy(values, holds, [=](double value) { return compare(value, number); }); });
}

/// Narrows by an expensive condition. If at most half of the rows are left, gathers them and evaluates only those.
void narrowSparse(const Condition& condition, const RowBlock& block, std::span<char> holds) {
  const auto left = static_cast<std::size_t>(std::count(holds.begin(), holds.end(), char{1}));
  if (left == 0) return;
  if (2 * left > block.count) return condition.narrow(block, holds);
  const BlockStack<std::uint32_t>::Lease rows(block.scratch->rows), places(block.scratch->rows);
  const BlockStack<char>::Lease flags(block.scratch->flags);
  const auto row = rows.first(left), gathered = places.first(left);
  std::size_t found = 0;
  for (std::size_t i = 0; i < block.count && found < left; ++i) {
    gathered[found] = static_cast<std::uint32_t>(i);
    found += holds[i] != 0;
  }
  for (std::size_t k = 0; k < left; ++k)
    row[k] = block.offsets.empty() ? gathered[k] : block.offsets[gathered[k]];
  const auto gatheredFlags = flags.first(left);
  std::fill(gatheredFlags.begin(), gatheredFlags.end(), char{1});
  condition.narrow({block.first, left, row, block.scratch}, gatheredFlags);
  for (std::size_t k = 0; k < left; ++k)
    holds[gathered[k]] = gatheredFlags[k];
}

Condition constantCondition(bool holdsAlways) {
  return {[=](const RowBlock&, std::span<char> holds) {
            if (!holdsAlways) std::fill(holds.begin(), holds.end(), char{0});
          },
          true};
}

/// Returns the condition that compares a column with a number. Reads the column in place; copies gathered rows first.
Condition compareColumn(Step step, const NumericView& column, double number) {
  return {
      [=](const RowBlock& block, std::span<char> holds) {
        if (block.offsets.empty()) {
          column.visit([&](auto all) { narrowByNumber(step, all.subspan(block.first, block.count), holds, number); });
        } else {
          const BlockStack<double>::Lease lease(block.scratch->numbers);
          fill(column, block, lease.first(block.count));
          narrowByNumber(step, std::span<const double>(lease.first(block.count)), holds, number);
        }
      },
      true};
}

std::string_view textOf(const TextOperand& text, std::size_t row) {
  return text.column != nullptr ? std::string_view((*text.column)[row]) : std::string_view(text.literal);
}

}  // namespace

Step stepOf(Operator sign) {
  switch (sign) {
    case Operator::Plus:
      return Step::Plus;
    case Operator::Minus:
      return Step::Minus;
    case Operator::Times:
      return Step::Times;
    case Operator::Over:
      return Step::Over;
    case Operator::Power:
      return Step::Power;
    case Operator::Less:
      return Step::Less;
    case Operator::LessOrEqual:
      return Step::LessOrEqual;
    case Operator::Greater:
      return Step::Greater;
    case Operator::GreaterOrEqual:
      return Step::GreaterOrEqual;
    case Operator::Equal:
      return Step::Equal;
    default:
      return Step::NotEqual;
  }
}

void fill(const Operand& operand, const RowBlock& block, std::span<double> values) {
  if (const auto* number = std::get_if<double>(&operand))
    std::fill(values.begin(), values.end(), *number);
  else if (const auto* numbers = std::get_if<Numbers>(&operand))
    (*numbers)(block, values);
  else if (const auto& column = std::get<NumericView>(operand); block.offsets.empty())
    column.read(block.first, values);
  else
    column.part(block.first, column.size() - block.first).read(block.offsets, values);
}

Operand chain(Operand first, std::vector<std::pair<Step, Operand>> steps) {
  // Leading constants are folded.
  std::size_t done = 0;
  for (; done < steps.size() && std::holds_alternative<double>(first) &&
         std::holds_alternative<double>(steps[done].second);
       ++done)
    first = applyStep(steps[done].first, std::get<double>(first), std::get<double>(steps[done].second));
  steps.erase(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(done));
  if (steps.empty()) return first;
  return Numbers([first = std::move(first), steps = std::move(steps)](const RowBlock& block, std::span<double> values) {
    fill(first, block, values);
    const BlockStack<double>::Lease lease(block.scratch->numbers);
    const auto others = lease.first(block.count);
    for (const auto& [step, operand] : steps) {
      if (const auto* number = std::get_if<double>(&operand)) {
        stepNumber(step, values, *number);
      } else {
        fill(operand, block, others);
        stepValues(step, values, others);
      }
    }
  });
}

Operand applyFunction(Function function, Operand argument) {
  if (const auto* number = std::get_if<double>(&argument)) {
    double result = 0.0;
    withFunction(function, [&](auto apply) { result = apply(*number); });
    return result;
  }
  return Numbers([function, argument = std::move(argument)](const RowBlock& block, std::span<double> values) {
    fill(argument, block, values);
    withFunction(function, [&](auto apply) {
      for (double& value : values)
        value = apply(value);
    });
  });
}

Numbers choose(Condition condition, Operand then, Operand otherwise) {
  return [condition = std::move(condition), then = std::move(then), otherwise = std::move(otherwise)](
             const RowBlock& block, std::span<double> values) {
    const BlockStack<double>::Lease lease(block.scratch->numbers);
    const BlockStack<char>::Lease flags(block.scratch->flags);
    const auto holds = flags.first(block.count);
    const auto others = lease.first(block.count);
    std::fill(holds.begin(), holds.end(), char{1});
    condition.narrow(block, holds);
    fill(then, block, values);
    fill(otherwise, block, others);
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = holds[i] != 0 ? values[i] : others[i];
  };
}

Numbers numbersOf(Condition condition) {
  return [condition = std::move(condition)](const RowBlock& block, std::span<double> values) {
    const BlockStack<char>::Lease flags(block.scratch->flags);
    const auto holds = flags.first(block.count);
    std::fill(holds.begin(), holds.end(), char{1});
    condition.narrow(block, holds);
    std::copy(holds.begin(), holds.end(), values.begin());
  };
}

Condition compareNumbers(Step step, Operand left, Operand right) {
  if (std::holds_alternative<double>(left)) {
    std::swap(left, right);
    step = mirror(step);
  }
  const auto* number = std::get_if<double>(&right);
  if (const auto* constant = std::get_if<double>(&left))
    return constantCondition(applyStep(step, *constant, *number) != 0.0);
  if (const auto* column = std::get_if<NumericView>(&left); column != nullptr && number != nullptr)
    return compareColumn(step, *column, *number);
  const bool isCheap = std::holds_alternative<NumericView>(left) && std::holds_alternative<NumericView>(right);
  // Moved, because copying is not safe: when it fails for want of memory, libstdc++ 12 destroys a variant that holds
  // nothing.
  return {[step, left = std::move(left), right = std::move(right)](const RowBlock& block, std::span<char> holds) {
            const BlockStack<double>::Lease lease(block.scratch->numbers);
            const auto values = lease.first(block.count);
            fill(left, block, values);
            if (const auto* constant = std::get_if<double>(&right))
              return narrowByNumber(step, std::span<const double>(values), holds, *constant);
            const BlockStack<double>::Lease second(block.scratch->numbers);
            const auto others = second.first(block.count);
            fill(right, block, others);
            withComparison(step, [&](auto compare) {
              for (std::size_t i = 0; i < holds.size(); ++i)
                holds[i] = static_cast<char>(holds[i] & static_cast<char>(compare(values[i], others[i])));
            });
          },
          isCheap};
}

Condition truthOf(Operand operand) {
  return compareNumbers(Step::NotEqual, std::move(operand), 0.0);
}

Condition missing(Operand operand) {
  if (const auto* number = std::get_if<double>(&operand)) return constantCondition(std::isnan(*number));
  return {[operand = std::move(operand)](const RowBlock& block, std::span<char> holds) {
            const BlockStack<double>::Lease lease(block.scratch->numbers);
            const auto values = lease.first(block.count);
            fill(operand, block, values);
            narrowBy(std::span<const double>(values), holds, [](double value) { return std::isnan(value); });
          },
          std::holds_alternative<NumericView>(operand)};
}

Condition missing(TextOperand text) {
  return {[text = std::move(text)](const RowBlock& block, std::span<char> holds) {
            for (std::size_t i = 0; i < holds.size(); ++i)
              if (holds[i] != 0 && !textOf(text, block.row(i)).empty()) holds[i] = 0;
          },
          true};
}

Condition negate(Condition condition) {
  const bool isCheap = condition.isCheap;
  return {[condition = std::move(condition)](const RowBlock& block, std::span<char> holds) {
            const BlockStack<char>::Lease lease(block.scratch->flags);
            const auto fulfilled = lease.first(block.count);
            std::copy(holds.begin(), holds.end(), fulfilled.begin());
            condition.narrow(block, fulfilled);
            for (std::size_t i = 0; i < holds.size(); ++i)
              holds[i] = static_cast<char>(holds[i] & ~fulfilled[i]);
          },
          isCheap};
}

Condition allOf(std::vector<Condition> conditions) {
  std::stable_partition(conditions.begin(), conditions.end(), [](const Condition& each) { return each.isCheap; });
  const bool isCheap =
      std::all_of(conditions.begin(), conditions.end(), [](const Condition& each) { return each.isCheap; });
  return {[conditions = std::move(conditions)](const RowBlock& block, std::span<char> holds) {
            for (const Condition& condition : conditions) {
              if (condition.isCheap)
                condition.narrow(block, holds);
              else
                narrowSparse(condition, block, holds);
            }
          },
          isCheap};
}

Condition anyOf(std::vector<Condition> conditions) {
  std::stable_partition(conditions.begin(), conditions.end(), [](const Condition& each) { return each.isCheap; });
  const bool isCheap =
      std::all_of(conditions.begin(), conditions.end(), [](const Condition& each) { return each.isCheap; });
  return {[conditions = std::move(conditions)](const RowBlock& block, std::span<char> holds) {
            const BlockStack<char>::Lease leftLease(block.scratch->flags), lease(block.scratch->flags);
            const auto left = leftLease.first(block.count);  // rows that fulfil none of the conditions yet
            const auto fulfilled = lease.first(block.count);
            std::copy(holds.begin(), holds.end(), left.begin());
            for (const Condition& condition : conditions) {
              std::copy(left.begin(), left.end(), fulfilled.begin());
              if (condition.isCheap)
                condition.narrow(block, fulfilled);
              else
                narrowSparse(condition, block, fulfilled);
              for (std::size_t i = 0; i < left.size(); ++i)
                left[i] = static_cast<char>(left[i] & ~fulfilled[i]);
            }
            for (std::size_t i = 0; i < holds.size(); ++i)
              holds[i] = static_cast<char>(holds[i] & ~left[i]);
          },
          isCheap};
}

Condition compareTexts(Operator sign, TextOperand left, TextOperand right) {
  const bool isPattern = sign == Operator::Like || sign == Operator::NotLike;
  const bool mustMatch = sign == Operator::Like || sign == Operator::Equal;
  return {[=, left = std::move(left), right = std::move(right)](const RowBlock& block, std::span<char> holds) {
            for (std::size_t i = 0; i < holds.size(); ++i) {
              if (holds[i] == 0) continue;
              const std::string_view a = textOf(left, block.row(i)), b = textOf(right, block.row(i));
              const bool matches = isPattern ? matchesGlob(a, b) : a == b;
              holds[i] = static_cast<char>(matches == mustMatch && !a.empty() && !b.empty());
            }
          },
          false};
}

}  // namespace maury::survey
