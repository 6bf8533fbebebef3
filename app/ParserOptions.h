// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QString>
#include <functional>

#include "base/Option.h"

namespace maury::app {

/// Adds an option to the parser. `when` precedes its help text, e.g. "With --render galaxy: ".
void addParserOption(QCommandLineParser& parser, const OptionDescription& option, const QString& when);
/// Returns the value of an option on the command line; std::monostate if it was not given. Throws Error(Usage) like
/// parseOption().
OptionValue parserValue(const QCommandLineParser& parser, const OptionDescription& option);

/// Subset of an option table for the command line of the desktop program: options that have a flag, affect the result
/// (unlike threads and folders) and satisfy a predicate. The table must outlive this object.
template <typename S>
class ParserOptions {
public:
  using Predicate = std::function<bool(const OptionDescription&)>;

  ParserOptions(const OptionTable<S>& table, Predicate isIncluded)
      : m_table(&table), m_isIncluded(std::move(isIncluded)) {}

  void addTo(QCommandLineParser& parser, const QString& when) const {
    forEach([&](const Option<S>& option) { addParserOption(parser, option.description, when); });
  }
  /// Copies the options given on the command line into `options`. Throws Error(Usage) for an invalid value.
  void applyTo(const QCommandLineParser& parser, S& options) const {
    forEach([&](const Option<S>& option) {
      const OptionValue value = parserValue(parser, option.description);
      if (value.index() != 0) option.set(options, value);
    });
  }

private:
  template <typename Use>
  void forEach(Use use) const {
    for (const Option<S>& option : *m_table)
      if (!option.description.flag.empty() && !option.description.executionOnly && m_isIncluded(option.description))
        use(option);
  }

  const OptionTable<S>* m_table;
  Predicate m_isIncluded;
};

}  // namespace maury::app
