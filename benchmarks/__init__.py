"""Speed, weight and growth, measured: ``make bench`` writes RESULTS.md."""
