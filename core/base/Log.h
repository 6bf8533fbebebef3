// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// The log of the process: lines with time, level and program, of which the last few stay in memory, a rotating file in
/// the user's state folder keeps those of Info and above, and `--verbose` shows all on the terminal. Thread-safe.
///
/// The log may be copied into a bug report, so it names no data beyond what the user typed on the command line: in each
/// message, words that look like paths, files or star ids are replaced unless they were typed.
///
///     log::open({.program = "maury-cli", .typed = arguments});
///     log::info(fmt::format("{} {}", title, durationText(seconds)));
namespace maury::log {

enum class Level { Debug, Info, Warning, Error, Off };

struct LogOptions {
  std::string program{};                         ///< named in each line
  std::vector<std::string> typed{};              ///< the command line: what messages may name
  std::filesystem::path file{};                  ///< see defaultFile(); empty: no file
  Level fileLevel = Level::Info;                 ///< least level that the file keeps
  std::size_t fileBytes = std::size_t{1} << 20;  ///< of one file, after which the next is begun
  std::size_t files = 3;                         ///< kept: maury.log, maury.1.log, maury.2.log
};

/// Begins the log, or begins it anew with other options. A file that cannot be opened is left out: that is no error.
void open(const LogOptions& options);

/// Shows lines of at least this level on the terminal from now on, by `print`, which takes a line without its end.
void showOnTerminal(Level level, std::function<void(const std::string& line)> print);
/// Keeps lines of at least this level in the file from now on.
void keepInFile(Level level);

/// Write a line, also before open(). Never throw.
void debug(std::string_view message) noexcept;
void info(std::string_view message) noexcept;
void warning(std::string_view message) noexcept;
void error(std::string_view message) noexcept;

/// Returns up to `count` last lines, oldest first: of the log's files, and so of earlier runs too; of this process's
/// memory, which holds 200, if there is no file.
std::vector<std::string> lastLines(std::size_t count = 200);

/// Returns maury/maury.log in $XDG_STATE_HOME (if absolute) or ~/.local/state; empty without a home.
std::filesystem::path defaultFile();

/// Returns a message with "(file)" or "(id)" for each word that looks like a path, a file's name or a star's id and is
/// no part of the words in `typed`.
std::string withoutNames(std::string_view message, const std::vector<std::string>& typed);

}  // namespace maury::log
