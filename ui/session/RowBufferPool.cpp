// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/RowBufferPool.h"

#include <utility>

namespace maury::ui {

std::vector<std::size_t> RowBufferPool::take() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_buffer, {});
}

void RowBufferPool::give(std::vector<std::size_t> buffer) {
  const std::lock_guard lock(m_mutex);
  m_buffer = std::move(buffer);
}

}  // namespace maury::ui
