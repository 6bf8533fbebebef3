// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <utility>

#include "ui/session/commands/Command.h"
#include "ui/session/commands/opening/ReviewQuestion.h"

namespace maury::ui {

/// Command that opens survey files, models, catalogues, folders and tables, recognised by their content.
class OpenCommand : public Command {
  Q_OBJECT

public:
  explicit OpenCommand(Session& session) : Command(session) {}

  void start(const QStringList& paths, AskReview when = AskReview::IfDoubtful);

  void setReviewQuestion(ReviewQuestion question) { m_question = std::move(question); }
  /// Sets when the question is asked about files that are opened without a choice.
  void setAskReview(AskReview when) { m_when = when; }

private:
  void check(const QStringList& paths, const ReviewPointer& review, AskReview when);
  void show(const QStringList& paths, const workbench::FileReview& review);

  ReviewQuestion m_question;
  AskReview m_when = AskReview::IfDoubtful;
};

}  // namespace maury::ui
