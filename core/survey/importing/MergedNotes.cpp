// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/MergedNotes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace maury::survey {

namespace {

std::string withoutDigits(std::string text) {
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text;
}

std::string counted(std::size_t count, const char* noun) {
  return fmt::format("{} more {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

void MergedNotes::add(const std::string& source, const std::string& text, const std::string& key) {
  const bool begins = text.starts_with(source);
  std::string rest = begins ? text.substr(source.size()) : text;
  const auto [place, isNew] = m_places.emplace(key.empty() ? withoutDigits(rest) : key, m_entries.size());
  if (isNew)
    m_entries.push_back({source, std::move(rest), 0, begins, !key.empty()});
  else
    ++m_entries[place->second].repeats;
}

std::vector<std::string> MergedNotes::take() {
  std::vector<std::string> notes;
  for (const Entry& entry : m_entries) {
    const bool isOfFiles = entry.repeats > 0 && entry.hasKey;
    const std::string files = isOfFiles ? " and " + counted(entry.repeats, "file") : "";
    const std::string separator = isOfFiles && !entry.beginsWithSource ? ": " : "";
    notes.push_back((entry.beginsWithSource || isOfFiles ? entry.source + files + separator : "") + entry.rest);
    if (entry.repeats > 0 && !entry.hasKey)
      notes.back() += fmt::format(" ({} of this kind)", counted(entry.repeats, "note"));
  }
  m_entries.clear();
  m_places.clear();
  return notes;
}

}  // namespace maury::survey
