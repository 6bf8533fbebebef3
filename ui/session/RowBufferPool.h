// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

namespace maury::ui {

/// Recycles the buffer of the previous filter result. Thread-safe.
class RowBufferPool {
public:
  /// Returns the buffer that was given last, or an empty one.
  std::vector<std::size_t> take();
  /// Keeps a buffer for the next take(), in place of the one that it has.
  void give(std::vector<std::size_t> buffer);

private:
  std::mutex m_mutex;
  std::vector<std::size_t> m_buffer;
};

}  // namespace maury::ui
