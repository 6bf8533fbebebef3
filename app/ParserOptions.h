// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QString>
#include <functional>

#include "base/Option.h"

namespace maury::app {

/// Adds an option to the parser; `when` precedes its help: "With --render galaxy: ".
void addParserOption(QCommandLineParser& parser, const OptionDescription& option, const QString& when);
/// Returns the value that the command line gives, std::monostate if it gives none. Throws Error(Usage) as
/// parseOption().
OptionValue parserValue(const QCommandLineParser& parser, const OptionDescription& option);

/// The options of a table in the desktop program's command line: those that have a flag and shape what is drawn.
template <typename S>
class ParserOptions {
public:
  using Choice = std::function<bool(const OptionDescription&)>;

  ParserOptions(const OptionTable<S>& table, Choice isDrawn) : m_table(&table), m_isDrawn(std::move(isDrawn)) {}

  void addTo(QCommandLineParser& parser, const QString& when) const {
    forEach([&](const Option<S>& option) { addParserOption(parser, option.about, when); });
  }
  /// Writes what the command line gives into `options`. Throws Error(Usage).
  void applyTo(const QCommandLineParser& parser, S& options) const {
    forEach([&](const Option<S>& option) {
      const OptionValue value = parserValue(parser, option.about);
      if (value.index() != 0) option.set(options, value);
    });
  }

private:
  template <typename Use>
  void forEach(Use use) const {
    for (const Option<S>& option : *m_table)
      if (!option.about.flag.empty() && !option.about.place && m_isDrawn(option.about)) use(option);
  }

  const OptionTable<S>* m_table;
  Choice m_isDrawn;
};

}  // namespace maury::app
