# SPDX-License-Identifier: GPL-3.0-or-later
"""The log in the user's state folder, the messages of --verbose, and the diagnostics for a problem report."""
import os

from support import arguments, check, finish, run, temporary_folder


def messages(path):
    """Returns the lines of the log without time, level and program."""
    return [line.split("] ", 1)[1] for line in path.read_text().splitlines()] if path.exists() else []


def main():
    cli = arguments().cli
    with temporary_folder() as folder:
        state = folder / "state"
        env = dict(os.environ, XDG_STATE_HOME=str(state))
        log = state / "maury" / "maury.log"
        survey = folder / "small.fits"

        done = run(cli, "--quiet", "mock", "--stars", "20", "--out", survey, env=env)
        check(done.returncode == 0 and done.stderr == "", f"a quiet mock ends with {done.returncode} and prints {done.stderr!r}")
        lines = messages(log)
        check(lines and f"mock --stars 20 --out {survey}" in lines[0], f"the log does not begin with the command line: {lines[:1]}")
        check(lines and lines[-1].startswith("ended after "), f"the log does not end with the duration: {lines[-1:]}")

        absent = folder / "absent.fits"
        done = run(cli, "info", absent, env=env)
        check(done.returncode == 3, f"an absent file ends with {done.returncode}")
        check("verbose" not in done.stderr and " error " not in done.stderr, f"the log appears on the terminal: {done.stderr!r}")
        check(any(str(absent) in line for line in messages(log)[-1:]), f"the error is not the last line: {messages(log)[-1:]}")

        done = run(cli, "--verbose", "info", survey, env=env)
        check(" info ended after " in done.stderr, f"--verbose does not show the log: {done.stderr!r}")
        check("label" in done.stdout, "--verbose changes the result")

        done = run(cli, "info", "--diagnostics", env=env)
        check(done.returncode == 0, f"--diagnostics ends with {done.returncode}")
        for part in ("Maury ", "LibTorch ", "BLAS ", "device ", "processor ", "memory ", "Log:", "mock --stars 20"):
            check(part in done.stdout, f"diagnostics lack {part!r}")

        # If the folder of the log cannot be created, the command works all the same.
        blocked = folder / "file"
        blocked.write_text("no folder")
        done = run(cli, "info", survey, env=dict(env, XDG_STATE_HOME=str(blocked)))
        check(done.returncode == 0 and done.stderr == "", f"without a log: {done.returncode}, {done.stderr!r}")
    finish()


main()
