//! What is kept of a signed debit: the account as the API shows it, and what shows afterwards that
//! this payer signed this mandate.

use domain::debit::Scheme;
use domain::debit::account::DebitAccount;
use domain::debit::timetable;
use domain::session::Session;
use pages::texts::MandateText;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::debit::Signing;
use super::details::Details;
use super::statement_text;
use crate::extract::hex;

/// What the API shows of the account.
pub(super) fn masked(details: &Details) -> Value {
    let (kind, account) = match &details.account {
        DebitAccount::Iban(iban) => {
            ("sepa_debit", json!({ "country": iban.country().as_str(), "last4": iban.last4() }))
        }
        DebitAccount::British { sort_code, number } => {
            ("bacs_debit", json!({ "sort_code": sort_code.to_string(), "last4": number.last4() }))
        }
        // Nothing of the holder's number but its kind: it says when a person was born.
        DebitAccount::Swedish { account, holder } => (
            "autogiro",
            json!({
                "clearing_number": account.clearing(),
                "bank": account.bank(),
                "last4": account.last4(),
                "payer_id_type": holder.kind().as_str(),
            }),
        ),
    };
    json!({
        "billing_details": {
            "name": details.account_holder_name,
            "email": details.email,
            "phone": null,
            "address": details.address,
        },
        kind: account,
    })
}

/// What shows afterwards that this payer signed this mandate.
pub(super) fn evidence(
    session: &Session,
    amount: i64,
    reference: &str,
    signing: &Signing<'_>,
) -> Value {
    let Signing { text, guarantee, signature, now, .. } = signing;
    let shown = shown(session, amount, reference, signing);
    let hash = hex(&Sha256::digest(shown.to_string().as_bytes()));
    json!({
        "text": named(text),
        "guarantee": guarantee.as_ref().map(named),
        "shown": shown,
        "shown_sha256": hash,
        "read_back": signature.seen.is_some(),
        "collection_date_confirmed": signature.seen.map(|date| date.to_string()),
        "advance_notice": advance_notice(session, amount, signing),
        "signed_at": now.seconds(),
        "language": signature.locale.tag(),
        "ip_address": signature.address.map(|address| address.to_string()),
        "user_agent": signature.user_agent,
    })
}

/// The notice that the payer has of the collection, and the confirmation that replaces it where the
/// bank takes that.
fn advance_notice(session: &Session, amount: i64, signing: &Signing<'_>) -> Value {
    let Signing { notice, signature, timetable, scheme, now, .. } = signing;
    let waited_for = timetable::noticed_on(*now, *scheme, *notice).ok().flatten();
    let confirmed = signature.seen.map(|seen| {
        json!({
            "amount": amount,
            "currency": session.terms.currency,
            "collection_on": seen.to_string(),
            "account_masked": signature.details.account.masked(),
        })
    });
    json!({
        "days": notice.days,
        "counted": notice.counted,
        "replaced_by_confirmation": notice.confirmation_replaces,
        "confirmed": confirmed,
        "collection_on": timetable.collection_on.to_string(),
        "no_earlier_than": waited_for.map(|day| day.to_string()),
    })
}

/// Which text it was, to the letter.
fn named(text: &MandateText) -> Value {
    json!({
        "id": text.id(),
        "version": text.version,
        "language": text.lang.tag(),
        "source": text.source,
        "verified": text.verified,
    })
}

/// Everything that stood on the page.
fn shown(session: &Session, amount: i64, reference: &str, signing: &Signing<'_>) -> Value {
    let Signing { scheme, account, creditor, text, guarantee, signature, timetable, .. } = signing;
    let details = &signature.details;
    let mut shown = json!({
        "title": text.title,
        "paragraphs": text.paragraphs(&creditor.name),
        "creditor": {
            "name": creditor.name,
            "address": creditor.address_lines,
            "identifier": creditor.identifier,
        },
        "reference": reference,
        "type": "one_off",
        "account_holder_name": details.account_holder_name,
        "email": details.email,
        "address": details.address,
        "amount": amount,
        "currency": session.terms.currency,
        "collection_on": timetable.collection_on.to_string(),
    });
    match scheme {
        Scheme::SepaCore => shown["iban_masked"] = json!(details.account.masked()),
        Scheme::Autogiro => {
            shown["account_masked"] = json!(details.account.masked());
            shown["creditor"]["organisation_number"] = json!(account.settings.organisation_number);
            shown["statement_text"] = json!(statement_text(account, session, scheme.method()));
        }
        Scheme::Bacs => {
            shown["account_masked"] = json!(details.account.masked());
            shown["sole_signatory"] = json!(true);
            shown["creditor"]["phone"] = json!(account.settings.support_phone);
            shown["creditor"]["email"] = json!(account.settings.support_email);
            shown["statement_name"] = json!(statement_text(account, session, scheme.method()));
            shown["guarantee"] = json!(guarantee.as_ref().map(|guarantee| json!({
                "title": guarantee.title,
                "paragraphs": guarantee.paragraphs(&creditor.name),
            })));
        }
    }
    shown
}
