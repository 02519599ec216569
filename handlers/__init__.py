"""One file for each thing that a person does. Its async functions are registered at the foot of the file."""
