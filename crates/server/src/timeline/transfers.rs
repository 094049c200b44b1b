//! Money that payers send by themselves: what they say, what people marked, and what banks told.

use domain::attempt::{Attempt, Progress};
use domain::movement::{BOUNCE_SHOWN, Movement, MovementKind, UNMATCHED};
use store::statement_entries::{EntryMatch, ReceiptMark};

use super::{Teller, day, given_up};

impl Teller<'_> {
    /// What a payer said before any money was seen; what came by itself is told with its entry.
    pub(super) fn announced(&mut self, attempt: &Attempt) {
        let said = match &attempt.progress {
            Progress::Awaiting => true,
            Progress::Canceled { code, .. } => code != UNMATCHED,
            Progress::Collected { at, .. } => *at > attempt.created_at,
            _ => false,
        };
        if !said {
            return;
        }
        let (amount, name) = (self.money(attempt.amount), attempt.method.name());
        let next = match attempt.progress {
            Progress::Awaiting => " It counts once the bank shows it.",
            _ => "",
        };
        let text = format!("The payer said to have sent {amount} ({name}).{next}");
        self.tell(attempt.created_at, "transfer_announced", "payer", text);
        if let Progress::Canceled { at, code } = &attempt.progress {
            let text = match code.as_str() {
                "paid_otherwise" => {
                    "It is not waited for any more: the session was paid another way."
                }
                code => given_up(code),
            };
            self.tell(*at, "attempt_canceled", "quittance", text.to_owned());
        }
    }

    pub(super) fn mark(&mut self, mark: &ReceiptMark) {
        let text = format!(
            "{} was marked as received on {}: “{}” ({}, {}). When the bank shows it, it counts no second time.",
            self.money(mark.amount),
            day(mark.received_on),
            mark.note,
            mark.key,
            mark.id
        );
        self.tell(mark.created_at, "marked_received", "merchant", text);
        if let Some(undone) = &mark.undone {
            let text = format!(
                "{} was not received after all: “{}” ({}). The mark {} counts no more.",
                self.money(mark.amount),
                undone.note,
                undone.key,
                mark.id
            );
            self.tell(undone.at, "unmarked_received", "merchant", text);
        }
    }

    /// True when a match is of a refund's money that came back: by it, or as was marked before.
    fn brings_back(&self, matched: &EntryMatch) -> bool {
        let facts = [matched.movement, matched.settlement];
        let of_match = |it: &&Movement| facts.contains(&Some(it.id));
        let of_bounce =
            |it: &Movement| it.kind == MovementKind::RefundBounce || it.is_called(BOUNCE_SHOWN);
        matched.refund.is_some() && self.case.movements.iter().filter(of_match).any(of_bounce)
    }

    /// Why an entry's money is the session's, and that it is no more.
    pub(super) fn matched(&mut self, matched: &EntryMatch) {
        let by = if matched.key.is_some() { "merchant" } else { "quittance" };
        let (entry, why) = (matched.entry, &matched.why);
        let (kind, text) = match (matched.settlement, matched.attempt) {
            _ if self.brings_back(matched) => (
                "refund_came_back_shown",
                format!(
                    "The bank shows the money of a refund that came back (entry {entry}). {why}"
                ),
            ),
            _ if matched.refund.is_some() => (
                "refund_shown",
                format!("The bank shows the refund that was marked as sent (entry {entry}). {why}"),
            ),
            (Some(_), None) => (
                "linked",
                format!("The bank shows what was marked as received (entry {entry}). {why}"),
            ),
            _ => ("matched", format!("The bank's entry {entry} belongs here. {why}")),
        };
        self.tell(matched.created_at, kind, by, text);
        if let Some(undone) = &matched.undone {
            let text = format!(
                "The bank's entry {entry} does not belong here after all: “{}” ({}). Its money waits in suspense for another match.",
                undone.note, undone.key
            );
            self.tell(undone.at, "unmatched", "merchant", text);
        }
    }
}
