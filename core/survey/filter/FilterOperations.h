// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluation of filters. Expressions are closures that process one block of rows per call, in loops that the compiler
// can vectorise. Comparing a column with a number reads the column in place; all other intermediate values are blocks
// of doubles that stay in the L1 cache. A condition clears the flags of rows that do not fulfil it. In && and ||, cheap
// conditions come first; an expensive one is evaluated only for the rows not decided yet, gathered, if these are at
// most half of the block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "survey/dataset/NumericView.h"
#include "survey/filter/FilterFunctions.h"
#include "survey/filter/FilterTokens.h"

namespace maury::survey {

constexpr std::size_t kBlockRows = 1024;

/// Stack of reusable memory blocks of one thread. Blocks must be released in reverse order.
template <typename T>
class BlockStack {
public:
  /// One block of kBlockRows elements, released in the destructor.
  class Lease {
  public:
    explicit Lease(BlockStack& stack) : m_stack(stack), m_memory(stack.take()) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { --m_stack.m_used; }
    std::span<T> first(std::size_t count) const { return {m_memory, count}; }

  private:
    BlockStack& m_stack;
    T* m_memory;
  };

private:
  T* take() {
    if (m_used == m_blocks.size()) m_blocks.push_back(std::make_unique<T[]>(kBlockRows));
    return m_blocks[m_used++].get();
  }

  std::vector<std::unique_ptr<T[]>> m_blocks;
  std::size_t m_used = 0;
};

/// Buffers of one thread for intermediate results.
struct FilterScratch {
  BlockStack<double> numbers;
  BlockStack<char> flags;
  BlockStack<std::uint32_t> rows;
};

/// Block of at most kBlockRows rows of the dataset: consecutive, or gathered.
struct RowBlock {
  std::size_t first = 0;                     ///< first row; offsets are relative to it
  std::size_t count = 0;                     ///< number of rows
  std::span<const std::uint32_t> offsets{};  ///< gathered rows, relative to `first`; empty: consecutive rows
  FilterScratch* scratch = nullptr;

  std::size_t row(std::size_t i) const { return first + (offsets.empty() ? i : offsets[i]); }
};

/// Expression that writes the values of a block's rows, NaN where missing. Thread-safe.
using Numbers = std::function<void(const RowBlock& block, std::span<double> values)>;

/// Condition on rows. `narrow` clears the flags (0 or 1) of a block's rows that do not fulfil it. Thread-safe.
struct Condition {
  std::function<void(const RowBlock& block, std::span<char> holds)> narrow;
  bool isCheap = false;  ///< evaluating all rows costs less than gathering the remaining ones
};

/// A number, a column, or an expression.
using Operand = std::variant<double, NumericView, Numbers>;

/// Text of a column, or one literal for all rows. Empty strings are missing values.
struct TextOperand {
  const std::vector<std::string>* column = nullptr;
  std::string literal = {};
};

/// Binary operation on numbers.
enum class Step {
  Plus,
  Minus,
  Times,
  Over,
  Power,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Equal,
  NotEqual,
  Min,
  Max,
  Atan2
};
/// Returns the step of an arithmetic or comparison operator (other than ~ and !~).
Step stepOf(Operator sign);

/// Writes the values of an operand in the rows of a block.
void fill(const Operand& operand, const RowBlock& block, std::span<double> values);

/// Returns the expression that applies the steps to `first` from left to right. A comparison yields 1 or 0; with a
/// missing value, 0. Returns a number if all operands are numbers.
Operand chain(Operand first, std::vector<std::pair<Step, Operand>> steps);

/// Returns the expression that applies a function of one argument other than isnan.
Operand applyFunction(Function function, Operand argument);

/// Returns the expression with the value of `then` where the condition is true, else of `otherwise`.
Numbers choose(Condition condition, Operand then, Operand otherwise);

/// Returns the expression that is 1 where the condition is true, else 0.
Numbers numbersOf(Condition condition);

/// Returns the condition that compares two operands; false for missing values. `step` is a comparison.
Condition compareNumbers(Step step, Operand left, Operand right);

/// Returns the condition that the value is neither missing nor zero.
Condition truthOf(Operand operand);

/// Returns the condition that the value is NaN, or the text empty.
Condition missing(Operand operand);
Condition missing(TextOperand text);
Condition negate(Condition condition);
Condition allOf(std::vector<Condition> conditions);
Condition anyOf(std::vector<Condition> conditions);

/// Returns the condition that compares two strings; false for missing ones. `sign` is == or !=, or ~ or !~ with the
/// pattern `right.literal` (Glob.h).
Condition compareTexts(Operator sign, TextOperand left, TextOperand right);

}  // namespace maury::survey
