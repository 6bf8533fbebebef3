// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "survey/dataset/Dataset.h"
#include "ui/session/commands/Command.h"
#include "ui/session/commands/opening/ReviewQuestion.h"

namespace maury::ui {

/// Command that reads a table of stars for a join or an overlay, without changing the survey.
class ReadTableCommand : public Command {
  Q_OBJECT

public:
  /// Function that receives the table. `isAsStated` says that the user stated how the file is read.
  using Ready = std::function<void(std::shared_ptr<const survey::Dataset> table, bool isAsStated)>;

  explicit ReadTableCommand(Session& session) : Command(session) {}

  /// Starts reading; `ready` is called with the table on the UI thread.
  void start(const QString& path, Ready ready);

  void setReviewQuestion(ReviewQuestion question) { m_question = std::move(question); }
  void setAskReview(AskReview when) { m_when = when; }

private:
  void check(const ReviewPointer& review, const Ready& ready);

  ReviewQuestion m_question;
  AskReview m_when = AskReview::IfDoubtful;
};

}  // namespace maury::ui
