// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace maury::survey {

/// Notes about files, of which those with the same text are merged: "a.fits and 999 more files: …". Not thread-safe.
class MergedNotes {
public:
  /// Adds a note about the file `source`, with which its text may begin. Notes with the same `key` are merged, and the
  /// first is kept; an empty key stands for the text without the name of the file.
  void add(const std::string& source, const std::string& text, const std::string& key = {});
  /// Returns the notes in the order in which they were first added.
  std::vector<std::string> take();

private:
  struct Entry {
    std::string source, rest;
    std::size_t count = 0;
    bool beginsWithSource = false;
  };
  std::vector<Entry> m_entries;
  std::unordered_map<std::string, std::size_t> m_places;
};

}  // namespace maury::survey
