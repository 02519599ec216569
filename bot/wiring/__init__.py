"""Builds all parts of the program, a module per subject, and passes each its dependencies.

A use case is an attribute of its subject, under the name by which handlers ask for it.
"""
