-- The events of the copies have numbers: the counter goes on behind them.
UPDATE event_counters SET last_number = last_number + (SELECT COUNT(*) FROM fresh)
WHERE account = (SELECT account FROM payment_sessions WHERE id = '{session}')
AND livemode = (SELECT livemode FROM payment_sessions WHERE id = '{session}');
DROP TABLE fresh;
