"""Recomputes every balance and total of an account from the public API alone.

Reads movements (balance transactions), ledger entries and objects, and works out by itself what
each sum, status and share has to be. It shares no code with the server. The arguments are the
server's address, a secret key, and the first and last day of the report to compare.
"""

import json
import sys
import urllib.parse
import urllib.request
from collections import defaultdict
from fractions import Fraction

URL, KEY, FROM, TO = sys.argv[1:5]
TAKES_BACK = {"return", "payer_refund", "indemnity_claim", "chargeback"}
OWN = ("merchant_funds", "fees_due")
problems = []


def get(path):
    request = urllib.request.Request(URL + path, headers={"Authorization": f"Bearer {KEY}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def everything(path):
    found, after = [], None
    while True:
        query = {"limit": 100} | ({"starting_after": after} if after else {})
        sign = "&" if "?" in path else "?"
        page = get(f"{path}{sign}{urllib.parse.urlencode(query)}")
        found += page["data"]
        if not page["has_more"]:
            return found
        after = page["data"][-1]["id"]


def same(what, told, worked_out):
    if told != worked_out:
        problems.append(f"{what}: told {told}, worked out {worked_out}")


def split(amount, shares):
    """Largest remainder, those earlier in the list first."""
    exact = [amount * share for share in shares]
    parts = [int(it) for it in exact]
    order = sorted(range(len(parts)), key=lambda place: -(exact[place] - parts[place]))
    for place in order[: amount - sum(parts)]:
        parts[place] += 1
    return parts


now = get("/v1/test_helpers/clock")["now"]
sessions = {it["id"]: it for it in everything("/v1/payment_sessions")}
movements = everything("/v1/balance_transactions")
entries = everything("/v1/ledger_entries")
transfers = everything("/v1/transfers")
refunds = {it["id"]: it for it in everything("/v1/refunds")}
units = {it["id"]: it for it in everything("/v1/units")}
changes = everything("/v1/customer_balance_transactions")
transactions = {it["id"]: it for it in everything("/v1/transactions")}

# The ledger: every entry has two sides, so all accounts add up to nothing.
accounts = defaultdict(int)
of_movement = defaultdict(list)
for entry in entries:
    key = entry["currency"]
    accounts[entry["debit_account"], key] -= entry["amount"]
    accounts[entry["credit_account"], key] += entry["amount"]
    of_movement[entry["balance_transaction"]].append(entry)
    if entry["amount"] <= 0 or entry["debit_account"] == entry["credit_account"]:
        problems.append(f"{entry['id']} moves nothing")
same("the sum of all accounts", sum(accounts.values()), 0)

# Each movement that came or went is booked in full on one side outside.
for movement in movements:
    outside = 0
    own = 0
    for entry in of_movement[movement["id"]]:
        for side, sign in (("debit_account", 1), ("credit_account", -1)):
            if entry[side].startswith("in_transit:"):
                outside += sign * entry["amount"]
            if entry[side] in OWN or entry[side].startswith("held:"):
                own -= sign * entry["amount"]
    internal = movement["type"] in ("adjustment", "credit_applied")
    same(f"{movement['id']} outside", 0 if internal else movement["amount"], outside)
    same(f"{movement['id']} own", movement["own"], own)
    same(f"{movement['id']} net", movement["net"], movement["amount"] - movement["fee"])

# Sessions: sums, what remains, and whether it is paid.
by_session = defaultdict(list)
for movement in movements:
    if movement["payment_session"] and movement["allocation"] == "payment":
        by_session[movement["payment_session"]].append(movement)


def sums_of(moved):
    sums = defaultdict(int)
    for it in moved:
        kind, amount = it["type"], abs(it["amount"])
        if kind == "collection":
            sums["received"] += amount
            if it["available_on"] <= now:
                sums["cleared"] += amount
        elif kind in TAKES_BACK:
            sums["returned"] += amount
            if it["available_on"] <= now:
                sums["cleared"] -= amount
        elif kind == "merchant_refund":
            sums["refunded"] += amount
        elif kind == "refund_bounce":
            sums["refunded"] -= amount
        elif kind == "credit_applied":
            sums["credit"] += credit_of(it)
        elif kind == "adjustment" and it["code"] == "credit_released":
            sums["credit"] -= credit_of(it)
        elif kind == "adjustment" and it["code"] == "kept_as_credit":
            sums["kept"] += credit_of(it)
    return sums


def credit_of(movement):
    """What moved between a customer's balance and the session."""
    total = 0
    for entry in of_movement[movement["id"]]:
        if any(entry[side].startswith("customer_") for side in ("debit_account", "credit_account")):
            total += entry["amount"]
    return total


def credit_added(movement):
    """What a movement added to customers' credit, without what it made of their debts."""
    total = 0
    for entry in of_movement[movement["id"]]:
        if entry["credit_account"].startswith("customer_credit:"):
            total += entry["amount"]
        if entry["debit_account"].startswith("customer_credit:"):
            total -= entry["amount"]
    return total


given = defaultdict(lambda: defaultdict(int))
for transfer in transfers:
    if transfer["automatic"]:
        part = transfer["amount"] - transfer["amount_reversed"]
        given[transfer["payment_session"]][transfer["destination"]] += part
live_refunds = defaultdict(list)
for refund in refunds.values():
    if refund["status"] in ("pending", "submitted", "succeeded") and refund["origin"] == "merchant":
        live_refunds[refund["payment_session"]].append(refund)

for id, session in sessions.items():
    moved = by_session[id]
    sums = sums_of(moved)
    doubled = 0
    for transaction in {it["source"] for it in moved if it["source"]}:
        one = sums_of([it for it in moved if it["source"] == transaction])
        doubled += max(0, one["refunded"] - (one["received"] - one["returned"]))
    for name, worked_out in (
        ("amount_received", sums["received"]),
        ("amount_returned", sums["returned"]),
        ("amount_refunded", sums["refunded"]),
        ("amount_credit_applied", sums["credit"]),
    ):
        same(f"{id} {name}", session[name], worked_out)
    cash = sums["received"] - sums["returned"]
    remaining = max(0, session["amount"] - cash - sums["credit"] - doubled - session["accepted_shortfall"])
    same(f"{id} amount_remaining", session["amount_remaining"], remaining)
    counted = sums["cleared"] + sums["credit"]
    enough = counted > 0 and counted >= session["amount"] - doubled - session["accepted_shortfall"]
    status = "canceled" if session["canceled_at"] else "paid" if enough else "unpaid"
    same(f"{id} status", session["status"], status)

    data = session["transaction_data"] or {}
    unit = units.get(data.get("unit"))
    if not moved or not (data.get("transfer_data") or {}).get("use_unit_ownership"):
        continue
    owners = unit["owners"]
    shares = [Fraction(owner["percent_ownership"]) / 100 for owner in owners]
    over = max(0, cash + sums["credit"] - session["amount"])
    kept = cash + sums["credit"] - over - sums["kept"]
    reversed_by = sum(it["amount"] for it in live_refunds[id] if it["reverse_transfer"])
    base = kept - sum(it["amount"] for it in live_refunds[id] if it["refund_fees"])
    fees = unit["fees"]
    fee = 0
    if base > 0:
        percent = Fraction(fees["management_fee"]) / 100 * base
        fixed = fees["management_fee_amount"] if fees["currency"] == session["currency"] else 0
        fee = min(base, int(percent + Fraction(1, 2)) + fixed)
    pot = max(0, kept - reversed_by - fee)
    for owner, part in zip(owners, split(pot, shares)):
        same(f"{id} part of {owner['owner']}", given[id][owner["owner"]], part)

# Owners: what is left of their transfers is what the ledger owes them.
unpaid = defaultdict(int)
for transfer in transfers:
    if transfer["status"] != "paid_out":
        unpaid[transfer["destination"], transfer["currency"]] += transfer["amount_remaining"]
for (name, currency), amount in list(accounts.items()):
    kind, _, whose = name.partition(":")
    if kind == "owner":
        same(f"{name} {currency}", amount, unpaid.pop((whose, currency), 0))
    if kind in ("owner", "customer_credit", "refunds_pending") and amount < 0:
        problems.append(f"{name} is below zero: {amount}")
    if kind in ("owner_debt", "customer_debt") and amount > 0:
        problems.append(f"{name} is above zero: {amount}")
same("owners without an account", {who: it for who, it in unpaid.items() if it}, {})

# Customers: the last change tells what the ledger has.
latest = {}
total = defaultdict(int)
for change in reversed(changes):
    key = change["customer"], change["currency"]
    total[key] += change["amount"] if change["direction"] == "credit" else -change["amount"]
    same(f"{change['id']} ending_balance", change["ending_balance"], total[key])
    latest[key] = change["ending_balance"]
for (customer, currency), balance in latest.items():
    ledger = accounts[f"customer_credit:{customer}", currency]
    ledger += accounts[f"customer_debt:{customer}", currency]
    same(f"the balance of {customer}", balance, ledger)

# Refunds: what is reserved.
reserved = defaultdict(int)
for refund in refunds.values():
    if refund["status"] in ("pending", "submitted"):
        reserved[refund["currency"]] += refund["amount"]
for currency in {it["currency"] for it in entries}:
    same("refunds_pending", accounts["refunds_pending", currency], reserved[currency])

# The balance.
balance = get("/v1/balance")
pending = defaultdict(int)
for entry in entries:
    if entry["available_on"] > now:
        if entry["credit_account"] == "merchant_funds":
            pending[entry["currency"]] += entry["amount"]
        if entry["debit_account"] == "merchant_funds":
            pending[entry["currency"]] -= entry["amount"]


def total_of(currency, wanted, sign=1):
    return sign * sum(it for (name, key), it in accounts.items() if key == currency and wanted(name))


for one in balance["available"]:
    currency = one["currency"]
    told = {name: it["amount"] for name in balance if isinstance(balance[name], list)
            for it in balance[name] if it["currency"] == currency}
    funds = accounts["merchant_funds", currency]
    same("available", told["available"], funds - pending[currency])
    same("pending", told["pending"], pending[currency])
    same("held", told["held"], total_of(currency, lambda name: name.startswith("held:")))
    same("in_transit", told["in_transit"],
         total_of(currency, lambda name: name.startswith("in_transit:"), -1))
    same("owners", told["owners"], total_of(currency, lambda name: name.startswith("owner:")))
    same("fees_due", told["fees_due"], accounts["fees_due", currency])
    same("surplus", told["surplus"], accounts["surplus", currency])

# The report.
report = get(f"/v1/reports/payments?from={FROM}&to={TO}")
totals = defaultdict(lambda: defaultdict(int))
for it in movements:
    kind, amount, sums = it["type"], abs(it["amount"]), totals[it["currency"]]
    sums["fees"] += it["fee"] if kind not in ("owner_payout", "payout_bounce") else 0
    of_refund = it["code"] in ("refund_reserved", "refund_released")
    if kind not in ("credit_applied", "adjustment") or of_refund:
        same(f"credit added by {it['id']}", it["credit_added"], credit_added(it))
        sums["credit_added"] += credit_added(it)
    if kind == "collection" and it["code"] == "dispute_won":
        sums["returned"] -= amount
    elif kind == "collection":
        sums["received"] += amount
    elif kind in TAKES_BACK:
        sums["returned"] += amount
    elif kind == "merchant_refund":
        sums["refunded"] += amount
    elif kind == "refund_bounce":
        sums["refunded"] -= amount
    elif kind == "credit_applied":
        sums["credit_applied"] += credit_of(it)
    elif kind == "adjustment" and it["code"] == "credit_released":
        sums["credit_applied"] -= credit_of(it)
    elif kind == "adjustment" and it["code"] in ("kept_as_credit", "surplus_kept"):
        same(f"the credit of {it['id']}", -it["amount"], credit_added(it))
        sums["credit_added"] += credit_added(it)
for told in report["totals"]:
    sums = totals[told["currency"]]
    for name in ("received", "returned", "refunded", "credit_applied", "credit_added", "fees"):
        same(f"the report's {name}", told[name], sums[name])
    net = sums["received"] + sums["credit_applied"] - sums["refunded"] - sums["returned"]
    net -= sums["credit_added"] + sums["fees"]
    same("the report's net", told["net"], net)
    rows = [row for row in report["rows"] if row["currency"] == told["currency"]]
    for name in ("payments", "gross", "received", "returned", "refunded", "credit_applied", "credit_added", "net"):
        same(f"the rows' {name}", told[name], sum(row[name] for row in rows))
same("currencies of the report", {it["currency"] for it in report["totals"]},
     {key for key, sums in totals.items() if any(sums.values())})

if problems:
    print("\n".join(problems[:40]))
    sys.exit(f"{len(problems)} differences")
print(
    f"agreed: {len(sessions)} sessions, {len(transactions)} transactions, {len(movements)} movements,"
    f" {len(entries)} entries, {len(transfers)} transfers, {len(refunds)} refunds,"
    f" {len(changes)} balance changes"
)
