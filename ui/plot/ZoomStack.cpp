// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/ZoomStack.h"

#include <utility>

namespace maury::ui {

namespace {
constexpr std::size_t kMaxViews = 100;
}

void ZoomStack::clear() {
  m_views.clear();
  m_current = 0;
}

void ZoomStack::start(Snapshot snapshot) {
  m_views.assign(1, std::move(snapshot));
  m_current = 0;
}

void ZoomStack::push(Snapshot snapshot, bool merge) {
  if (m_views.empty()) return start(std::move(snapshot));
  if (snapshot == m_views[m_current]) return;
  m_views.resize(m_current + 1);
  if (merge && m_current > 0) {
    m_views[m_current] = std::move(snapshot);
    return;
  }
  m_views.push_back(std::move(snapshot));
  if (m_views.size() > kMaxViews) m_views.erase(m_views.begin());
  m_current = m_views.size() - 1;
}

const ZoomStack::Snapshot* ZoomStack::back() {
  return canGoBack() ? &m_views[--m_current] : nullptr;
}

const ZoomStack::Snapshot* ZoomStack::forward() {
  return canGoForward() ? &m_views[++m_current] : nullptr;
}

}  // namespace maury::ui
