// SPDX-License-Identifier: GPL-3.0-or-later
// Catch2's main function. Version 3 has no CATCH_CONFIG_MAIN, and version 2 needs CATCH_CONFIG_RUNNER.
#define CATCH_CONFIG_RUNNER
#include "support/Catch.h"

int main(int argc, char** argv) {
  return Catch::Session().run(argc, argv);
}
