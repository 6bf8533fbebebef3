// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/archives/Gzip.h"
#include "io/fits/FitsError.h"
#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

constexpr LONGLONG kMaxImageValues = LONGLONG{1} << 30;  // 8 GiB of doubles; a header that states more is damaged

/// Owner of the text that fits_read_key_longstr() allocates.
struct LongString {
  char* text = nullptr;
  LongString() = default;
  ~LongString() {
    int status = 0;
    if (text != nullptr) fits_free_memory(text, &status);
  }
  LongString(const LongString&) = delete;
  LongString& operator=(const LongString&) = delete;
};

[[noreturn]] void failNotFits(const std::filesystem::path& path) {
  throw Error(ErrorKind::Format,
              fmt::format("{}: is not a FITS file (it does not begin with SIMPLE  =)", path.string()));
}

}  // namespace

FitsReader::Impl::~Impl() {
  int status = 0;
  if (file != nullptr) fits_close_file(file, &status);
  if (status != 0) fits_clear_errmsg();
  storage.reset();
  if (descriptor >= 0) ::close(descriptor);
}

std::string FitsReader::Impl::label() const {
  return name.empty() ? fmt::format("HDU {}", number) : fmt::format("HDU {} ({})", number, name);
}

void FitsReader::Impl::fail(std::string_view problem, int status) const {
  throwFitsError(path, label(), problem, status, storage ? storage->errorCode() : 0);
}

void FitsReader::Impl::requireReads() const {
  if (storage && storage->errorCode() != 0)
    throw Error(ErrorKind::File, fmt::format("{}: cannot be read ({})", path.string(),
                                             std::generic_category().message(storage->errorCode())));
}

void FitsReader::Impl::refuse(std::string_view reason) const {
  throw Error(ErrorKind::Format, fmt::format("{}, {}: {}", path.string(), label(), reason));
}

void FitsReader::Impl::openFile() {
  fileBytes = requireReadableFile(path);
  if (!looksLikeFits(path)) failNotFits(path);
  checkHeaders();
  descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    throw Error(ErrorKind::File,
                fmt::format("{}: cannot be read ({})", path.string(), std::generic_category().message(errno)));
  storage = std::make_unique<FitsStorage>(descriptor);
  int status = 0;
  fits_open_file(&file, storage->url().c_str(), READONLY, &status);
  if (status != 0) throwFitsError(path, "", "cannot be read as FITS", status, storage->errorCode());
}

void FitsReader::Impl::openBytes(std::string contents) {
  bytes = std::move(contents);
  if (kindOf(bytes) != FileKind::Fits) failNotFits(path);
  memory = bytes.data();
  memoryBytes = bytes.size();
  fileBytes = bytes.size();
  checkHeaders();
  FitsStorage::initialiseCfitsio();
  int status = 0;
  fits_open_memfile(&file, "", READONLY, &memory, &memoryBytes, 0, nullptr, &status);
  if (status != 0) throwFitsError(path, "", "cannot be read as FITS", status);
}

void FitsReader::Impl::updateCurrentHdu() {
  fits_get_hdu_num(file, &number);
  char text[FLEN_VALUE] = "";
  int status = 0;
  fits_read_key(file, TSTRING, "EXTNAME", text, nullptr, &status);
  name = status == 0 ? text : "";
  trimRight(name);
  fits_clear_errmsg();
}

void FitsReader::Impl::moveTo(int target) {
  buffered = {};
  int status = 0;
  fits_movabs_hdu(file, target, nullptr, &status);
  if (status != 0) {
    int back = 0;
    fits_movabs_hdu(file, number, nullptr, &back);
    throwFitsError(path, fmt::format("HDU {}", target), "cannot be read", status, storage ? storage->errorCode() : 0);
  }
  updateCurrentHdu();
}

void FitsReader::Impl::requireTable() const {
  int type = 0;
  int status = 0;
  fits_get_hdu_type(file, &type, &status);
  if (status != 0) fail("cannot determine its type", status);
  if (type == IMAGE_HDU) refuse("it is an image, not a table");
}

std::string FitsReader::Impl::columnKey(std::string_view root, int column) const {
  char text[FLEN_VALUE] = "";
  int status = 0;
  fits_read_key(file, TSTRING, fmt::format("{}{}", root, column + 1).c_str(), text, nullptr, &status);
  if (status != 0) fits_clear_errmsg();
  std::string value = status == 0 ? text : "";
  trimRight(value);
  return value;
}

FitsReader::FitsReader(const std::filesystem::path& path) : m_impl(std::make_unique<Impl>()) {
  m_impl->path = path;
  m_impl->isOnDisk = true;
  // Unpack a gzipped file here: CFITSIO would allocate the size in the file's last four bytes without checking it.
  if (looksLikeGzip(path))
    m_impl->openBytes(readBytes(path));
  else
    m_impl->openFile();
  m_impl->checkIntegrity();
}

FitsReader::FitsReader(std::string bytes, const std::filesystem::path& source) : m_impl(std::make_unique<Impl>()) {
  m_impl->path = source;
  m_impl->openBytes(std::move(bytes));
  m_impl->checkIntegrity();
}

FitsReader::~FitsReader() = default;

const std::filesystem::path& FitsReader::path() const {
  return m_impl->path;
}

int FitsReader::hduCount() const {
  return m_impl->hduCount;
}

void FitsReader::moveTo(int number) {
  if (number < 1 || number > m_impl->hduCount)
    throw Error(ErrorKind::Format, fmt::format("{}: there is no HDU {}; the file has {} HDUs", m_impl->path.string(),
                                               number, m_impl->hduCount));
  m_impl->moveTo(number);
}

void FitsReader::moveTo(const std::string& name) {
  int status = 0;
  std::string copy = name;
  fits_movnam_hdu(m_impl->file, ANY_HDU, copy.data(), 0, &status);
  if (status == BAD_HDU_NUM) {
    fits_clear_errmsg();
    throw Error(ErrorKind::Format, fmt::format("{}: there is no HDU called {}", m_impl->path.string(), name));
  }
  if (status != 0) throwFitsError(m_impl->path, "", fmt::format("cannot move to the HDU called {}", name), status);
  m_impl->updateCurrentHdu();
}

bool FitsReader::hasHdu(const std::string& name) {
  const int before = m_impl->number;
  int status = 0;
  std::string copy = name;
  fits_movnam_hdu(m_impl->file, ANY_HDU, copy.data(), 0, &status);
  fits_clear_errmsg();
  m_impl->moveTo(before);
  return status == 0;
}

bool FitsReader::isTable() const {
  int type = 0;
  int status = 0;
  fits_get_hdu_type(m_impl->file, &type, &status);
  if (status != 0) m_impl->fail("cannot determine its type", status);
  return type != IMAGE_HDU;
}

std::string FitsReader::hduLabel() const {
  return m_impl->label();
}

std::optional<std::string> FitsReader::keyText(const std::string& key) const {
  LongString value;
  int status = 0;
  fits_read_key_longstr(m_impl->file, key.c_str(), &value.text, nullptr, &status);
  if (status == KEY_NO_EXIST || status == VALUE_UNDEFINED) {
    fits_clear_errmsg();
    return std::nullopt;
  }
  if (status != 0) m_impl->fail(fmt::format("cannot read key {}", key), status);
  std::string text = value.text;
  trimRight(text);
  return text;
}

std::vector<std::string> FitsReader::history() const {
  int count = 0;
  int status = 0;
  fits_get_hdrspace(m_impl->file, &count, nullptr, &status);
  std::vector<std::string> lines;
  for (int record = 1; record <= count && status == 0; ++record) {
    char card[FLEN_CARD] = "";
    fits_read_record(m_impl->file, record, card, &status);
    const std::string_view text = card;
    if (!text.starts_with("HISTORY")) continue;
    lines.emplace_back(text.substr(std::min<std::size_t>(8, text.size())));
    trimRight(lines.back());
  }
  if (status != 0) m_impl->fail("cannot read its header", status);
  return lines;
}

std::vector<std::int64_t> FitsReader::imageAxes() const {
  if (isTable()) m_impl->refuse("it is a table, not an image");
  int count = 0;
  int status = 0;
  fits_get_img_dim(m_impl->file, &count, &status);
  std::vector<LONGLONG> lengths(static_cast<std::size_t>(std::max(count, 0)));
  if (count > 0) fits_get_img_sizell(m_impl->file, count, lengths.data(), &status);
  if (status != 0) m_impl->fail("cannot read the size of the image", status);
  return {lengths.begin(), lengths.end()};
}

std::vector<double> FitsReader::readImage() const {
  const std::vector<std::int64_t> axes = imageAxes();
  LONGLONG count = axes.empty() ? 0 : 1;
  for (const std::int64_t length : axes) {
    if (length < 0 || (length > 0 && count > kMaxImageValues / length))
      m_impl->refuse(fmt::format("the image is too large: more than {} values", kMaxImageValues));
    count *= length;
  }
  m_impl->requireSafeTiles();
  std::vector<double> values(static_cast<std::size_t>(count));
  if (values.empty()) return values;
  double null = std::numeric_limits<double>::quiet_NaN();
  int status = 0;
  int anyNull = 0;  // not used, but CFITSIO requires it
  fits_read_img(m_impl->file, TDOUBLE, 1, count, &null, values.data(), &anyNull, &status);
  if (status != 0) m_impl->fail("cannot read the image", status);
  return values;
}

template <typename Value>
void FitsReader::Impl::readImage(const std::vector<std::int64_t>& axes, std::int64_t first, std::span<Value> out,
                                 int code) {
  LONGLONG count = 1;
  for (const std::int64_t length : axes)
    if (__builtin_mul_overflow(count, length, &count)) refuse("the image is too large");
  if (first < 0 || static_cast<std::uint64_t>(first) + out.size() > static_cast<std::uint64_t>(count))
    refuse(fmt::format("there are no values {} to {}; the image has {} values", first + 1,
                       static_cast<std::uint64_t>(first) + out.size(), count));
  if (out.empty()) return;
  requireSafeTiles();
  Value null = std::numeric_limits<Value>::quiet_NaN();
  int status = 0;
  int anyNull = 0;  // not used, but CFITSIO requires it
  fits_read_img(file, code, first + 1, static_cast<LONGLONG>(out.size()), &null, out.data(), &anyNull, &status);
  if (status != 0) fail("cannot read the image", status);
}

void FitsReader::readImage(std::int64_t first, std::span<float> out) const {
  m_impl->readImage(imageAxes(), first, out, TFLOAT);
}

void FitsReader::readImage(std::int64_t first, std::span<double> out) const {
  m_impl->readImage(imageAxes(), first, out, TDOUBLE);
}

}  // namespace maury::io
