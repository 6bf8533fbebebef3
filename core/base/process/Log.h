// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Log of the process. Each line has time, level and program. The last 200 lines stay in memory, a rotating file in the
/// user's state folder holds those of level Info and above, and `--verbose` shows all lines on the terminal.
/// Thread-safe.
///
/// Users may copy the log into a bug report, so it names none of their data except what they typed on the command line:
/// in each message, words that look like paths, files or star ids are replaced unless they were typed. Control
/// characters are escaped, so a message is always one line.
///
///     log::open({.program = "maury-cli", .arguments = arguments});
///     log::info(fmt::format("{} {}", title, durationText(seconds)));
namespace maury::log {

enum class Level { Debug, Info, Warning, Error, Off };

struct LogOptions {
  std::string program{};                         ///< named in each line
  std::vector<std::string> arguments{};          ///< words typed on the command line, which messages may name
  std::filesystem::path file{};                  ///< see defaultFile(); empty: no file
  Level fileLevel = Level::Info;                 ///< lowest level written to the file
  std::size_t fileBytes = std::size_t{1} << 20;  ///< size of a file at which the next one is started
  std::size_t files = 3;                         ///< number of files kept: maury.log, maury.1.log, maury.2.log
};

/// Opens the log, or reopens it with other options. If the file cannot be opened, logs to memory only, without an
/// error.
void open(const LogOptions& options);

/// Passes lines of at least this level to `print`, which writes them to the terminal, from now on. The lines have no
/// line end.
void showOnTerminal(Level level, std::function<void(const std::string& line)> print);
/// Writes lines of at least this level to the file from now on.
void setFileLevel(Level level);

/// Write a line; may be called before open(). Never throw.
void debug(std::string_view message) noexcept;
void info(std::string_view message) noexcept;
void warning(std::string_view message) noexcept;
void error(std::string_view message) noexcept;

/// Returns up to `count` last lines, oldest first, from the log's files, which include earlier runs. Without a file,
/// returns those in memory: at most 200, of this process.
std::vector<std::string> lastLines(std::size_t count = 200);

/// Returns maury/maury.log in $XDG_STATE_HOME (if absolute) or ~/.local/state; empty if HOME is not set either.
std::filesystem::path defaultFile();

/// Returns the message with "(file)" or "(id)" in place of each word that looks like a path, a file name or a star id,
/// unless one of `arguments` contains the word.
std::string redactNames(std::string_view message, const std::vector<std::string>& arguments);

}  // namespace maury::log
