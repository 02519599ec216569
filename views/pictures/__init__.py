"""Pictures as SVG text: pure functions of what they show and of the current language."""
