// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/FilterTerms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regex>

#include "survey/filter/FilterPresets.h"

namespace maury::ui {

namespace {

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\n"), end = text.find_last_not_of(" \t\n");
  return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

/// The places of this pair of characters outside parentheses and backquotes.
std::vector<std::size_t> placesOf(const std::string& text, const char* pair) {
  std::vector<std::size_t> places;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') quoted = !quoted;
    if (quoted) continue;
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (depth == 0 && text.compare(i, 2, pair) == 0) places.push_back(i++);
  }
  return places;
}

std::string withoutQuotes(const std::string& name) {
  return name.front() == '`' ? name.substr(1, name.size() - 2) : name;
}

/// As a filter writes a name.
std::string written(const std::string& name) {
  static const std::regex plain("[A-Za-z_][A-Za-z0-9_.]*");
  return std::regex_match(name, plain) ? name : "`" + name + "`";
}

}  // namespace

FilterTerms::FilterTerms(const std::string& text) {
  add(trimmed(text));
}

void FilterTerms::add(const std::string& text) {
  if (text.empty()) return;
  if (!placesOf(text, "||").empty()) {
    m_terms.push_back({text, {}, Term::Kind::Other, 0.0});
    return;
  }
  std::size_t begin = 0;
  std::vector<std::size_t> places = placesOf(text, "&&");
  places.push_back(text.size());
  for (const std::size_t end : places) {
    const std::string piece = trimmed(text.substr(begin, end - begin));
    begin = std::min(end + 2, text.size());
    if (piece.empty()) continue;
    const auto presets = survey::filterPresets();
    const auto preset = std::find_if(presets.begin(), presets.end(),
                                     [&](const auto& one) { return piece == "@" + std::string(one.name); });
    if (preset != presets.end())
      add(std::string(preset->text));
    else
      m_terms.push_back(termOf(piece));
  }
}

FilterTerms::Term FilterTerms::termOf(const std::string& text) {
  static const std::string name = "([A-Za-z_][A-Za-z0-9_.]*|`[^`]+`)", sign = "\\s*(<=|>=|<|>)\\s*",
                           number = "([-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)";
  static const std::regex left(name + sign + number), right(number + sign + name), alone(name);
  std::smatch found;
  if (std::regex_match(text, found, left))
    return {text, withoutQuotes(found[1]), found[2].str()[0] == '>' ? Term::Kind::Low : Term::Kind::High,
            std::stod(found[3])};
  if (std::regex_match(text, found, right))
    return {text, withoutQuotes(found[3]), found[2].str()[0] == '<' ? Term::Kind::Low : Term::Kind::High,
            std::stod(found[1])};
  if (std::regex_match(text, found, alone)) return {text, withoutQuotes(found[1]), Term::Kind::Flag, 0.0};
  return {text, {}, Term::Kind::Other, 0.0};
}

Bounds FilterTerms::boundsOf(const std::string& name) const {
  Bounds bounds;
  for (const Term& term : m_terms) {
    if (term.name != name) continue;
    if (term.kind == Term::Kind::Low) bounds.low = std::max(bounds.low, term.value);
    if (term.kind == Term::Kind::High) bounds.high = std::min(bounds.high, term.value);
  }
  return bounds;
}

void FilterTerms::setBounds(const std::string& name, const Bounds& bounds) {
  const Bounds now = boundsOf(name);
  setBound(name, Term::Kind::Low, bounds.low, now.low);
  setBound(name, Term::Kind::High, bounds.high, now.high);
}

void FilterTerms::setBound(const std::string& name, Term::Kind kind, double value, double now) {
  if (value == now) return;
  const auto same = [&](const Term& term) { return term.name == name && term.kind == kind; };
  const auto first = std::find_if(m_terms.begin(), m_terms.end(), same);
  Term term{fmt::format("{} {} {:.6g}", written(name), kind == Term::Kind::Low ? '>' : '<', value), name, kind, value};
  if (!std::isfinite(value)) {
    std::erase_if(m_terms, same);
  } else if (first == m_terms.end()) {
    append(std::move(term), name);
  } else {
    *first = std::move(term);
    m_terms.erase(std::remove_if(first + 1, m_terms.end(), same), m_terms.end());
  }
}

/// Behind the last condition on `beside`, or at the end.
void FilterTerms::append(Term term, const std::string& beside) {
  if (m_terms.size() == 1 && !placesOf(m_terms.front().text, "||").empty())
    m_terms.front().text = "(" + m_terms.front().text + ")";
  const auto last = std::find_if(m_terms.rbegin(), m_terms.rend(), [&](const Term& one) { return one.name == beside; });
  m_terms.insert(last == m_terms.rend() ? m_terms.end() : last.base(), std::move(term));
}

bool FilterTerms::hasFlag(const std::string& name) const {
  return std::any_of(m_terms.begin(), m_terms.end(),
                     [&](const Term& term) { return term.kind == Term::Kind::Flag && term.name == name; });
}

void FilterTerms::setFlag(const std::string& name, bool on) {
  if (on == hasFlag(name)) return;
  if (on)
    append({written(name), name, Term::Kind::Flag, 0.0}, name);
  else
    std::erase_if(m_terms, [&](const Term& term) { return term.kind == Term::Kind::Flag && term.name == name; });
}

std::string FilterTerms::text() const {
  std::vector<std::string> texts;
  for (const Term& term : m_terms)
    texts.push_back(term.text);
  return fmt::format("{}", fmt::join(texts, " && "));
}

}  // namespace maury::ui
