"""The running program: settings, wiring, intake of updates, jobs, outgoing messages, commands."""
