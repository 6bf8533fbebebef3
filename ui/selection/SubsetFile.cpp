// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/SubsetFile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>
#include <cstdint>

namespace maury::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("SubsetFile", text);
}

QString packRows(const survey::RowSet& set) {
  const std::vector<std::uint8_t> bytes = set.bytes();
  return QString::fromLatin1(qCompress(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64());
}

survey::RowSet unpackRows(const QString& text, std::size_t stars) {
  const QByteArray bytes = qUncompress(QByteArray::fromBase64(text.toLatin1()));
  survey::RowSet set(stars);
  set.setBytes({reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
  return set;
}

}  // namespace

QString idsFingerprint(const std::vector<std::string>& ids) {
  std::uint64_t hash = 14695981039346656037U;  // 64-bit FNV-1a: offset basis here, prime below
  const auto mix = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1099511628211U; };
  for (const std::string& id : ids) {
    for (const char c : id)
      mix(static_cast<unsigned char>(c));
    mix(0);  // separates the ids
  }
  return QStringLiteral("%1").arg(hash, 16, 16, QLatin1Char('0'));
}

QString subsetFilePath(const QString& surveyPath) {
  const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/subsets"));
  const QByteArray key =
      QCryptographicHash::hash(QFileInfo(surveyPath).absoluteFilePath().toUtf8(), QCryptographicHash::Sha1).toHex();
  return folder.filePath(QString::fromLatin1(key) + QStringLiteral(".json"));
}

SubsetFileContent readSubsets(const QString& surveyPath, const std::vector<std::string>& ids) {
  const QString path = subsetFilePath(surveyPath);
  QFile file(path);
  if (!file.exists()) return {};
  if (!file.open(QIODevice::ReadOnly))
    return {{}, tr("The named subsets in %1 cannot be read: %2.").arg(path, file.errorString())};
  QJsonParseError error;
  const QJsonObject root = QJsonDocument::fromJson(file.readAll(), &error).object();
  if (error.error != QJsonParseError::NoError || !root.value("subsets").isArray())
    return {{},
            tr("The named subsets in %1 cannot be read: the file is damaged. New subsets will replace it.").arg(path)};
  if (root.value("stars").toInteger() != static_cast<qint64>(ids.size()) ||
      root.value("ids").toString() != idsFingerprint(ids))
    return {{},
            tr("The named subsets of %1 were not loaded, because the file now holds other stars.")
                .arg(QFileInfo(surveyPath).fileName())};
  SubsetFileContent read;
  for (const QJsonValue& value : root.value("subsets").toArray()) {
    const QString name = value["name"].toString();
    const QColor colour(value["colour"].toString());
    if (name.isEmpty() || !colour.isValid()) continue;
    const survey::RowSet set = unpackRows(value["rows"].toString(), ids.size());
    read.subsets.push_back({name, colour, std::make_shared<const std::vector<std::size_t>>(set.rows())});
  }
  return read;
}

QString writeSubsets(const QString& surveyPath, std::size_t stars, const QString& fingerprint,
                     const std::vector<NamedSubset>& subsets) {
  const QString path = subsetFilePath(surveyPath);
  if (subsets.empty()) {
    QFile::remove(path);
    return {};
  }
  QJsonArray list;
  for (const NamedSubset& subset : subsets)
    list.append(QJsonObject{{"name", subset.name},
                            {"colour", subset.colour.name()},
                            {"count", static_cast<qint64>(subset.rows->size())},
                            {"rows", packRows(survey::RowSet(stars, *subset.rows))}});
  const QJsonObject root{
      {"survey", surveyPath}, {"stars", static_cast<qint64>(stars)}, {"ids", fingerprint}, {"subsets", list}};
  QDir().mkpath(QFileInfo(path).absolutePath());
  QSaveFile file(path);
  const QByteArray text = QJsonDocument(root).toJson();
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
    return tr("The named subsets could not be saved in %1: %2.").arg(path, file.errorString());
  return {};
}

}  // namespace maury::ui
