// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <functional>
#include <optional>

#include "survey/importing/Import.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Opens survey files, models, catalogues, folders and tables, told apart by content.
class OpenCommand : public Command {
  Q_OBJECT

public:
  explicit OpenCommand(Session& session) : Command(session) {}

  void start(const QStringList& paths);

  /// Asked on the UI thread when an image's header does not say whether its wavelengths are air or vacuum; returns the
  /// answer, or nothing to give up. Set by the window; without it the importer's sentence is reported.
  using MediumQuestion = std::function<std::optional<survey::ImportOptions::Medium>(const QString& sentence)>;
  void setMediumQuestion(MediumQuestion question) { m_mediumQuestion = std::move(question); }

private:
  void openWith(const QStringList& paths, const survey::ImportOptions& options);
  void askMedium(const QStringList& paths, survey::ImportOptions options, const QString& sentence);

  MediumQuestion m_mediumQuestion;
};

}  // namespace maury::ui
