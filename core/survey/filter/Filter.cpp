// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/Filter.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include "base/Parallel.h"
#include "survey/filter/FilterBinding.h"
#include "survey/filter/FilterOperations.h"
#include "survey/filter/FilterTree.h"

namespace maury::survey {

namespace {

constexpr std::size_t kChunkRows = 50000;  // takes a fraction of a millisecond; fewer rows do not justify a thread

/// Calls `work` with the rows in chunks of kChunkRows, on all cores if there is more than one chunk.
void forEachRowChunk(std::size_t rows, const std::function<void(std::size_t begin, std::size_t end)>& work) {
  parallelChunks(rows, kChunkRows, rows > kChunkRows ? 0 : 1,
                 [&](std::size_t begin, std::size_t end, unsigned) { work(begin, end); });
}

/// Calls `work` with the rows in blocks of at most kBlockRows, on all cores if there are many.
void forEachRowBlock(std::size_t rows, const std::function<void(const RowBlock& block)>& work) {
  forEachRowChunk(rows, [&](std::size_t begin, std::size_t end) {
    FilterScratch scratch;
    for (std::size_t first = begin; first < end; first += kBlockRows)
      work({first, std::min(kBlockRows, end - first), {}, &scratch});
  });
}

/// Returns the rows whose flag is set. Counts the rows of each chunk first, so that all chunks can be written in
/// parallel.
std::vector<std::size_t> rowsWhere(const std::vector<char>& holds) {
  std::vector<std::size_t> starts;
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < holds.size(); begin += kChunkRows) {
    starts.push_back(count);
    const auto first = holds.begin() + static_cast<std::ptrdiff_t>(begin);
    count += static_cast<std::size_t>(
        std::count(first, first + static_cast<std::ptrdiff_t>(std::min(kChunkRows, holds.size() - begin)), char{1}));
  }
  std::vector<std::size_t> rows(count);
  forEachRowChunk(holds.size(), [&](std::size_t begin, std::size_t end) {
    std::size_t output = starts[begin / kChunkRows];
    const std::size_t last = begin / kChunkRows + 1 < starts.size() ? starts[begin / kChunkRows + 1] : count;
    for (std::size_t row = begin; row < end && output < last; ++row) {
      rows[output] = row;  // branch-free: overwritten by the next row unless the flag is set
      output += holds[row] != 0;
    }
  });
  return rows;
}

/// Parses `text` and returns the result of `work` with its tree. Adds the text to a FilterError.
template <typename Work>
auto withTree(const std::string& text, const Work& work) {
  try {
    return work(parseFilter(text));
  } catch (FilterError& error) {
    error.text = text;
    throw;
  }
}

/// Calls `use` with each name of the tree, from left to right.
void forEachName(const Node& node, const std::function<void(const NameNode& name)>& use) {
  const auto visit = [&](const auto& content) {
    using Content = std::decay_t<decltype(content)>;
    if constexpr (std::is_same_v<Content, NameNode>) {
      use(content);
    } else if constexpr (std::is_same_v<Content, PresetNode>) {
      forEachName(*content.meaning, use);
    } else if constexpr (std::is_same_v<Content, GroupNode>) {
      forEachName(*content.inner, use);
    } else if constexpr (std::is_same_v<Content, SignNode>) {
      forEachName(*content.operand, use);
    } else if constexpr (std::is_same_v<Content, ChainNode>) {
      for (const Node& operand : content.operands)
        forEachName(operand, use);
    } else if constexpr (std::is_same_v<Content, CallNode>) {
      for (const Node& argument : content.arguments)
        forEachName(argument, use);
    } else if constexpr (std::is_same_v<Content, ChoiceNode>) {
      for (const Node* part : {content.condition.get(), content.then.get(), content.otherwise.get()})
        forEachName(*part, use);
    }
  };
  std::visit(visit, node.content);
}

}  // namespace

std::vector<std::size_t> filterRows(const Dataset& dataset, const std::string& text, LabelNames names) {
  const std::size_t stars = dataset.starCount();
  if (isBlankFilter(text)) {
    std::vector<std::size_t> all(stars);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
  }
  return withTree(text, [&](const Node& tree) {
    const Condition condition = bindCondition(dataset, text, tree, names);
    std::vector<char> holds(stars, 1);
    forEachRowBlock(stars, [&](const RowBlock& block) {
      condition.narrow(block, {holds.data() + block.first, block.count});
    });
    return rowsWhere(holds);
  });
}

std::vector<double> evaluate(const Dataset& dataset, const std::string& text) {
  return withTree(text, [&](const Node& tree) {
    const Operand numbers = bindNumbers(dataset, text, tree);
    std::vector<double> values(dataset.starCount());
    forEachRowBlock(values.size(), [&](const RowBlock& block) {
      fill(numbers, block, {values.data() + block.first, block.count});
    });
    return values;
  });
}

std::vector<std::string> filterNames(const Dataset& dataset, const std::string& text) {
  std::vector<std::string> names;
  if (isBlankFilter(text)) return names;
  return withTree(text, [&](const Node& tree) {
    bindCondition(dataset, text, tree);
    std::unordered_set<std::string> seen;
    forEachName(tree, [&](const NameNode& name) {
      const std::string column = nameOrCounterpart(dataset, name.name);  // other names were found by bindCondition()
      const bool isColumn = dataset.hasNumeric(column) || dataset.findColumn(column) != nullptr;
      if (isColumn && seen.insert(column).second) names.push_back(column);
    });
    return names;
  });
}

std::vector<std::string> filterableNames(const Dataset& dataset) {
  std::vector<std::string> names = dataset.numericNames();
  bool hasId = false;
  for (const io::Column& column : dataset.columns) {
    if (column.isText()) names.push_back(column.name);
    hasId = hasId || column.name == "id";
  }
  if (!hasId) names.emplace_back("id");
  return names;
}

}  // namespace maury::survey
