-- The payments {from} to {to} of {total}: each is {apart} ms older than the next, and the last one as
-- old as the template.
CREATE TEMPORARY TABLE fresh AS
WITH RECURSIVE numbers (n) AS (
    SELECT CAST({from} AS BIGINT)
    UNION ALL
    SELECT n + 1 FROM numbers WHERE n < {to}
),
times AS (
    SELECT n, {newest} - ({total} - n) * {apart} AS at FROM numbers
)
SELECT n, at, {time} AS head, SUBSTR(CAST(100000000 + n AS TEXT), 2) AS number FROM times;
