"""What the plot scripts share: their arguments, reading a result file (results/README.md), and the look of the pictures."""

import argparse
import sys
from pathlib import Path

import h5py
import matplotlib

matplotlib.use("Agg")  # pictures in files, no display needed
from matplotlib import pyplot  # noqa: E402  (after the choice of the backend)

# Distinguishable also in print and by the colour-blind (Okabe and Ito).
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#555555"]
GREY = "#8a8a8a"


def arguments(description, suffix):
    """The result file and the picture to be made (default: beside it, its name with `suffix`)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("result", type=Path, metavar="RESULT.h5")
    parser.add_argument("-o", "--out", type=Path, metavar="PICTURE", help="a .png, .svg or .pdf file")
    options = parser.parse_args()
    options.out = options.out or options.result.with_name(options.result.stem + suffix)
    return options


def text(file, name):
    return file[name].asstr()[0]


def texts(file, name):
    return list(file[name].asstr()[:])


def use_style():
    pyplot.rcParams.update({
        "figure.dpi": 160, "figure.constrained_layout.use": True, "font.size": 9.5,
        "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": "#444444", "axes.linewidth": 0.8,
        "axes.grid": True, "axes.axisbelow": True, "grid.color": "#e4e4e4", "grid.linewidth": 0.7,
        "axes.prop_cycle": pyplot.cycler(color=COLOURS), "figure.titlesize": 11, "figure.titleweight": "bold",
        "legend.frameon": False, "legend.fontsize": 8.5, "lines.linewidth": 1.5,
    })


def make_picture(draw, description, suffix):
    """Runs draw(file) on the result file and saves the figure that it returns."""
    options = arguments(description, suffix)
    use_style()
    try:
        with h5py.File(options.result, "r") as file:
            figure = draw(file)
        figure.savefig(options.out)
    except (OSError, KeyError, ValueError) as problem:
        sys.exit(f"{options.result}: {problem}")
    print(options.out)
