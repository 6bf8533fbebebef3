// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace maury::survey {

/// Notes about many files, of which similar ones are merged: the first is kept, with the number of the others. Not
/// thread-safe.
class MergedNotes {
public:
  /// Adds a note about the file `source`, with which its text may begin. Notes with the same `key` hold for all their
  /// files: "a.fits and 999 more files: …". Without a key, notes are merged that differ only in numbers and the name of
  /// the file: "a.fits: … (999 more notes of this kind)".
  void add(const std::string& source, const std::string& text, const std::string& key = {});
  /// Returns the notes in the order in which they were first added, and forgets them.
  std::vector<std::string> take();

private:
  struct Entry {
    std::string source, rest;
    std::size_t repeats = 0;
    bool beginsWithSource = false;
    bool hasKey = false;
  };
  std::vector<Entry> m_entries;
  std::unordered_map<std::string, std::size_t> m_places;  ///< by the key, or the text without digits and the file
};

}  // namespace maury::survey
