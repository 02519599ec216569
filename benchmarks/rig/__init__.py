"""What the subjects are measured with: servers, people, bots, timing, the report."""
