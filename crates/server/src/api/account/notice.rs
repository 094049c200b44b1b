//! Notice in advance of direct debits, as an account has it for each scheme.

use std::collections::BTreeMap;

use domain::debit::Scheme;
use domain::debit::notice::{Counted, DAYS_MAX, Notice};
use serde::Serialize;
use store::accounts::{AgreedNotice, Settings};
use utoipa::ToSchema;

use crate::extract::{Fields, Given};

/// Notice in advance, by scheme.
#[derive(ToSchema)]
#[schema(as = AdvanceNotice)]
pub struct AdvanceNotice {
    /// Of Bacs.
    pub bacs: NoticeView,
    /// Of SEPA Direct Debit Core.
    pub sepa_core: NoticeView,
}

/// The notice that payers have of a collection.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub struct NoticeView {
    /// Days between the day on which the payer is told and that of the debit.
    pub days: u16,
    /// Which days count; it is the scheme's.
    #[schema(value_type = CountedName)]
    pub counted: Counted,
    /// The bank takes the payer's confirmation of a collection on the page in place of the notice.
    pub confirmation_replaces_notice: bool,
}

/// Which days count.
#[derive(ToSchema)]
#[schema(as = Counted, rename_all = "snake_case")]
pub enum CountedName {
    /// Those on which the scheme works.
    WorkingDays,
    /// All of them.
    CalendarDays,
}

/// What is agreed with the bank about notice, by scheme; null for the scheme's usual.
#[derive(ToSchema)]
#[schema(as = AdvanceNoticeInput)]
pub struct AdvanceNoticeBody {
    /// Of Bacs.
    pub bacs: Option<NoticeBody>,
    /// Of SEPA Direct Debit Core.
    pub sepa_core: Option<NoticeBody>,
}

/// What is agreed with the bank. It replaces what was said of the scheme before; what is left out is
/// as usual.
#[derive(ToSchema)]
#[schema(as = NoticeInput)]
pub struct NoticeBody {
    /// Days between the day on which the payer is told and that of the debit.
    #[schema(minimum = 0, maximum = 60)]
    pub days: Option<u16>,
    /// Whether the bank takes the payer's confirmation on the page in place of the notice.
    pub confirmation_replaces_notice: Option<bool>,
}

/// What a body says of some schemes.
pub(super) type Changes = Vec<(Scheme, Given<AgreedNotice>)>;

/// Every scheme's notice.
pub(super) fn view(settings: &Settings) -> BTreeMap<Scheme, NoticeView> {
    Scheme::ALL.iter().map(|&scheme| (scheme, NoticeView::of(settings.notice_of(scheme)))).collect()
}

impl NoticeView {
    const fn of(notice: Notice) -> Self {
        let Notice { days, counted, confirmation_replaces } = notice;
        Self { days, counted, confirmation_replaces_notice: confirmation_replaces }
    }
}

/// Reads `advance_notice`.
pub(super) fn read(fields: &mut Fields<'_>) -> Given<Changes> {
    fields.given_object("advance_notice", |fields| {
        let each = |&scheme: &Scheme| {
            (scheme, fields.given_object(scheme.as_str(), |fields| Some(agreed(fields, scheme))))
        };
        Some(Scheme::ALL.iter().map(each).collect())
    })
}

fn agreed(fields: &mut Fields<'_>, scheme: Scheme) -> AgreedNotice {
    let usual = scheme.rules().notice;
    let days = fields.int("days", 0..=i64::from(DAYS_MAX));
    let replaces = fields.bool("confirmation_replaces_notice");
    AgreedNotice {
        days: days.and_then(|days| u16::try_from(days).ok()).unwrap_or(usual.days),
        confirmation_replaces_notice: replaces.unwrap_or(usual.confirmation_replaces),
    }
}

/// Puts what was given into the settings.
pub(super) fn apply(given: Given<Changes>, settings: &mut Settings) {
    let changes = match given {
        Given::Absent => return,
        Given::Null => return settings.notice.clear(),
        Given::Value(changes) => changes,
    };
    for (scheme, change) in changes {
        match change {
            Given::Absent => {}
            Given::Null => drop(settings.notice.remove(&scheme)),
            Given::Value(agreed) => drop(settings.notice.insert(scheme, agreed)),
        }
    }
}
