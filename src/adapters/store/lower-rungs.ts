/** Where a result came from that stands in for what was wanted: `v_rungs.is_fallback`, in SQL. */
export const lowerRungs = `'stale_cache', 'simplified', 'sample', 'fallback_model', 'earlier_run'`;
