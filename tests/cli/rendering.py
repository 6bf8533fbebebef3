# SPDX-License-Identifier: GPL-3.0-or-later
"""`maury --render` draws every page of a mock survey without a display, with the options of the page, and explains what it
refuses."""
from support import arguments, check, finish, must, run, temporary_folder


def main():
    options = arguments()
    with temporary_folder() as folder:
        survey, model = folder / "mock.fits", folder / "model.safetensors"
        must(options.cli, "-q", "mock", "--stars", 400, "--seed", 7, "--out", survey)
        must(options.cli, "-q", "train", survey, "--network", "spectrum-small", "--members", 1, "--epochs", 2, "--out", model)

        def render_page(page, *more):
            """Renders a page and returns its SVG text."""
            figure = folder / "figure.svg"
            must(options.desktop, "--render", page, survey, model, *more, "--out", figure)
            return figure.read_text(encoding="utf-8")

        figure = render_page("data")
        check("400" in figure and "vacuum wavelength" in figure, "data: stars or wavelengths are missing")
        figure = render_page("prepare", "--step", "continuum method=chebyshev", "--step", "edge-fill")
        check("as stored" in figure and "after 2 steps" in figure, "prepare: the panels' notes are missing")
        figure = render_page("train")
        check("validation" in figure and "rate" in figure, "train: the loss or the learning rate is missing")
        check("bias" in render_page("validate", "--part", "all"), "validate: no statistics")
        check("Nominal share" in render_page("validate", "--form", "coverage", "--part", "all"), "validate: no coverage")
        check("S/N" in render_page("audit", "--experiment", "noise", "--values", "20,50"), "audit: no axis of noise")
        check("km/s" in render_page("audit"), "audit: no axis of velocities")
        other = folder / "another.safetensors"
        other.write_bytes(model.read_bytes())
        check("another" in render_page("audit", "--second-model", other), "audit: the second model is not in the legend")
        check("another" in render_page("train", "--second-model", other), "train: the second model is not in the legend")

        figure = render_page("spectrum")
        check("mean of 400 stars" in figure.replace("\u202f", "") and "mock survey" in figure, "spectrum: no note")
        check("stars" in render_page("spectrum", "--view", "stars", "--label", "teff"), "spectrum: no heat map")
        figure = render_page("contrast", "--a", "logg < 2.2", "--b", "logg > 2.2")
        check("Mean flux" in figure and "A − B" in figure, "contrast: the panels' titles are missing")
        check("between lines" in render_page("contrast", "--view", "parts"), "contrast: the parts are missing")
        check("Contours: 30, 60, 90 %" in render_page("galaxy"), "galaxy: no statement of the contours")
        check("Contours: 30, 60, 90 %" in render_page("galaxy", "--scaling", "sqrt", "--panel-scales", "--no-contour-labels",
                                                      "--sun-distance", 8.3), "galaxy: no figure with another appearance")
        check("l increases to the left" in render_page("galaxy", "--view", "sky"), "galaxy: no sky")
        check("metal-rich" in render_page("galaxy", "--subset", "metal-rich=mh > -0.3"), "galaxy: no subset in the legend")

        for words, sentence in ((("validate", survey), "needs a model file"),
                                (("prepare", survey, "--step", "frog"), "frog"),
                                (("validate", survey, model, "--form", "frog"), "'frog' is not one of one-to-one, precision, coverage"),
                                (("audit", survey, model, "--experiment", "frog"), "'frog' is not one of rv, noise, mask"),
                                (("galaxy", survey, "--subset", "mh > -0.3"), "there is no '='"),
                                (("galaxy", survey, "--subset", "rich=mh > 9"), "No star is in the subset 'rich'"),
                                (("galaxy", survey, "--view", "maps"), "'maps' is not one of panels, kiel, r-z, sky"),
                                (("frog", survey), "Choose one of: data, prepare")):
            done = run(options.desktop, "--render", *words, "--out", folder / "none.pdf")
            check(done.returncode != 0 and sentence in done.stderr, f"{words}: {done.stderr}")
        check(not (folder / "none.pdf").exists(), "a figure was written despite an error")
        done = run(options.desktop, "--render", "galaxy", survey, "--filter", "snr > 15 && teff >> 3", "--out", folder / "none.pdf")
        check(done.returncode == 2 and "maury: filter: Character 19" in done.stderr and f"\n  {' ' * 18}^\n" in done.stderr,
              f"a filter with a mistake: {done.stderr!r}")
        for words, sentence in ((("--width", "abc"), "--width must be a number from 20 to 2000"), (("--dpi", "0"), "--dpi must be"),
                                (("--frog",), "Try 'maury --help'"), (("--out", folder / "none.xyz"), ".pdf, .svg or .png"),
                                (("--out", folder / "absent" / "none.pdf"), "none.pdf")):
            done = run(options.desktop, "--render", "galaxy", survey, "--out", folder / "none.pdf", *words)
            expected = 3 if "absent" in str(words) else 2
            check(done.returncode == expected and sentence in done.stderr, f"{words}: {done.returncode}, {done.stderr}")
        for page, words, pages in (("data", ("--star", "7"), "prepare, spectrum"), ("data", ("--filter", "snr > 9"), "galaxy"),
                                   ("galaxy", ("--method", "occlusion"), "spectrum"), ("train", ("--a", "snr > 9"), "contrast"),
                                   ("audit", ("--view", "maps"), "spectrum, contrast, galaxy"),
                                   ("spectrum", ("--marginals",), "galaxy"), ("contrast", ("--part", "all"), "validate")):
            done = run(options.desktop, "--render", page, survey, model, "--out", folder / "none.pdf", *words)
            said = f"The page '{page}' has no option {words[0]}, which belongs to: "
            check(done.returncode == 2 and said in done.stderr and pages in done.stderr, f"{page} {words}: {done.stderr}")
        check(not (folder / "none.pdf").exists(), "a figure was written despite an option of another page")
        for words in (("--star", "7"), ("--dpi", "100")):
            done = run(options.desktop, survey, *words)
            check(done.returncode == 2 and f"{words[0]} has no effect on a window" in done.stderr, f"{words}: {done.stderr}")
        check("ideal response" in render_page("spectrum", "--truth"), "spectrum: no ideal response over the gradients")
        check("ideal response" not in render_page("spectrum", "--truth", "--method", "integrated-gradients"),
              "spectrum: the ideal response is announced over contributions")
    finish()


main()
