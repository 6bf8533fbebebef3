// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <string>

namespace maury {

/// Exit code of the programs when memory ran out.
inline constexpr int kNotEnoughMemoryExitCode = 7;

/// Error for work that needs more memory than the process may have. what() is a sentence for the user that names the
/// work, the memory that it needs and the limit.
class NotEnoughMemory : public std::bad_alloc {
public:
  explicit NotEnoughMemory(const std::string& sentence) : m_sentence(std::make_shared<const std::string>(sentence)) {}
  const char* what() const noexcept override { return m_sentence->c_str(); }

private:
  std::shared_ptr<const std::string> m_sentence;  ///< shared, because copying an exception must not throw
};

/// Returns an amount of memory in MB (10⁶ bytes), rounded up: "128 MB".
std::string memoryText(std::uint64_t bytes);

/// Returns the sentence for a std::bad_alloc that names no work: how much memory the process has, and the limits of its
/// address space (ulimit -v) and of its memory (the machine's, or that of its control group).
std::string notEnoughMemoryText();

/// Throws NotEnoughMemory if the process cannot have `bytes` more of address space (RLIMIT_AS, overcommit) or if they
/// exceed the memory of the machine or of the control group. `work` begins the sentence: "Networks". Reserves nothing;
/// takes microseconds; thread-safe.
void requireMemory(const std::string& work, std::uint64_t bytes);

/// Returns true if the process can have `bytes` more of address space. Thread-safe.
bool hasAddressSpace(std::uint64_t bytes) noexcept;

}  // namespace maury
