// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/MergedNotes.h"

#include <fmt/format.h>

namespace maury::survey {

void MergedNotes::add(const std::string& source, const std::string& text, const std::string& key) {
  const bool begins = text.starts_with(source);
  const std::string rest = begins ? text.substr(source.size()) : text;
  const auto [found, isNew] = m_places.emplace(key.empty() ? rest : key, m_entries.size());
  if (isNew) m_entries.push_back({source, rest, 0, begins});
  ++m_entries[found->second].count;
}

std::vector<std::string> MergedNotes::take() {
  std::vector<std::string> notes;
  for (const Entry& entry : m_entries) {
    const std::string more =
        entry.count == 1 ? "" : fmt::format(" and {} more file{}", entry.count - 1, entry.count == 2 ? "" : "s");
    if (entry.beginsWithSource)
      notes.push_back(entry.source + more + entry.rest);
    else
      notes.push_back(entry.count == 1 ? entry.rest : fmt::format("{}{}: {}", entry.source, more, entry.rest));
  }
  m_entries.clear();
  m_places.clear();
  return notes;
}

}  // namespace maury::survey
