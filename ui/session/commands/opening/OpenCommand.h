// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <functional>
#include <optional>
#include <vector>

#include "survey/importing/Import.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that opens survey files, models, catalogues, folders and tables, recognised by their content.
class OpenCommand : public Command {
  Q_OBJECT

public:
  explicit OpenCommand(Session& session) : Command(session) {}

  void start(const QStringList& paths);

  /// Function, called on the UI thread, that asks the user whether wavelengths are in air or vacuum if an image's
  /// header does not say. Returns the answer, or nothing to cancel. Set by the window; without it the importer's
  /// sentence is reported.
  using MediumQuestion = std::function<std::optional<survey::ImportOptions::Medium>(const QString& sentence)>;
  void setMediumQuestion(MediumQuestion question) { m_mediumQuestion = std::move(question); }

  /// Function, called on the UI thread, that asks the user in which of the units in `choices` the wavelengths are, if
  /// they may be in several or the stated one is implausible. Returns the answer, or nothing to cancel. Set by the
  /// window; without it the importer's sentence is reported.
  using UnitQuestion = std::function<std::optional<survey::WavelengthUnit>(
      const QString& sentence, const std::vector<survey::WavelengthUnit>& choices)>;
  void setUnitQuestion(UnitQuestion question) { m_unitQuestion = std::move(question); }

private:
  void openWith(const QStringList& paths, const survey::ImportOptions& options);
  void askMedium(const QStringList& paths, survey::ImportOptions options, const QString& sentence);
  void askUnit(const QStringList& paths, survey::ImportOptions options, const QString& sentence,
               const std::vector<survey::WavelengthUnit>& choices);

  MediumQuestion m_mediumQuestion;
  UnitQuestion m_unitQuestion;
};

}  // namespace maury::ui
