// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/FilesInUse.h"

#include "base/Error.h"
#include "io/SameFile.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"

namespace maury::ui {

std::vector<std::filesystem::path> openFilesOf(const Session& session, bool withModel) {
  std::vector<std::filesystem::path> files;
  if (!session.surveyPath().isEmpty()) files.push_back(toPath(session.surveyPath()));
  if (withModel && !session.modelPath().isEmpty()) files.push_back(toPath(session.modelPath()));
  return files;
}

void requireNotOpen(const std::filesystem::path& target, const std::vector<std::filesystem::path>& open) {
  for (const std::filesystem::path& file : open)
    if (io::isSameFile(target, file))
      throw Error(ErrorKind::Usage,
                  target.string() + ": this file is open and would be replaced. Choose another file name.");
}

}  // namespace maury::ui
