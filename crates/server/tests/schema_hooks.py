"""Keeps made-up idempotency keys apart, as a caller's are.

Two requests with the same key get the same answer, also after what it tells of was deleted; a
program that draws `0` again and again would take that for a fault.
"""

import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    # A request that is meant to be wrong must stay as it is: an edit would pass for a right one.
    if case.meta is not None and case.meta.generation.mode.is_negative:
        return
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and key.isascii() and key.isprintable() and 0 < len(key) <= 200:
        case.headers["Idempotency-Key"] = f"{key}{uuid.uuid4()}"
