// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterCompletion.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "survey/filter/FilterFunctions.h"
#include "survey/filter/FilterPresets.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

constexpr std::size_t kMaxCandidates = 40;

/// Candidates for one word: those that begin with it before those that contain it.
class Candidates {
public:
  explicit Candidates(std::string_view word) : m_word(lowerCase(word)) {}

  /// Adds `written` if `name` begins with the word or, for columns only, contains it elsewhere.
  void offer(std::string_view name, std::string written, bool isColumn) {
    const std::size_t position = lowerCase(name).find(m_word);
    if (position == 0)
      m_first.push_back(std::move(written));
    else if (position != std::string::npos && isColumn)
      m_second.push_back(std::move(written));
  }

  std::vector<std::string> all() && {
    m_first.insert(m_first.end(), std::make_move_iterator(m_second.begin()), std::make_move_iterator(m_second.end()));
    m_first.resize(std::min(m_first.size(), kMaxCandidates));
    return std::move(m_first);
  }

private:
  std::string m_word;
  std::vector<std::string> m_first, m_second;
};

/// Returns the token that contains the cursor or ends at it.
Token tokenAt(std::string_view text, std::size_t cursor) {
  FilterTokens tokens(text);
  Token token = tokens.next();
  while (token.kind != Token::Kind::End && token.range.end < cursor)
    token = tokens.next();
  return token;
}

}  // namespace

FilterCompletions completions(std::string_view text, std::size_t cursor, const std::vector<std::string>& names) {
  cursor = std::min(cursor, text.size());
  const Token token = tokenAt(text, cursor);
  FilterCompletions found{{cursor, cursor}, {}};
  using Kind = Token::Kind;
  const bool isPreset = token.kind == Kind::Preset;
  const bool isQuoted = token.kind == Kind::Quoted || (token.kind == Kind::Bad && text[token.range.begin] == '`');
  if ((token.kind != Kind::Name && !isPreset && !isQuoted) || cursor <= token.range.begin) return found;
  // An unterminated backquoted name extends to the end of the text; replace it only up to the cursor.
  found.replaced = {token.range.begin, token.kind == Kind::Bad ? cursor : token.range.end};
  const std::size_t begin = token.range.begin + (isPreset || isQuoted ? 1 : 0);
  const std::string_view word = text.substr(begin, cursor - begin);
  if (word.empty() && !isPreset) return found;
  Candidates candidates(word);
  if (isPreset) {
    for (const FilterPreset& preset : filterPresets())
      candidates.offer(preset.name, fmt::format("@{}", preset.name), false);
  } else {
    for (const std::string& name : names)
      if (name.find('`') == std::string::npos) candidates.offer(name, quoteName(name), true);
    if (!isQuoted)
      for (const FunctionName& function : functionNames())
        candidates.offer(function.name, std::string(function.name) + "(", false);
  }
  found.candidates = std::move(candidates).all();
  const std::string_view whole = text.substr(token.range.begin, token.range.end - token.range.begin);
  if (found.candidates.size() == 1 && found.candidates.front() == whole) found.candidates.clear();
  return found;
}

}  // namespace maury::survey
