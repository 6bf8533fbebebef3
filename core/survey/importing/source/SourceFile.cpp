// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/SourceFile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <string_view>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/Numbers.h"
#include "io/archives/Gzip.h"
#include "io/fits/FitsReader.h"
#include "io/tables/ArrayTables.h"
#include "io/tables/ReadTable.h"
#include "io/tables/text/TextForm.h"
#include "io/tables/text/TextTable.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/source/ForeignFormats.h"

namespace maury::survey {

namespace {

std::string firstBytes(const std::filesystem::path& path, std::size_t count) {
  std::string bytes(count, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  return bytes;
}

/// Returns the digits that follow `key` in `text`, separated from it only by characters in `between`; empty if there
/// are none.
std::string digitsAfter(std::string_view text, std::string_view key, std::string_view between) {
  for (std::size_t offset = text.find(key); offset != std::string_view::npos; offset = text.find(key, offset + 1)) {
    const std::size_t begin = text.find_first_not_of(between, offset + key.size());
    if (begin == std::string_view::npos || begin == offset + key.size()) continue;
    const std::size_t end = text.find_first_not_of("0123456789", begin);
    const std::string_view digits = text.substr(begin, end == std::string_view::npos ? end : end - begin);
    if (!digits.empty()) return std::string(digits);
  }
  return {};
}

/// Returns the value of the VOTable PARAM called source_id, for any order of its attributes.
std::string paramSourceId(std::string_view text) {
  for (std::size_t offset = text.find("<PARAM"); offset != std::string_view::npos;
       offset = text.find("<PARAM", offset + 1)) {
    const std::string_view element = text.substr(offset, text.find('>', offset) - offset);
    if (element.find("name=\"source_id\"") != std::string_view::npos) return digitsAfter(element, " value", "=\"'");
  }
  return {};
}

}  // namespace

void refuseFile(const std::string& source, const std::string& reason, const std::string& commandLineStep) {
  throw Error(ErrorKind::Format, fmt::format("{}: {}", source, reason), commandLineStep);
}

SourceFile::SourceFile(std::filesystem::path path)
    : m_path(std::move(path)), m_source(m_path.string()), m_fileName(m_path.filename().string()) {}

SourceFile::SourceFile(std::shared_ptr<SharedArchive> archive, std::size_t member)
    : m_path(archive->archive.path()), m_archive(std::move(archive)), m_member(member) {
  const std::string& name = m_archive->archive.members().at(member).name;
  m_source = fmt::format("{}: {}", m_path.string(), name);
  m_fileName = std::filesystem::path(name).filename().string();
}

std::string SourceFile::stem() const {
  return stemOf(m_fileName);
}

const std::string& SourceFile::bytes() {
  if (!m_bytes) {
    const std::lock_guard lock(m_archive->mutex);
    m_bytes = m_archive->archive.read(m_member);
    if (m_bytes->empty()) refuseFile(m_source, "the file is empty");
  }
  return *m_bytes;
}

std::string SourceFile::start(std::size_t count) {
  if (m_archive) return bytes().substr(0, count);
  const std::string packed = firstBytes(m_path, count);
  return io::hasGzipMagic(packed) ? io::gunzipStart(packed, count) : packed;
}

io::FileKind SourceFile::kind() {
  constexpr std::size_t kMagicBytes = 512;
  if (m_kind) return *m_kind;
  m_kind = m_archive ? io::kindOf(std::string_view(bytes()).substr(0, 4096)) : io::kindOfFile(m_path);
  // A packed file that happens to have no zero byte at its start is no text.
  if (m_kind == io::FileKind::Text && !foreignFormat(start(kMagicBytes)).empty()) m_kind = io::FileKind::Binary;
  return *m_kind;
}

bool SourceFile::isFits() {
  return kind() == io::FileKind::Fits;
}

void SourceFile::verifyChecksums(Job& job) {
  if (isFits()) fits().verifyChecksums(job);
}

io::FitsReader& SourceFile::fits() {
  if (!m_fits)
    m_fits = m_archive ? std::make_unique<io::FitsReader>(bytes(), m_source) : std::make_unique<io::FitsReader>(m_path);
  return *m_fits;
}

const std::vector<SourceFile::Image>& SourceFile::images() {
  if (m_images) return *m_images;
  m_images.emplace();
  if (!isFits()) return *m_images;
  io::FitsReader& reader = fits();
  for (int hdu = 1; hdu <= reader.hduCount(); ++hdu) {
    reader.moveTo(hdu);
    // STILTS and TOPCAT store a VOTable header in the primary HDU, as an image of characters.
    if (reader.isTable() || reader.keyText("VOTMETA") == "T") continue;
    std::vector<std::int64_t> axes = reader.imageAxes();
    while (axes.size() > 1 && axes.back() == 1)
      axes.pop_back();
    const bool isEmpty = axes.empty() || std::find(axes.begin(), axes.end(), 0) != axes.end();
    if (!isEmpty) m_images->push_back({hdu, upperCase(reader.keyText("EXTNAME").value_or("")), std::move(axes)});
  }
  return *m_images;
}

const std::vector<SourceFile::Tabular>& SourceFile::tables() {
  if (m_tables) return *m_tables;
  m_tables.emplace();
  if (!isFits()) return *m_tables;
  io::FitsReader& reader = fits();
  for (int hdu = 2; hdu <= reader.hduCount(); ++hdu) {
    reader.moveTo(hdu);
    if (!reader.isTable()) continue;
    Tabular table{hdu, upperCase(reader.keyText("EXTNAME").value_or("")), reader.rowCount()};
    for (const io::FitsColumn& column : reader.columns()) {
      table.columns.push_back(lowerCase(column.name));
      table.hasNumbers = table.hasNumbers || (column.type != 'A' && !column.varies && column.width == 1);
      if (column.type != 'A' && (column.varies || column.width > 1))
        table.spectrumColumns.push_back(table.columns.back());
    }
    table.hasVectors = fluxColumnsAmong(table.spectrumColumns, false, m_roles).has_value();
    if (!table.hasVectors) table.spectrumColumns = table.columns;
    const auto spectrum = fluxColumnsAmong(table.spectrumColumns, false, m_roles);
    table.hasSpectra = spectrum && (table.hasVectors || !spectrum->wavelength.empty());
    m_tables->push_back(std::move(table));
  }
  return *m_tables;
}

int SourceFile::tableHdu() {
  if (m_tableHdu) return *m_tableHdu;
  if (choosesTable()) {
    m_tableHdu = chosenHdu();
    return *m_tableHdu;
  }
  const std::vector<Tabular>& all = tables();
  const Tabular* best = all.empty() ? nullptr : &all.front();
  const auto rank = [](const Tabular& table) {
    return table.rows == 0 ? 0 : table.hasSpectra ? 3 : table.hasNumbers ? 2 : 1;
  };
  for (const Tabular& table : all)
    if (rank(table) > rank(*best)) best = &table;
  m_tableHdu = best == nullptr ? 1 : best->hdu;
  return *m_tableHdu;
}

void SourceFile::chooseHdu(const std::string& nameOrNumber) {
  m_choice = nameOrNumber;
  m_chosen.reset();
  m_tableHdu.reset();
  m_table.reset();
  m_names.reset();
}

std::optional<int> SourceFile::chosenHdu() {
  if (m_choice.empty() || !isFits()) return std::nullopt;
  if (m_chosen) return m_chosen;
  io::FitsReader& reader = fits();
  const auto number = io::parseInteger(m_choice);
  std::string names;
  for (int hdu = 1; hdu <= reader.hduCount(); ++hdu) {
    reader.moveTo(hdu);
    const bool isNamed =
        upperCase(reader.keyText("EXTNAME").value_or(hdu == 1 ? "PRIMARY" : "")) == upperCase(m_choice);
    if (isNamed || (number && *number == hdu)) m_chosen = hdu;
    if (isNamed) return m_chosen;
    constexpr int kMaxNames = 30;
    if (hdu <= kMaxNames) names += (hdu > 1 ? ", " : "") + reader.hduLabel();
    if (hdu == kMaxNames + 1) names += " …";
  }
  if (!m_chosen) refuseFile(m_source, fmt::format("there is no HDU '{}'; the file has {}", m_choice, names));
  return m_chosen;
}

bool SourceFile::choosesTable() {
  const auto chosen = chosenHdu();
  if (!chosen) return false;
  fits().moveTo(*chosen);
  return fits().isTable();
}

std::string SourceFile::hduLabel(int hdu) {
  fits().moveTo(hdu);
  return fits().hduLabel();
}

io::ArrayFile* SourceFile::arrays() {
  if (!io::holdsArrays(kind())) return nullptr;
  if (!m_arrays) m_arrays = m_archive ? io::openArrayFile(bytes(), m_source) : io::openArrayFile(m_path);
  return m_arrays.get();
}

bool SourceFile::hasTable() {
  if (isFits()) return tableHdu() > 1;
  return io::holdsArrays(kind()) || kind() == io::FileKind::VoTable || kind() == io::FileKind::Text;
}

io::Table SourceFile::readTable(int hdu) {
  io::TableOptions options;
  options.hdu = hdu;
  markUsed(hdu);
  if (io::ArrayFile* file = arrays()) return io::readArrayTable(*file, m_choice);
  return m_archive ? io::readTable(bytes(), m_source, options) : io::readTable(m_path, options);
}

const io::Table& SourceFile::table() {
  if (!m_table) m_table = readTable(isFits() && tableHdu() > 1 ? tableHdu() : 0);
  return *m_table;
}

io::Table SourceFile::takeTable() {
  (void)table();
  io::Table taken = std::move(*m_table);
  m_table.reset();
  return taken;
}

const std::vector<std::string>& SourceFile::columnNames() {
  if (m_names) return *m_names;
  if (kind() == io::FileKind::Text) {
    m_names.emplace();
    const std::filesystem::path path = m_archive ? std::filesystem::path() : m_path;
    for (const std::string& name : io::textColumnNames(io::normaliseText(start()), m_source, path))
      m_names->push_back(lowerCase(name));
  } else {
    m_names.emplace();
    if (!hasTable()) return *m_names;
    for (const io::Column& column : table().columns)
      m_names->push_back(lowerCase(column.name));
    for (const io::ArrayColumn& column : table().arrays)
      m_names->push_back(lowerCase(column.name));
  }
  return *m_names;
}

std::string SourceFile::statedSourceId() {
  std::string id;
  if (isFits()) {
    id = HeaderKeys(fits(), tableHdu()).text("SOURCE_ID").value_or("");
  } else {
    const std::string text = start();
    id = kind() == io::FileKind::VoTable ? paramSourceId(text) : digitsAfter(text, "#   source_id:", " ");
  }
  return id.empty() ? digitsAfter(m_fileName, "Gaia DR3", " _") : id;
}

HeaderKeys HeaderKeys::fromHeaderOf(const std::string& key) const {
  HeaderKeys keys = *this;
  m_fits.moveTo(m_hdu);
  keys.m_inherits = !m_fits.keyText(key);
  return keys;
}

std::optional<std::string> HeaderKeys::text(const std::string& key) {
  m_fits.moveTo(m_hdu);
  std::optional<std::string> value = m_fits.keyText(key);
  if (!value && m_hdu != 1 && m_inherits) {
    m_fits.moveTo(1);
    value = m_fits.keyText(key);
    m_fits.moveTo(m_hdu);
  }
  return value;
}

std::optional<double> HeaderKeys::number(const std::string& key) {
  const auto written = text(key);
  if (!written) return std::nullopt;
  const auto value = io::parseReal(io::trim(*written));
  return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace maury::survey
