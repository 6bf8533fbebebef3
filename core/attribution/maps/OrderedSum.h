// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace maury::attribution {

/// Adds the results of numbered batches in the order of their numbers, whichever thread delivers them first:
/// floating-point sums depend on the order, and a map must not depend on the number of threads. Thread-safe; stores
/// only the batches that arrive early.
class OrderedSum {
public:
  explicit OrderedSum(std::size_t size) : m_sum(size, 0.0) {}

  /// Adds the values of batch `number`. Each number from 0 must be added exactly once, with `values` of the sum's size.
  void add(std::size_t number, std::vector<double> values) {
    const std::lock_guard lock(m_mutex);
    m_early.emplace(number, std::move(values));
    for (auto next = m_early.find(m_next); next != m_early.end(); next = m_early.find(m_next)) {
      for (std::size_t i = 0; i < m_sum.size(); ++i)
        m_sum[i] += next->second[i];
      m_early.erase(next);
      ++m_next;
    }
  }

  /// Returns the sum; valid once all batches have been added.
  const std::vector<double>& total() const noexcept { return m_sum; }

private:
  std::mutex m_mutex;
  std::size_t m_next = 0;
  std::map<std::size_t, std::vector<double>> m_early;
  std::vector<double> m_sum;
};

}  // namespace maury::attribution
