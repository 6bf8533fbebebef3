// SPDX-License-Identifier: GPL-3.0-or-later
// The words that a POSIX shell makes of a command line.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace maury::test {

/// The words of `line` as `sh` hands them to a program.
inline std::vector<std::string> shellWords(const std::string& line) {
  const std::string command = "printf '%s\\0' " + line;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("sh cannot be started");
  std::string output;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
    output += static_cast<char>(c);
  if (pclose(pipe) != 0) throw std::runtime_error("sh refuses: " + line);
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < output.size();) {
    const std::size_t end = output.find('\0', begin);
    words.push_back(output.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace maury::test
