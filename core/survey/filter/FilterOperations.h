// SPDX-License-Identifier: GPL-3.0-or-later
// How a filter is worked out. Expressions are closures that take a block of rows at a time: a column against a number
// reads the column where it is, anything else goes through blocks of doubles that stay in the first-level cache. So a
// closure is called once a block, and the loops in it are simple enough for the compiler to vectorise. A condition
// narrows flags that are already there; one that is dear is worked out only for the rows that are left, gathered, where
// few are.
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

/// Blocks of memory that one thread uses again and again, the last taken first given back.
template <typename T>
class BlockStack {
public:
  /// One block, from its construction to its destruction.
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

/// One thread's memory for intermediate results.
struct FilterScratch {
  BlockStack<double> numbers;
  BlockStack<char> flags;
  BlockStack<std::uint32_t> rows;
};

/// At most kBlockRows rows of the dataset.
struct RowBlock {
  std::size_t first = 0;                    ///< row of the dataset
  std::size_t count = 0;                    ///< rows in the block
  std::span<const std::uint32_t> picked{};  ///< which they are, counted from `first`; empty: all that follow it
  FilterScratch* scratch = nullptr;

  std::size_t row(std::size_t i) const { return first + (picked.empty() ? i : picked[i]); }
};

/// Writes the values of a block's rows, NaN where missing. Any thread.
using Numbers = std::function<void(const RowBlock& block, std::span<double> values)>;

/// Clears the flags (0 or 1) of those of a block's rows that do not fulfil it. Any thread.
struct Condition {
  std::function<void(const RowBlock& block, std::span<char> holds)> narrow;
  bool isCheap = false;  ///< costs less than gathering the rows that are left
};

/// A number, a column, or an expression.
using Operand = std::variant<double, NumericView, Numbers>;

/// Text: that of a column, or one for all rows. An empty one is missing.
struct TextOperand {
  const std::vector<std::string>* column = nullptr;
  std::string literal = {};
};

/// What works out a value from two.
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

/// Writes an operand's values of the block.
void fill(const Operand& operand, const RowBlock& block, std::span<double> values);

/// Starts with `first` and takes each step with its operand. Comparisons give 1 or 0, and 0 with a missing value.
/// Returns a number if all operands are numbers.
Operand chained(Operand first, std::vector<std::pair<Step, Operand>> steps);

/// Applies a function of one argument, other than isnan.
Operand applied(Function function, Operand argument);

/// Takes `then` where the condition holds, else `otherwise`.
Numbers chosen(Condition condition, Operand then, Operand otherwise);

/// Returns 1 where the condition holds, else 0.
Numbers numbersOf(Condition condition);

/// Compares two operands; false with a missing value. `step` is a comparison.
Condition compared(Step step, Operand left, Operand right);

/// Holds where the value is neither missing nor zero.
Condition truthOf(Operand operand);

Condition missing(Operand operand);
Condition missing(TextOperand text);
Condition negated(Condition condition);
Condition allOf(std::vector<Condition> conditions);
Condition anyOf(std::vector<Condition> conditions);

/// Compares texts; `sign` is == or !=, or ~ or !~ with the pattern `right.literal` (Glob.h). False with a missing text.
Condition textCompared(Operator sign, TextOperand left, TextOperand right);

}  // namespace maury::survey
