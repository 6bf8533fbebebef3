// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/process/Diagnostics.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <string_view>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include "base/Parallel.h"
#include "base/process/Log.h"

namespace maury {

namespace {

/// Returns the value of the first line `key<separator>value`, without surrounding blanks and quotes; "unknown" if there
/// is none.
std::string valueOf(const char* path, std::string_view key, char separator) {
  std::ifstream stream(path);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t separatorIndex = line.find(separator);
    if (!line.starts_with(key) || separatorIndex == std::string::npos) continue;
    const std::size_t first = line.find_first_not_of(" \t\"", separatorIndex + 1);
    const std::size_t last = line.find_last_not_of(" \t\"");
    return first == std::string::npos ? std::string() : line.substr(first, last - first + 1);
  }
  return "unknown";
}

std::string systemText() {
  utsname name{};
  if (uname(&name) != 0) return "unknown";
  return fmt::format("{}, {} {} {}", valueOf("/etc/os-release", "PRETTY_NAME", '='), name.sysname, name.release,
                     name.machine);
}

double memoryGiB() {
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 30);
}

}  // namespace

std::string diagnosticsText(const std::vector<std::pair<std::string, std::string>>& versions) {
  std::string text;
  const auto add = [&text](const std::string& name, const std::string& value) {
    text += fmt::format("{:<12}{}\n", name, value);
  };
  for (const auto& [name, version] : versions)
    add(name, version);
  add("system", systemText());
#ifdef __GLIBC__
  add("glibc", gnu_get_libc_version());
#endif
  add("processor", fmt::format("{}, {} threads", valueOf("/proc/cpuinfo", "model name", ':'), threadCount()));
  add("memory", fmt::format("{:.1f} GiB", memoryGiB()));
  text += "\nLog:\n";
  for (const std::string& line : log::lastLines())
    text += line + "\n";
  return text;
}

}  // namespace maury
