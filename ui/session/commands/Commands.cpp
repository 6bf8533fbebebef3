// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/Commands.h"

#include <vector>

#include "ui/session/Session.h"

namespace maury::ui {

namespace {

/// Makes each of these commands abandon the others when it starts.
void makeExclusive(const std::vector<Command*>& commands) {
  for (Command* command : commands)
    QObject::connect(&command->runner(), &JobRunner::started, command, [commands, command] {
      for (Command* other : commands)
        if (other != command && other->running()) other->abandon();
    });
}

}  // namespace

Commands::Commands(Session& session)
    : open(session),
      mock(session),
      readTable(session),
      predict(session),
      prepare(session),
      join(session),
      combine(session),
      addColumn(session),
      placeSun(session),
      save(session),
      exportStars(session),
      keep(session) {
  makeExclusive({&open, &mock, &readTable});
  makeExclusive({&prepare, &join, &combine, &addColumn, &placeSun});
  for (Command* command : std::initializer_list<Command*>{&open, &mock, &readTable, &predict, &prepare, &join, &combine,
                                                          &addColumn, &placeSun, &save, &exportStars, &keep})
    session.jobs().add(&command->runner());
}

}  // namespace maury::ui
