-- The sum that a report of these days cannot do without.
SELECT kind, COUNT(*), SUM(amount) FROM movements
WHERE account = (SELECT MIN(account) FROM payment_sessions) AND NOT livemode AND booked_at >= {from}
GROUP BY kind;
