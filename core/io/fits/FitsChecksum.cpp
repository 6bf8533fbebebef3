// SPDX-License-Identifier: GPL-3.0-or-later
// Verifies the checksums of FITS files. The sum of an HDU is the ones-complement sum of its big-endian words of 32
// bits. DATASUM is the sum of the data; CHECKSUM is chosen such that the sum of the whole HDU is −0 (all bits set). Our
// own sum reads the file in large pieces and can be stopped; fits_verify_chksum() reads blocks of 2880 bytes and
// cannot.
#include "io/fits/FitsChecksum.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <tuple>

#include "base/Error.h"
#include "base/Job.h"
#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{4} << 20;           // read in about 2 ms
constexpr std::uintmax_t kReportedBytes = std::uintmax_t{1} << 30;  // smaller files take less than a second or two
constexpr std::uint32_t kMinusZero = 0xFFFFFFFF;

std::atomic<bool> verificationIsOn{true};

/// Identifies the contents of a file: device, inode, size (bytes), time of modification (s, ns).
using FileState = std::tuple<dev_t, ino_t, off_t, time_t, long>;

struct VerifiedFiles {
  std::mutex mutex;
  std::set<FileState> states;
};

VerifiedFiles& verifiedFiles() {
  static VerifiedFiles files;
  return files;
}

FileState stateOf(const struct stat& status) {
  return {status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

/// Adds the carries to the lowest 32 bits.
std::uint64_t fold(std::uint64_t sum) {
  while (sum >> 32 != 0)
    sum = (sum & kMinusZero) + (sum >> 32);
  return sum;
}

/// Adds the big-endian words of `bytes`, whose size must be a multiple of 8, to a folded sum. Returns the folded sum.
std::uint64_t addWords(std::string_view bytes, std::uint64_t sum) {
  static_assert(kPieceBytes / 8 < (std::uint64_t{1} << 31), "the carries of one piece must fit into 64 bits");
  std::uint64_t odd = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 8) {
    std::uint64_t words;
    std::memcpy(&words, bytes.data() + i, sizeof words);
    if constexpr (std::endian::native == std::endian::little) words = __builtin_bswap64(words);
    sum += words >> 32;
    odd += words & kMinusZero;
  }
  return fold(fold(sum) + fold(odd));
}

/// Returns true if two sums are equal; the two zeros of ones-complement numbers are.
bool areEqual(std::uint64_t first, std::uint64_t second) {
  return first % kMinusZero == second % kMinusZero;
}

/// Open file that is closed with this object.
struct Descriptor {
  int number = -1;
  Descriptor() = default;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

/// Adds bytes [begin, end) of a file, on disk or in memory, to a sum.
class FileSum {
public:
  /// `meter` counts the megabytes of a large file; nullptr for others.
  FileSum(const std::filesystem::path& path, std::string_view bytes, int descriptor, Job& job, ProgressMeter* meter)
      : m_path(path), m_bytes(bytes), m_descriptor(descriptor), m_job(job), m_meter(meter) {}

  std::uint64_t add(std::int64_t begin, std::int64_t end, std::uint64_t sum) {
    for (std::int64_t offset = begin; offset < end;) {
      m_job.checkpoint();
      const auto count = std::min(kPieceBytes, static_cast<std::size_t>(end - offset));
      sum = addWords(piece(offset, count), sum);
      offset += static_cast<std::int64_t>(count);
      if (m_meter != nullptr) m_meter->advance(count >> 20);
    }
    return sum;
  }

private:
  std::string_view piece(std::int64_t offset, std::size_t count) {
    if (m_descriptor < 0) return m_bytes.substr(static_cast<std::size_t>(offset), count);
    m_buffer.resize(std::max(m_buffer.size(), count));
    for (std::size_t done = 0; done < count;) {
      const ssize_t read =
          ::pread(m_descriptor, m_buffer.data() + done, count - done, offset + static_cast<off_t>(done));
      if (read < 0 && errno == EINTR) continue;
      if (read <= 0)
        throw Error(ErrorKind::File,
                    fmt::format("{}: cannot be read ({})", m_path.string(),
                                read < 0 ? std::generic_category().message(errno) : "it became shorter"));
      done += static_cast<std::size_t>(read);
    }
    return std::string_view(m_buffer).substr(0, count);
  }

  const std::filesystem::path& m_path;
  std::string_view m_bytes;
  int m_descriptor;
  Job& m_job;
  ProgressMeter* m_meter;
  std::string m_buffer;
};

}  // namespace

void setChecksumVerification(bool isOn) noexcept {
  verificationIsOn = isOn;
}

void FitsReader::Impl::verifyHdu(int ownDescriptor, Job& job, ProgressMeter* meter) const {
  const auto text = [this](const char* key) -> std::optional<std::string> {
    char value[FLEN_VALUE] = "";
    int status = 0;
    fits_read_key(file, TSTRING, key, value, nullptr, &status);
    if (status != 0) fits_clear_errmsg();
    std::string found = status == 0 ? value : "";
    trimRight(found);
    if (found.empty()) return std::nullopt;  // the standard: an empty value states no checksum
    return found;
  };
  const auto stated = text("DATASUM");
  const bool hasChecksum = text("CHECKSUM").has_value();
  if (!stated && !hasChecksum) return;

  LONGLONG header = 0;
  LONGLONG data = 0;
  LONGLONG end = 0;
  int status = 0;
  fits_get_hduaddrll(file, &header, &data, &end, &status);
  if (status != 0) fail("cannot find its data", status);
  FileSum total(path, bytes, ownDescriptor, job, meter);
  const std::uint64_t dataSum = total.add(data, end, 0);
  const auto refuseSum = [&](std::string_view reason) {
    throw Error(ErrorKind::Format,
                fmt::format("{}, {}: {}; download or create the file again", path.string(), label(), reason),
                "Use --no-checksum to read it anyway.");
  };
  if (stated) {
    std::uint64_t expected = 0;
    const auto [rest, problem] = std::from_chars(stated->data(), stated->data() + stated->size(), expected);
    if (problem != std::errc() || rest != stated->data() + stated->size() || !areEqual(expected, dataSum))
      refuseSum("damaged: its data do not match their checksum (DATASUM)");
  }
  if (hasChecksum && !areEqual(total.add(header, data, dataSum), kMinusZero))
    refuseSum(
        stated ? "its header does not match the checksum of the HDU (CHECKSUM), so it was changed after it was written"
               : "damaged: it does not match its checksum (CHECKSUM)");
}

void FitsReader::verifyChecksums(Job& job) const {
  if (!verificationIsOn) return;
  Descriptor opened;
  struct stat status = {};
  if (m_impl->isOnDisk) {
    opened.number = ::open(m_impl->path.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened.number < 0 || ::fstat(opened.number, &status) != 0)
      throw Error(ErrorKind::File, fmt::format("{}: cannot be read ({})", m_impl->path.string(),
                                               std::generic_category().message(errno)));
    const std::lock_guard lock(verifiedFiles().mutex);
    if (verifiedFiles().states.contains(stateOf(status))) return;
  }
  std::optional<ProgressMeter> meter;
  if (m_impl->fileBytes > kReportedBytes) meter.emplace(job, "verifying checksums", "MB", m_impl->fileBytes >> 20);
  const int before = m_impl->number;
  for (int hdu = 1; hdu <= m_impl->hduCount; ++hdu) {
    m_impl->moveTo(hdu);
    m_impl->verifyHdu(m_impl->bytes.empty() ? opened.number : -1, job, meter ? &*meter : nullptr);
  }
  m_impl->moveTo(before);
  if (!m_impl->isOnDisk) return;
  const std::lock_guard lock(verifiedFiles().mutex);
  verifiedFiles().states.insert(stateOf(status));
}

}  // namespace maury::io
