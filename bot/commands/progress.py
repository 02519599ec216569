"""Shows on a terminal that a command goes on; elsewhere nothing."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from storage.engines.sqlite.backup import Shows

FORM = "{desc} {percentage:3.0f} % |{bar}|"


@contextmanager
def progress_bar() -> Iterator[Shows]:
    """Yield a function that shows a step, how much of it is done, and of how much.

    The bar disappears at the end.
    """
    step_shown, size = "", shutil.get_terminal_size()  # of a terminal that tells none: 80 × 24
    with tqdm(
        leave=False, disable=None, file=sys.stderr, bar_format=FORM, ncols=size.columns, nrows=size.lines
    ) as bar:

        def show(step: str, done: int, of: int) -> None:
            nonlocal step_shown
            if step != step_shown or of != bar.total:
                step_shown = step
                bar.reset(total=of)
                bar.n = done
                bar.set_description_str(step)
            bar.update(done - bar.n)

        yield show
