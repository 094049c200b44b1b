//! A mandate, as the API shows it: no more of the payer than the merchant needs.

use domain::ids::{CustomerId, MandateId, PaymentMethodId, SessionId};
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use store::mandates::Mandate;
use utoipa::ToSchema;

use crate::api::names::MandateStatusName;
use crate::api::object_name;

object_name! { MandateObject = "mandate" }

/// A payer's authority to debit them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Mandate)]
pub struct MandateView {
    /// Its id.
    #[schema(value_type = String, example = "mandate_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: MandateId,
    /// Always `mandate`.
    #[schema(value_type = String, pattern = "^mandate$")]
    object: MandateObject,
    /// When it was signed, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The customer whose session it was signed for. The payer may be somebody else.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// The session at which it was signed.
    #[schema(value_type = String)]
    payment_session: SessionId,
    /// The account that it lets us debit.
    #[schema(value_type = String)]
    payment_method: PaymentMethodId,
    /// The scheme: `sepa_core`, `bacs` or `autogiro`.
    #[schema(value_type = String, pattern = "^(sepa_core|bacs|autogiro)$")]
    scheme: &'static str,
    /// How often it can be used: `one_off`.
    usage: String,
    /// Its reference in the scheme, which stands on the payer's statement.
    reference: String,
    /// Whether it can be collected under.
    #[schema(value_type = MandateStatusName)]
    status: &'static str,
    /// The name that the payer typed.
    account_holder_name: Option<String>,
    /// What the payer accepted.
    acceptance: AcceptanceView,
    /// When the payer's bank said that it has it, in Unix seconds; null where the scheme lodges none.
    lodged_at: Option<i64>,
    /// When it ended, in Unix seconds.
    ended_at: Option<i64>,
    /// Why it ended: the rail's reason code, such as `AC04`, `ADDACS-1` or
    /// `AG73-02`; `used` after its one
    /// collection, `withdrawn` before it.
    end_reason: Option<String>,
}

/// What the payer accepted. The whole evidence is kept with the mandate.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MandateAcceptance)]
pub struct AcceptanceView {
    /// When, in Unix seconds.
    accepted_at: i64,
    /// The language of the page.
    language: Option<String>,
    /// Which text of the scheme was shown, such as `sepa_core/en/1`.
    text: Option<String>,
    /// Its version.
    text_version: Option<u32>,
    /// SHA-256 of everything that was shown, in hex.
    shown_sha256: Option<String>,
}

/// The parts of the evidence that the view tells. Whatever is missing is left out.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Evidence {
    language: Option<String>,
    text: Text,
    shown: Shown,
    shown_sha256: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Text {
    id: Option<String>,
    version: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    r#type: Option<String>,
    account_holder_name: Option<String>,
}

impl MandateView {
    /// Of a mandate.
    pub fn of(mandate: &Mandate, scope: &Scope) -> Self {
        let evidence: Evidence = serde_json::from_str(&mandate.evidence).unwrap_or_default();
        Self {
            id: mandate.id,
            object: MandateObject::Name,
            created: mandate.created_at.seconds(),
            livemode: scope.livemode,
            customer: mandate.customer,
            payment_session: mandate.session,
            payment_method: mandate.payment_method,
            scheme: mandate.scheme.as_str(),
            usage: evidence.shown.r#type.unwrap_or_else(|| "one_off".to_owned()),
            reference: mandate.reference.clone(),
            status: mandate.status.as_str(),
            account_holder_name: evidence.shown.account_holder_name,
            acceptance: AcceptanceView {
                accepted_at: mandate.created_at.seconds(),
                language: evidence.language,
                text: evidence.text.id,
                text_version: evidence.text.version,
                shown_sha256: evidence.shown_sha256,
            },
            lodged_at: mandate.lodged_at.map(Timestamp::seconds),
            ended_at: mandate.ended_at.map(Timestamp::seconds),
            end_reason: mandate.end_reason.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::debit::Scheme;
    use domain::ids::{AccountId, Id};
    use store::mandates::MandateStatus;

    use super::*;

    #[test]
    fn the_view_tells_what_was_accepted_and_not_where_from() {
        let evidence = r#"{"text": {"id": "sepa_core/en/1", "version": 1, "verified": false},
            "shown": {"type": "one_off", "account_holder_name": "A Payer", "email": "p@example.com"},
            "shown_sha256": "00", "language": "en", "ip_address": "192.0.2.1", "user_agent": "X"}"#;
        let mandate = Mandate {
            id: MandateId::from_parts(1, [1; 10]),
            created_at: Timestamp::from_ms(7_000),
            customer: CustomerId::from_parts(1, [1; 10]),
            session: SessionId::from_parts(1, [1; 10]),
            payment_method: PaymentMethodId::from_parts(1, [1; 10]),
            scheme: Scheme::SepaCore,
            reference: "R".to_owned(),
            status: MandateStatus::Active,
            lodged_at: None,
            ended_at: None,
            end_reason: None,
            evidence: evidence.to_owned(),
        };
        let scope = Scope::new(AccountId::from_parts(1, [1; 10]), false);
        let view = serde_json::to_value(MandateView::of(&mandate, &scope)).unwrap();
        assert_eq!(view["acceptance"]["text"], "sepa_core/en/1");
        assert_eq!(view["acceptance"]["accepted_at"], 7);
        assert_eq!(view["account_holder_name"], "A Payer");
        let told = view.to_string();
        assert!(!told.contains("192.0.2.1") && !told.contains("p@example.com"), "{told}");
        let empty = Mandate { evidence: "{}".to_owned(), ..mandate };
        assert_eq!(MandateView::of(&empty, &scope).usage, "one_off");
    }
}
