// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/archives/ZipArchive.h"

#include <fmt/core.h>
#include <zip.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/archives/Gzip.h"

namespace maury::io {
namespace {

constexpr std::size_t kPieceBytes = 256 << 10;
constexpr zip_int64_t kMostEntries = 1'000'000;

[[noreturn]] void refuse(const std::string& location, std::string_view reason) {
  throw Error(ErrorKind::Format, fmt::format("{}: {}", location, reason));
}

/// Returns the reason why extracting a member of this name could write to another folder; empty if the name is safe.
std::string_view unsafeReason(std::string_view name) {
  if (name.empty()) return "has no name";
  if (name.front() == '/' || (name.size() > 1 && name[1] == ':')) return "has an absolute path";
  if (name.find('\\') != std::string_view::npos) return "has a backslash in its name";
  if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    return "has a control character in its name";
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t slash = rest.find('/');
    if (rest.substr(0, slash) == "..") return "has '..' in its path";
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
  }
  return {};
}

struct FileCloser {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

struct ZipArchive::Impl {
  std::filesystem::path path;
  std::uint64_t fileBytes = 0;
  zip_t* archive = nullptr;
  std::vector<Member> members;
  std::vector<zip_uint64_t> indices;  ///< index of each member in the archive

  Impl() = default;
  ~Impl() {
    if (archive != nullptr) zip_discard(archive);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void list();
};

void ZipArchive::Impl::list() {
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count > kMostEntries)
    refuse(path.string(), fmt::format("has {} entries, but at most {} are supported", count, kMostEntries));
  // Zip bombs let entries share their packed data. Together, these then state more data than the file has.
  std::uint64_t packed = 0, unpacked = 0;
  const std::uint64_t unpackedMost = std::max(kAlwaysAllowedBytes, fileBytes * kMaxUnpackedRatio);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    const auto index = static_cast<zip_uint64_t>(i);
    const bool known = zip_stat_index(archive, index, ZIP_FL_ENC_GUESS, &stat) == 0 &&
                       (stat.valid & ZIP_STAT_NAME) != 0 && (stat.valid & ZIP_STAT_SIZE) != 0 &&
                       (stat.valid & ZIP_STAT_COMP_SIZE) != 0;
    if (!known)
      refuse(path.string(), fmt::format("damaged: its entry {} cannot be read; download the file again", i + 1));
    const std::string name = stat.name;
    if (const std::string_view reason = unsafeReason(name); !reason.empty())
      refuse(path.string(),
             fmt::format("its entry {} ('{}') {}; such an archive is not safe to open", i + 1, name, reason));
    if (name.back() == '/') continue;
    if (stat.size > unpackedLimit(fileBytes))
      refuse(path.string() + "/" + name,
             fmt::format("unpacks to {} bytes, which is too much for tables in an archive of {} bytes", stat.size,
                         fileBytes));
    if (stat.comp_size > fileBytes - packed)
      refuse(
          path.string(),
          fmt::format("its entry {} ('{}') overlaps with another; such an archive is not safe to open", i + 1, name));
    packed += stat.comp_size;
    unpacked += stat.size;
    if (unpacked > unpackedMost)
      refuse(path.string(), fmt::format("its first {} entries unpack to {} bytes, which is too much for tables in an "
                                        "archive of {} bytes",
                                        i + 1, unpacked, fileBytes));
    members.push_back({name, stat.size});
    indices.push_back(index);
  }
}

ZipArchive::ZipArchive(const std::filesystem::path& path) : m_impl(std::make_unique<Impl>()) {
  m_impl->path = path;
  m_impl->fileBytes = requireReadableFile(path);
  int code = 0;
  m_impl->archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
  if (m_impl->archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    refuse(path.string(), fmt::format("cannot be read as a zip archive ({}); download the file again", reason));
  }
  m_impl->list();
}

ZipArchive::~ZipArchive() = default;
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;

const std::filesystem::path& ZipArchive::path() const {
  return m_impl->path;
}

const std::vector<ZipArchive::Member>& ZipArchive::members() const {
  return m_impl->members;
}

std::string ZipArchive::label(std::size_t index) const {
  return m_impl->path.string() + "/" + m_impl->members.at(index).name;
}

std::string ZipArchive::read(std::size_t index) const {
  const std::string location = label(index);
  const auto damaged = [&](std::string_view reason) {
    refuse(location, fmt::format("cannot be unpacked ({}); download the file again", reason));
  };
  const std::unique_ptr<zip_file_t, FileCloser> file(zip_fopen_index(m_impl->archive, m_impl->indices[index], 0));
  if (!file) damaged(zip_strerror(m_impl->archive));

  const std::uint64_t promised = m_impl->members[index].bytes;
  std::string bytes;
  std::string piece(kPieceBytes, '\0');
  for (;;) {
    const zip_int64_t count = zip_fread(file.get(), piece.data(), piece.size());
    if (count < 0) damaged(zip_file_strerror(file.get()));
    if (count == 0) break;
    if (bytes.size() + static_cast<std::size_t>(count) > promised) damaged("it is larger than the archive states");
    bytes.append(piece, 0, static_cast<std::size_t>(count));
  }
  if (bytes.size() != promised) damaged("it is smaller than the archive states");
  return hasGzipMagic(bytes) ? gunzip(bytes, location) : bytes;
}

struct ZipArchive::Stream::File {
  std::unique_ptr<zip_file_t, FileCloser> file;
  std::string location;
  std::uint64_t promised = 0;  ///< size of the member (bytes)

  [[noreturn]] void refuseDamaged(std::string_view reason) const {
    refuse(location, fmt::format("cannot be unpacked ({}); download the file again", reason));
  }
};

ZipArchive::Stream::Stream(const ZipArchive& archive, std::size_t index) : m_file(std::make_unique<File>()) {
  Impl& impl = *archive.m_impl;
  m_file->location = archive.label(index);
  m_file->promised = impl.members[index].bytes;
  m_file->file.reset(zip_fopen_index(impl.archive, impl.indices[index], 0));
  if (!m_file->file) m_file->refuseDamaged(zip_strerror(impl.archive));
}

ZipArchive::Stream::~Stream() = default;

void ZipArchive::Stream::read(std::span<char> bytes) {
  zip_file_t* file = m_file->file.get();
  while (!bytes.empty()) {
    const zip_int64_t count = zip_fread(file, bytes.data(), bytes.size());
    if (count < 0) m_file->refuseDamaged(zip_file_strerror(file));
    if (count == 0) m_file->refuseDamaged("it ends too early");
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    m_position += static_cast<std::uint64_t>(count);
  }
  if (m_position != m_file->promised) return;
  char more = 0;
  const zip_int64_t count = zip_fread(file, &more, 1);  // libzip compares the checksum when it reaches the end
  if (count < 0) m_file->refuseDamaged(zip_file_strerror(file));
  if (count > 0) m_file->refuseDamaged("it is larger than the archive states");
}

void ZipArchive::Stream::skip(std::uint64_t count) {
  std::string piece(std::min<std::uint64_t>(count, kPieceBytes), '\0');
  for (; count > 0; count -= std::min<std::uint64_t>(count, piece.size()))
    read(std::span(piece).first(std::min<std::uint64_t>(count, piece.size())));
}

}  // namespace maury::io
