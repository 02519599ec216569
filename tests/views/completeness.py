"""Prints how much of each translation there is: `python -m tests.views.completeness`."""

import sys

from views.language import LEAST_SHARE, REVIEWED, translated

if __name__ == "__main__":
    for code, it in translated().items():
        state = "beta" if code not in REVIEWED else "reviewed"
        offered = state if it.share >= LEAST_SHARE else f"not offered below {LEAST_SHARE:.0%}"
        sys.stdout.write(f"{code:6} {it.translated:5} of {it.total} sentences, {it.share:6.1%}  {offered}\n")
