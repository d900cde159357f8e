// Snapshots, findings and forecasts of 10,000 days, for questions about large tables. They hang on the runs that are there already.

export const FILL_PERFORMANCE = `
  INSERT INTO performance_snapshots (id, period, starts_on, ends_before, figures, made_at, run_id)
  SELECT 'snp_' || right(id, 10), 'day', d, d + 1, '{}', d + 2, id FROM runs, LATERAL (SELECT date '2026-11-21' - right(id, 10)::int AS d) AS v;
  INSERT INTO findings (id, kind, metric, period, starts_on, direction, detail, found_at, run_id)
  SELECT 'fnd_' || right(id, 10), 'trend', 'impressions', 'day', starts_on, 'up', '{}', made_at, run_id FROM performance_snapshots;
  INSERT INTO forecasts (id, metric, period, starts_on, model, low, middle, high, coverage, made_at, run_id, actual, score, settled_at)
  SELECT 'fct_' || right(id, 9) || k, 'impressions', 'day', starts_on, (ARRAY['weekday-level', 'last-value'])[k], 1, 2, 3, 0.8, made_at, run_id, 2,
    CASE WHEN starts_on < date '2026-11-15' THEN 2 END, CASE WHEN starts_on < date '2026-11-15' THEN made_at END
  FROM performance_snapshots, generate_series(1, 2) AS k;`
