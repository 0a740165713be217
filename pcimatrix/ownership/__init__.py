"""One pattern's matrix: cells, selections, totals, comparisons and the check against the published table."""
