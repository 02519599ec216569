"""Makes PNG files of SVG text in a child process. Works without the rest of the program."""
