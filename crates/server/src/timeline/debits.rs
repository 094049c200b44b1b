//! Direct debits: mandates on their way to the payer's bank, and what each scheme's calendar brings.

use domain::attempt::{Attempt, Progress};
use domain::debit::notice::{Counted, Notice};
use domain::debit::{Scheme, timetable};
use jiff::civil::Date;
use serde::Deserialize;
use store::collection_moves::{Move, MoveReason};
use store::mandate_orders::{OrderKind, OrderOfSession};
use store::mandates::Mandate;

use super::{Teller, day};
use crate::api::transactions::words;
use crate::lodging::{USED, WITHDRAWN};

/// What a mandate's evidence says of notice.
#[derive(Deserialize)]
struct Evidence {
    advance_notice: Option<AdvanceNotice>,
}

#[derive(Deserialize)]
struct AdvanceNotice {
    days: u16,
    counted: Counted,
    no_earlier_than: Option<Date>,
}

/// The rules that forecasts follow from, as a scheme has them.
struct Rules {
    /// When mandates leave to be lodged; nothing where they travel with the debit.
    lodging: &'static str,
    /// When instructions leave.
    cutoff: &'static str,
    /// When accounts are debited.
    collection: &'static str,
    /// When debits clear.
    clearing: &'static str,
}

const SEPA_CORE: Rules = Rules {
    lodging: "",
    cutoff: "SEPA Core: the batch leaves at 15:00 Brussels time, two TARGET days before the debit",
    collection: "SEPA Core: debited on the day that the payer was told",
    clearing: "SEPA Core: cleared at the end of D+5 TARGET days",
};

const BACS: Rules = Rules {
    lodging: "Bacs: a new instruction leaves at 16:00 London time, two working days before the first debit under it leaves",
    cutoff: "Bacs: the batch leaves at 16:00 London time, two working days before the debit",
    collection: "Bacs: debited on the day that the payer was told",
    clearing: "Bacs: cleared at the end of D+3 working days",
};

const AUTOGIRO: Rules = Rules {
    lodging: "Autogiro: a new mandate leaves at 18:00 Stockholm time, and the payer's bank answers within six bank days",
    cutoff: "Autogiro: the payment leaves at 18:00 Stockholm time on the bank day before the debit, once the payer's bank has accepted the mandate; until then it waits from bank day to bank day",
    collection: "Autogiro: debited on the day that the payer was told, or on the one that it moved to",
    clearing: "Autogiro: banks return nothing, so a debit has cleared at the end of the day on which it was paid",
};

const fn rules(scheme: Scheme) -> &'static Rules {
    match scheme {
        Scheme::SepaCore => &SEPA_CORE,
        Scheme::Bacs => &BACS,
        Scheme::Autogiro => &AUTOGIRO,
    }
}

impl Teller<'_> {
    pub(super) fn mandate(&mut self, mandate: &Mandate) {
        let reference = &mandate.reference;
        let text = format!("The payer signed mandate {reference}.");
        self.tell(mandate.created_at, "mandate_signed", "payer", text);
        self.notice(mandate);
        if let Some(at) = mandate.lodged_at {
            let text = format!("The payer's bank has mandate {reference}.");
            self.tell(at, "mandate_lodged", "bank", text);
        }
        let Some(at) = mandate.ended_at else { return };
        let code = mandate.end_reason.as_deref().unwrap_or_default();
        let cause = words::of(code);
        let by = if matches!(code, USED | WITHDRAWN) { "quittance" } else { "bank" };
        let text = format!("Mandate {reference} cannot be used any more ({code}). {cause}");
        self.tell(at, "mandate_ended", by, text);
    }

    /// A debit that was not made on the day that was planned.
    pub(super) fn moved(&mut self, moved: &Move) {
        let on = day(moved.collection_on);
        let (kind, by, text) = match moved.reason {
            MoveReason::MandateUnanswered => (
                "collection_postponed",
                "quittance",
                format!(
                    "The payer's bank has not answered about the mandate, so the debit did not leave. It moves to {on}."
                ),
            ),
            MoveReason::Retried => (
                "collection_retried",
                "bank",
                format!("There was no money in the payer's account. The bank tries again on {on}."),
            ),
        };
        self.tell(moved.moved_at, kind, by, text);
    }

    /// The notice that the payer has of the collection, as the evidence keeps it.
    fn notice(&mut self, mandate: &Mandate) {
        let Ok(Evidence { advance_notice: Some(told) }) = serde_json::from_str(&mandate.evidence)
        else {
            return;
        };
        let AdvanceNotice { days, counted, no_earlier_than } = told;
        let notice = Notice { days, counted, confirmation_replaces: no_earlier_than.is_none() };
        let (text, by) = match no_earlier_than {
            Some(first) => (
                format!(
                    "The account is debited no earlier than {}, because the payer has {notice} of notice.",
                    day(first)
                ),
                "quittance",
            ),
            None => (
                format!(
                    "The payer confirmed the amount, the day and the account of this collection, which replaces {notice} of notice."
                ),
                "payer",
            ),
        };
        self.tell(mandate.created_at, "advance_notice", by, text);
    }

    /// What the payer's bank was told of a mandate, or will be.
    pub(super) fn order(&mut self, order: &OrderOfSession) {
        let OrderOfSession { kind, reference, scheme, cutoff_at, exported_at } = order;
        let (told, expected, does) = match kind {
            OrderKind::Lodge => ("mandate_sent", "mandate_lodging", "to be lodged with"),
            OrderKind::Cancel => {
                ("mandate_called_back", "mandate_calling_back", "to be canceled at")
            }
        };
        match exported_at {
            Some(at) => {
                let text = format!("Mandate {reference} was sent {does} the payer's bank.");
                self.tell(*at, told, "quittance", text);
            }
            None => {
                let text = format!("Mandate {reference} is sent {does} the payer's bank.");
                let rule = match kind {
                    OrderKind::Lodge => rules(*scheme).lodging,
                    OrderKind::Cancel => "A mandate is for one collection, which is over then",
                };
                self.expect(*cutoff_at, expected, rule, text);
            }
        }
    }

    /// What a debit leads to.
    pub(super) fn expect_debit(&mut self, attempt: &Attempt, scheme: Scheme) {
        match attempt.progress {
            Progress::Scheduled { cutoff_at, collection_on } => {
                let text =
                    "The instruction leaves for the bank. Until then the session can be canceled.";
                self.expect(cutoff_at, "export", rules(scheme).cutoff, text.to_owned());
                self.debit(scheme, collection_on);
            }
            Progress::Exported { collection_on, .. } => self.debit(scheme, collection_on),
            Progress::Collected { clears_at, .. } if self.is_held(attempt) => {
                let text = match scheme {
                    Scheme::Autogiro => {
                        "The money has cleared: the payer's bank has paid it. The payer can have it back for eight weeks, and for thirteen months when there was no mandate."
                    }
                    Scheme::SepaCore => {
                        "The money has cleared: the payer's bank can no longer return it."
                    }
                    Scheme::Bacs => {
                        "The money has cleared: the payer's bank can no longer return it unpaid. The payer can claim it back under the Direct Debit Guarantee for ever."
                    }
                };
                self.expect(clears_at, "clearing", rules(scheme).clearing, text.to_owned());
            }
            _ => {}
        }
    }

    /// The debit on a day, and its clearing.
    fn debit(&mut self, scheme: Scheme, on: Date) {
        let Ok(days) = timetable::collecting_on(on, scheme) else {
            let calendar = scheme.rules().calendar;
            let (name, year) = (calendar.name(), calendar.last_year());
            let text = format!("There is no forecast: the {name} calendar ends with {year}.");
            self.tell(self.now, "no_forecast", "quittance", text);
            return;
        };
        let text = format!("The payer's account is debited on {}.", day(days.collection_on));
        self.expect(days.collected_at, "collection", rules(scheme).collection, text);
        let text = match scheme {
            Scheme::Autogiro => format!(
                "The money has cleared, unless the payer's bank says on {} that it does not pay.",
                day(days.collection_on)
            ),
            Scheme::SepaCore | Scheme::Bacs => format!(
                "The money has cleared, unless the payer's bank returns it by the end of {}.",
                day(days.return_closes_on)
            ),
        };
        self.expect(days.cleared_at, "clearing", rules(scheme).clearing, text);
    }
}
