// SPDX-License-Identifier: GPL-3.0-or-later
// A model trained in the window records the command that reproduces it.
#include <QProcess>

#include "Program.h"
#include "network/model/Model.h"
#include "support/Files.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {

constexpr int kTrainingMs = 120000;

/// Returns the tensors of a model file, without the header, which contains the command and the speed.
std::string weightsOf(const std::filesystem::path& path) {
  const std::string content = test::bytesOf(path);
  std::uint64_t header = 0;
  for (int i = 7; i >= 0; --i)
    header = header * 256 + static_cast<unsigned char>(content.at(static_cast<std::size_t>(i)));
  return content.substr(8 + header);
}

}  // namespace

TEST_CASE("training command: the recorded command trains the same weights as the window") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  program.session.setFilter("snr > 20");
  program.goTo("Train");
  program.type("members", 1);
  program.type("epochs", 2);
  program.type("batch", 50);
  program.type("seed", 5);
  program.click("start");
  REQUIRE(waitFor([&] { return program.session.model() && program.session.jobs().current() == nullptr; }, kTrainingMs));
  const std::string command = program.session.model()->info().command;
  REQUIRE(command.starts_with("maury-cli train "));
  CHECK(command.find("--batch 50") != std::string::npos);
  program.session.model()->save(folder / "window.safetensors");
  QProcess process;
  process.setWorkingDirectory(test::asText(folder / "."));
  process.start("sh", {"-c", QStringLiteral(MAURY_CLI) + QString::fromStdString(command).mid(9)});
  REQUIRE(process.waitForFinished(kTrainingMs));
  INFO(process.readAllStandardError().toStdString());
  REQUIRE(process.exitCode() == 0);
  CHECK(weightsOf(folder / "model.safetensors") == weightsOf(folder / "window.safetensors"));
}
