//! What happened to money after it was received: refunds, disputes, credit, decisions.

use domain::attempt::Progress;
use domain::debit::codes::{self, Kind};
use domain::dispute::{Dispute, DisputeOutcome};
use domain::money::Money;
use domain::movement::{Allocation, Movement, MovementKind, MovementSource};
use domain::refund::{Refund, RefundOrigin, RefundProgress, RefundReason, RefundTerms};
use domain::session::DecisionKind;
use domain::time::Timestamp;
use store::session_decisions::Decision;
use store::work_items::WorkItemRow;

use super::Teller;
use crate::api::transactions::words;

/// When disputes are decided against the merchant.
const RESPONSE_RULE: &str = "The card network: evidence is taken until respond_by";
/// The decision by which a debt is given up.
const WRITE_OFF: &str = "write_off";
/// Why a refund failed that could not be sent by hand.
const NOT_SENT: &str = "not_sent";
/// Why a refund failed whose money came back.
const BOUNCED: &str = "bounced";

/// What the merchant decided, in words; nothing for what is told elsewhere.
pub(super) fn decided(amount: Money, movement: &Movement) -> Option<(&'static str, String)> {
    match (movement.kind, movement.code.as_deref()) {
        (MovementKind::CreditApplied, _) => {
            let text = format!("{amount} was paid from the customer's credit.");
            Some(("credit_applied", text))
        }
        (MovementKind::Adjustment, Some("credit_released")) => {
            let text = format!("{amount} of credit was given back to the customer's balance.");
            Some(("credit_released", text))
        }
        (MovementKind::Adjustment, Some("kept_as_credit")) => {
            let text = format!("{amount} that was received became credit of the customer.");
            Some(("kept_as_credit", text))
        }
        _ => None,
    }
}

/// Why a refund was asked for, as far as the merchant said it.
fn why(terms: &RefundTerms) -> String {
    let reason = terms.reason.map(|reason| match reason {
        RefundReason::Duplicate => "it was paid twice",
        RefundReason::Fraudulent => "the payment was fraudulent",
        RefundReason::RequestedByCustomer => "the customer asked for it",
    });
    match (reason, &terms.reason_description) {
        (Some(reason), Some(words)) => format!(": {reason} (“{words}”)"),
        (Some(reason), None) => format!(": {reason}"),
        (None, Some(words)) => format!(" (“{words}”)"),
        (None, None) => String::new(),
    }
}

impl Teller<'_> {
    pub(super) fn tell_decided(&mut self, movement: &Movement, told: (&'static str, String)) {
        self.tell(movement.booked_at, told.0, "merchant", told.1);
    }

    /// What became credit of the customer, because that is what the session is for.
    pub(super) fn topped_up(&mut self) {
        let case = self.case;
        let came_in = |it: &&Movement| {
            it.kind == MovementKind::Collection && it.allocation == Allocation::Payment
        };
        for movement in case.movements.iter().filter(came_in).filter(|_| case.session.plan.top_up) {
            let amount = self.money(movement.amount);
            let text = format!("{amount} topped up the customer's balance.");
            self.tell(movement.booked_at, "topped_up", "quittance", text);
        }
    }

    /// Payments that the payer's bank could return for a while, and did not.
    pub(super) fn cleared(&mut self) {
        for attempt in &self.case.attempts {
            let Progress::Collected { at, clears_at } = attempt.progress else { continue };
            let back = |it: &Movement| it.attempt == Some(attempt.id) && it.booked_at <= clears_at;
            let kept = !self.case.returns().any(back);
            if at < clears_at && clears_at <= self.now && kept {
                let text = "The money has cleared: the time for the bank's own returns is over.";
                self.tell(clears_at, "cleared", "quittance", text.to_owned());
            }
        }
    }

    pub(super) fn dispute(&mut self, dispute: &Dispute) {
        let (code, amount) = (&dispute.code, self.money(dispute.amount));
        let claim = match codes::find(code).map(|reason| reason.kind) {
            Some(Kind::Indemnity) => {
                format!("The payer claims {amount} back under the Direct Debit Guarantee")
            }
            _ => format!("The payer says that the payment of {amount} was never authorised"),
        };
        let text = format!(
            "{claim} ({code}). {} Get in touch with the payer; the page stays closed until the session is reopened.",
            words::of(code)
        );
        self.tell(dispute.reported_at, "disputed", "bank", text);
        if let Some(at) = dispute.submitted_at {
            let text = "Evidence was handed in.".to_owned();
            self.tell(at, "evidence_submitted", "merchant", text);
        }
        match (dispute.outcome, dispute.respond_by) {
            (Some((DisputeOutcome::Won, at)), _) => {
                let text = "The dispute was decided for the merchant.".to_owned();
                self.tell(at, "dispute_closed", "processor", text);
            }
            (Some((DisputeOutcome::Lost, at)), _) => {
                let text = "The dispute was decided for the payer, who keeps the money.".to_owned();
                self.tell(at, "dispute_closed", "processor", text);
            }
            (Some((DisputeOutcome::Accepted, at)), _) => {
                let text = "The merchant let the dispute be; the payer keeps the money.".to_owned();
                self.tell(at, "dispute_closed", "merchant", text);
            }
            (None, Some(at)) if dispute.submitted_at.is_none() => {
                let text = "Evidence can be handed in until then.".to_owned();
                self.expect(at, "dispute_response", RESPONSE_RULE, text);
            }
            (None, _) => {}
        }
    }

    pub(super) fn refund(&mut self, refund: &Refund) {
        let amount = self.money(refund.amount);
        let (by, what) = match refund.origin {
            RefundOrigin::Merchant => {
                ("merchant", format!("A refund of {amount} was asked for{}.", why(&refund.terms)))
            }
            RefundOrigin::Surplus => {
                ("quittance", format!("{amount} was paid too much and goes back to the payer."))
            }
        };
        self.tell(refund.created_at, "refund_requested", by, what);
        match &refund.progress {
            RefundProgress::Pending => {}
            RefundProgress::Submitted => {
                let at = refund.submitted_at.unwrap_or(refund.created_at);
                let text =
                    format!("The refund of {amount} was sent; its outcome is not known yet.");
                self.tell(at, "refund_submitted", "quittance", text);
            }
            RefundProgress::Succeeded { at } => {
                let text = format!("{amount} was refunded. It reaches the payer within days.");
                self.tell(*at, "refunded", by, text);
            }
            RefundProgress::Failed { at, code } => self.failed_refund(refund, *at, code, by),
            RefundProgress::Canceled { at, code } => {
                let why = match code.as_str() {
                    "payment_returned" => "because the payer's bank took the money back first",
                    _ => "before it left",
                };
                let text = format!("The refund of {amount} was withdrawn {why}.");
                self.tell(*at, "refund_canceled", "quittance", text);
            }
        }
    }

    /// A refund that came back had been sent before; who says so is known from its money.
    fn failed_refund(&mut self, refund: &Refund, at: Timestamp, code: &str, asked: &'static str) {
        let (amount, id) = (self.money(refund.amount), refund.id.to_string());
        let why = match (&refund.terms.failure_message, code) {
            (Some(words), _) => format!(" ({words})"),
            (None, BOUNCED) => String::new(),
            (None, code) => format!(" ({code})"),
        };
        if refund.bounced_at.is_none() {
            let by = if code == NOT_SENT { "merchant" } else { "processor" };
            let text = format!("The refund of {amount} failed{why}; the money is still here.");
            return self.tell(at, "refund_failed", by, text);
        }
        let movements = self.case.movements.iter();
        let left = movements
            .clone()
            .find(|it| it.kind == MovementKind::MerchantRefund && it.source_id == id)
            .map(|it| it.booked_at);
        let came_back = |it: &&Movement| {
            it.kind == MovementKind::RefundBounce
                && it.attempt == Some(refund.attempt)
                && Some(it.booked_at) == refund.bounced_at
        };
        let by = match movements.clone().find(came_back).map(|it| it.source) {
            Some(MovementSource::Merchant) => "merchant",
            Some(MovementSource::BankAccount(_)) => "bank",
            _ => "processor",
        };
        let sent = left.or(refund.submitted_at).unwrap_or(at);
        self.tell(sent, "refunded", asked, format!("{amount} was refunded."));
        let text = format!("The refund of {amount} came back{why}; the money is here again.");
        self.tell(at, "refund_came_back", by, text);
    }

    pub(super) fn decision(&mut self, decision: Decision) {
        let (kind, text) = match decision.kind {
            DecisionKind::Reopened => {
                ("reopened", "The page was opened again. It asks for what remains.".to_owned())
            }
            DecisionKind::Extended => (
                "reopened",
                "The session had expired. It got a later expiry, and is open again.".to_owned(),
            ),
            DecisionKind::ShortfallAccepted => {
                let missing = self.money(decision.amount.unwrap_or_default());
                ("shortfall_accepted", format!("What was received is enough: {missing} less."))
            }
        };
        self.tell(decision.at, kind, "merchant", text);
    }

    pub(super) fn work_item(&mut self, item: &WorkItemRow) {
        self.tell(item.created_at, "work_item", "quittance", item.text.clone());
        let Some(resolved) = item.resolved.as_ref().filter(|it| it.resolution == WRITE_OFF) else {
            return;
        };
        let amount = self.money(item.amount.unwrap_or_default());
        let who = if item.owner.is_some() { "the owner" } else { "the customer" };
        let note = resolved.note.as_deref().map(|note| format!(" “{note}”")).unwrap_or_default();
        let text = format!("What {who} still owed of {amount} was written off.{note}");
        self.tell(resolved.at, "written_off", "merchant", text);
    }
}
