// SPDX-License-Identifier: GPL-3.0-or-later
// Splits a command line into words with a POSIX shell.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace maury::test {

/// Returns the words of `line` as `sh` passes them to a program.
inline std::vector<std::string> shellWords(const std::string& line) {
  const std::string command = "printf '%s\\0' " + line;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start sh");
  std::string output;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
    output += static_cast<char>(c);
  if (pclose(pipe) != 0) throw std::runtime_error("sh failed on: " + line);
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < output.size();) {
    const std::size_t end = output.find('\0', begin);
    words.push_back(output.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace maury::test
