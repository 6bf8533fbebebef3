// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/FilterStars.h"

#include <mutex>
#include <numeric>
#include <utility>

#include "survey/filter/Filter.h"

namespace maury::workbench {

namespace {

/// Recycles the buffer of an earlier filter result. Thread-safe.
class RowBufferPool {
public:
  std::vector<std::size_t> take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_buffer, {});
  }
  void give(std::vector<std::size_t> rows) {
    const std::lock_guard lock(m_mutex);
    m_buffer = std::move(rows);
  }

private:
  std::mutex m_mutex;
  std::vector<std::size_t> m_buffer;
};

RowsPointer filteredRows(const survey::Dataset& stars, const std::string& text) {
  static const auto pool = std::make_shared<RowBufferPool>();
  auto* rows = new std::vector<std::size_t>(survey::filterRows(stars, text, pool->take()));
  return {rows, [rows, shared = pool](const std::vector<std::size_t>*) {
            shared->give(std::move(*rows));
            delete rows;
          }};
}

}  // namespace

FilterResult filterStars(const survey::Dataset& stars, const std::string& text) {
  try {
    return {filteredRows(stars, text), std::nullopt};
  } catch (const survey::FilterError& error) {
    return {nullptr, FilterProblem{error.what(), error.position}};
  } catch (const Error& error) {
    return {nullptr, FilterProblem{error.what(), 0}};
  }
}

RowsPointer allRows(std::size_t count) {
  auto rows = std::make_shared<std::vector<std::size_t>>(count);
  std::iota(rows->begin(), rows->end(), std::size_t{0});
  return rows;
}

}  // namespace maury::workbench
