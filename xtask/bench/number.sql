-- The number of a copied event: behind the last, without gaps.
(SELECT last_number FROM event_counters
    WHERE event_counters.account = template.account AND event_counters.livemode = template.livemode)
+ fresh.n - {from} + 1
