// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/RunFolders.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>

#include "base/Error.h"

namespace maury::ui {

namespace {

const auto kLockName = QStringLiteral("lock");

std::filesystem::path toPath(const QString& path) {
  return std::filesystem::path(path.toStdString());
}

/// A lock that only the end of its program makes stale, however long it trains.
std::unique_ptr<QLockFile> lockIn(const QString& folder) {
  auto lock = std::make_unique<QLockFile>(QDir(folder).filePath(kLockName));
  lock->setStaleLockTime(0);
  return lock;
}

}  // namespace

QString trainingsFolder() {
  return QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).filePath("trainings");
}

HeldRunFolder::HeldRunFolder()
    : m_path(QDir(trainingsFolder()).filePath(QDateTime::currentDateTimeUtc().toString("yyyyMMdd-hhmmss-zzz"))) {}

void HeldRunFolder::hold() {
  if (!QDir().mkpath(m_path))
    throw Error(ErrorKind::File,
                QCoreApplication::translate("RunFolders", "%1 cannot be made.").arg(m_path).toStdString());
  auto lock = lockIn(m_path);
  if (!lock->tryLock(0)) {
    const bool taken = lock->error() == QLockFile::LockFailedError;
    throw Error(taken ? ErrorKind::Usage : ErrorKind::File,
                (taken ? QCoreApplication::translate("RunFolders", "Another window goes on with this training already.")
                       : QCoreApplication::translate("RunFolders", "%1 cannot be written.").arg(m_path))
                    .toStdString());
  }
  m_lock = std::move(lock);
}

void HeldRunFolder::discard() {
  m_lock.reset();
  std::error_code none;  // what cannot be removed is offered again
  std::filesystem::remove_all(toPath(m_path), none);
}

QString UnfinishedTraining::words() const {
  const QDateTime started = QDateTime::fromString(QString::fromStdString(run.started), Qt::ISODate).toLocalTime();
  const QString stars = run.survey.empty() ? QString()
                                           : QCoreApplication::translate("RunFolders", " on %1")
                                                 .arg(QFileInfo(QString::fromStdString(run.survey)).fileName());
  return QCoreApplication::translate("RunFolders", "%1 × %2%3, of %4 (epoch %5 of %6)")
      .arg(run.options.network.preset.empty() ? QCoreApplication::translate("RunFolders", "edited network")
                                              : QString::fromStdString(run.options.network.preset))
      .arg(run.options.members)
      .arg(stars, QLocale::c().toString(started, "d MMM hh:mm"))
      .arg(epoch)
      .arg(run.options.maxEpochs);
}

std::vector<UnfinishedTraining> unfinishedTrainings() {
  std::vector<UnfinishedTraining> found;
  const QDir all(trainingsFolder());
  for (const QString& name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed)) {
    const QString folder = all.filePath(name);
    const auto lock = lockIn(folder);
    if (!lock->tryLock(0)) continue;
    try {
      UnfinishedTraining training{folder, training::readRun(toPath(folder)), 0};
      for (const training::EpochReport& report : training::readRunHistory(toPath(folder)))
        training.epoch = std::max(training.epoch, report.epoch);
      found.push_back(std::move(training));
    } catch (const Error&) {  // it could not be gone on with
      if (!QFileInfo::exists(QDir(folder).filePath("run.json"))) QDir(folder).removeRecursively();
    }
  }
  return found;
}

}  // namespace maury::ui
