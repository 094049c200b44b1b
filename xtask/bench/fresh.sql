-- Ids for the sessions {from} to {to} of {total}, made as the program makes them: 48 bits of time
-- and then chance, as 26 characters of Crockford's alphabet. The last one is as old as the
-- template, and each is {apart} ms older than the next.
CREATE TEMPORARY TABLE fresh AS
WITH RECURSIVE numbers (n) AS (
    SELECT CAST({from} AS BIGINT)
    UNION ALL
    SELECT n + 1 FROM numbers WHERE n < {to}
),
times AS (
    SELECT n, {newest} - ({total} - n) * {apart} AS at FROM numbers
),
heads AS (
    SELECT n, at, {time} AS head FROM times
)
SELECT n, at, 'py_sess_' || head || {chance} AS session, 'evt_' || head || {chance} AS event,
    'req_' || head || {chance} AS request, 'bulk-load-' || n AS key
FROM heads;
