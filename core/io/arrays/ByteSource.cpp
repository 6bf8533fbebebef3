// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/arrays/ByteSource.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "base/Error.h"
#include "io/FileKind.h"

namespace maury::io {
namespace {

[[noreturn]] void failTooShort(const std::string& source) {
  throw Error(ErrorKind::Format, fmt::format("{}: truncated: the file ends too early; download it again", source));
}

class FileBytes : public ByteSource {
public:
  explicit FileBytes(const std::filesystem::path& path)
      : m_source(path.string()), m_size(requireReadableFile(path)), m_file(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (m_file < 0) fail();
  }
  ~FileBytes() override { ::close(m_file); }
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  std::uint64_t size() const override { return m_size; }

  void read(std::uint64_t offset, std::span<char> bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = ::pread(m_file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail();
      if (count == 0) failTooShort(m_source);
      bytes = bytes.subspan(static_cast<std::size_t>(count));
      offset += static_cast<std::uint64_t>(count);
    }
  }

private:
  [[noreturn]] void fail() const {
    throw Error(ErrorKind::File,
                fmt::format("{}: cannot be read ({})", m_source, std::generic_category().message(errno)));
  }

  std::string m_source;
  std::uint64_t m_size;
  int m_file;
};

class MemoryBytes : public ByteSource {
public:
  MemoryBytes(std::string bytes, std::string source) : m_bytes(std::move(bytes)), m_source(std::move(source)) {}

  std::uint64_t size() const override { return m_bytes.size(); }

  void read(std::uint64_t offset, std::span<char> bytes) override {
    if (offset > m_bytes.size() || bytes.size() > m_bytes.size() - offset) failTooShort(m_source);
    std::copy_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(offset), bytes.size(), bytes.begin());
  }

private:
  std::string m_bytes, m_source;
};

class MemberBytes : public ByteSource {
public:
  MemberBytes(std::shared_ptr<const ZipArchive> archive, std::size_t index)
      : m_archive(std::move(archive)), m_index(index) {}

  std::uint64_t size() const override { return m_archive->members()[m_index].bytes; }

  void read(std::uint64_t offset, std::span<char> bytes) override {
    if (!m_stream || m_stream->position() > offset) m_stream.emplace(*m_archive, m_index);
    m_stream->skip(offset - m_stream->position());
    m_stream->read(bytes);
  }

private:
  std::shared_ptr<const ZipArchive> m_archive;
  std::size_t m_index;
  std::optional<ZipArchive::Stream> m_stream;
};

}  // namespace

std::unique_ptr<ByteSource> bytesOfFile(const std::filesystem::path& path) {
  return std::make_unique<FileBytes>(path);
}

std::unique_ptr<ByteSource> bytesInMemory(std::string bytes, const std::string& source) {
  return std::make_unique<MemoryBytes>(std::move(bytes), source);
}

std::unique_ptr<ByteSource> bytesOfMember(std::shared_ptr<const ZipArchive> archive, std::size_t index) {
  return std::make_unique<MemberBytes>(std::move(archive), index);
}

}  // namespace maury::io
