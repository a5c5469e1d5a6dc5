"""What the plot scripts share: their arguments, reading a result file (results/README.md), and the look of the pictures."""

import argparse
import sys
from pathlib import Path

try:
    import h5py
    import matplotlib
except ImportError as missing:
    sys.exit(f"{missing}; install what the pictures need with: scripts/setup --plots")

matplotlib.use("Agg")  # pictures in files, no display needed
from matplotlib import pyplot  # noqa: E402  (after the choice of the backend)

# Distinguishable also in print and by the colour-blind (Okabe and Ito).
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#555555"]
GREY = "#8a8a8a"


def new_parser(description):
    """The arguments that every plot script takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("result", type=Path, metavar="RESULT.h5")
    parser.add_argument("-o", "--out", type=Path, metavar="PICTURE",
                        help="a .png, .svg or .pdf file; default: beside the result")
    return parser


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
        "legend.edgecolor": "white", "legend.framealpha": 0.85, "legend.fontsize": 8.5, "lines.linewidth": 1.5,
    })


def make_picture(draw, parser, suffix):
    """Runs draw(file, options) on the result file and saves the figure that it returns."""
    options = parser.parse_args()
    out = options.out or options.result.with_name(options.result.stem + suffix)
    use_style()
    if options.result.is_file() and not h5py.is_hdf5(options.result):
        sys.exit(f"{options.result} is no result of tune (the file has no HDF5 signature); give a result, which tune "
                 "writes as NAME.h5")
    try:
        with h5py.File(options.result, "r") as file:
            figure = draw(file, options)
        figure.savefig(out)
    except (OSError, KeyError, ValueError) as problem:
        sys.exit(f"{options.result}: {problem}")
    print(out)
