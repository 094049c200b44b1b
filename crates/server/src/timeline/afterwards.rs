//! What happened to money after it was received: refunds, disputes, credit, owners' parts.

use domain::calendar::local_date;
use domain::dispute::{Dispute, DisputeOutcome};
use domain::money::Money;
use domain::movement::{Movement, MovementKind};
use domain::refund::{Refund, RefundOrigin, RefundProgress};
use domain::transfer::Transfer;
use jiff::tz::TimeZone;

use super::Teller;
use crate::api::transactions::words;

/// When disputes are decided against the merchant.
const RESPONSE_RULE: &str = "The card network: evidence is taken until respond_by";
/// When owners can be paid.
const TRANSFER_RULE: &str = "An owner can be paid out once the payment has cleared";

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

impl Teller<'_> {
    pub(super) fn tell_decided(&mut self, movement: &Movement, told: (&'static str, String)) {
        self.tell(movement.booked_at, told.0, "merchant", told.1);
    }

    pub(super) fn dispute(&mut self, dispute: &Dispute) {
        let (code, amount) = (&dispute.code, self.money(dispute.amount));
        let text = format!(
            "The payer says that the payment of {amount} was never authorised ({code}). {} Get in touch with the payer; the page stays closed until the session is reopened.",
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
            RefundOrigin::Merchant => ("merchant", format!("A refund of {amount} was asked for.")),
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
            RefundProgress::Failed { at, code } => {
                let text = match refund.bounced_at {
                    Some(_) => {
                        format!("The refund of {amount} came back; the money is here again.")
                    }
                    None => {
                        format!("The refund of {amount} failed ({code}); the money is still here.")
                    }
                };
                self.tell(*at, "refund_failed", "processor", text);
            }
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

    pub(super) fn transfer(&mut self, transfer: &Transfer) {
        let (amount, owner) = (self.money(transfer.amount), transfer.owner);
        let reversed = transfer.reversed + transfer.reversed_by_hand;
        let back = match reversed {
            0 => String::new(),
            _ => format!(" {} of that was taken back since.", self.money(reversed)),
        };
        let text = format!("{amount} of it is {owner}'s part.{back}");
        self.tell(transfer.created_at, "transfer", "quittance", text);
        if let Some(at) = transfer.paid_out_at {
            let text = format!("{owner}'s part was paid out.");
            self.tell(at, "paid_out", "merchant", text);
        } else if reversed < transfer.amount {
            let day = local_date(transfer.available_at, &TimeZone::UTC);
            let day = day.map(|day| format!(" ({day})")).unwrap_or_default();
            let text = format!("{owner}'s part can be paid out{day}.");
            self.expect(transfer.available_at, "transfer_available", TRANSFER_RULE, text);
        }
    }
}
