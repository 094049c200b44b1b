-- Sessions to be asked for.
SELECT id FROM payment_sessions ORDER BY id LIMIT 10000;
