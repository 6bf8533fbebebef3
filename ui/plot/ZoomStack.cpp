// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/ZoomStack.h"

#include <utility>

namespace maury::ui {

namespace {
constexpr std::size_t kMostViews = 100;
}

void ZoomStack::clear() {
  m_views.clear();
  m_present = 0;
}

void ZoomStack::start(Snapshot snapshot) {
  m_views.assign(1, std::move(snapshot));
  m_present = 0;
}

void ZoomStack::push(Snapshot snapshot, bool merge) {
  if (m_views.empty()) return start(std::move(snapshot));
  if (snapshot == m_views[m_present]) return;
  m_views.resize(m_present + 1);
  if (merge && m_present > 0) {
    m_views[m_present] = std::move(snapshot);
    return;
  }
  m_views.push_back(std::move(snapshot));
  if (m_views.size() > kMostViews) m_views.erase(m_views.begin());
  m_present = m_views.size() - 1;
}

const ZoomStack::Snapshot* ZoomStack::back() {
  return canGoBack() ? &m_views[--m_present] : nullptr;
}

const ZoomStack::Snapshot* ZoomStack::forward() {
  return canGoForward() ? &m_views[++m_present] : nullptr;
}

}  // namespace maury::ui
