# SPDX-License-Identifier: GPL-3.0-or-later
"""The log: what a run leaves in the user's state folder, what --verbose shows, and what goes into a report of a problem."""
import os

from support import arguments, check, finish, run, temporary_folder


def messages(path):
    """Lines of the log without time, level and program."""
    return [line.split("] ", 1)[1] for line in path.read_text().splitlines()] if path.exists() else []


def main():
    cli = arguments().cli
    with temporary_folder() as folder:
        state = folder / "state"
        env = dict(os.environ, XDG_STATE_HOME=str(state))
        log = state / "maury" / "maury.log"
        survey = folder / "small.fits"

        done = run(cli, "--quiet", "mock", "--stars", "20", "--out", survey, env=env)
        check(done.returncode == 0 and done.stderr == "", f"a quiet mock ends with {done.returncode} and says {done.stderr!r}")
        lines = messages(log)
        check(lines and f"mock --stars 20 --out {survey}" in lines[0], f"the log begins with the command line: {lines[:1]}")
        check(lines and lines[-1].startswith("ended after "), f"the log ends with the time taken: {lines[-1:]}")

        absent = folder / "absent.fits"
        done = run(cli, "info", absent, env=env)
        check(done.returncode == 3, f"an absent file ends with {done.returncode}")
        check("verbose" not in done.stderr and " error " not in done.stderr, f"the log stays off the terminal: {done.stderr!r}")
        check(any(str(absent) in line for line in messages(log)[-1:]), f"the error is the last line: {messages(log)[-1:]}")

        done = run(cli, "--verbose", "info", survey, env=env)
        check(" info ended after " in done.stderr, f"--verbose shows the log: {done.stderr!r}")
        check("label" in done.stdout, "--verbose leaves the result as it is")

        done = run(cli, "info", "--diagnostics", env=env)
        check(done.returncode == 0, f"--diagnostics ends with {done.returncode}")
        for part in ("Maury ", "LibTorch ", "BLAS ", "device ", "processor ", "memory ", "Log:", "mock --stars 20"):
            check(part in done.stdout, f"diagnostics lack {part!r}")

        # A folder for the log that cannot be made changes nothing.
        blocked = folder / "file"
        blocked.write_text("no folder")
        done = run(cli, "info", survey, env=dict(env, XDG_STATE_HOME=str(blocked)))
        check(done.returncode == 0 and done.stderr == "", f"without a log: {done.returncode}, {done.stderr!r}")
    finish()


main()
