//! The mails to merchants about what was changed in their account.

use jiff::civil::DateTime;

use super::{Body, Mail, subject, test_notice};
use crate::RenderError;
use crate::date::format_date_time;
use crate::locale::Locale;
use crate::safe;
use crate::translate::{Key, Translator};

/// The account that payers send money to will be another one soon. Whoever did not ask for that
/// has until then to stop it.
#[derive(Clone, Debug)]
pub struct BankAccountChangeMail {
    /// The account's language, or English.
    pub locale: Locale,
    /// Test mails are marked.
    pub test_mode: bool,
    /// The merchant's name.
    pub merchant: String,
    /// The currency of the account, in capitals.
    pub currency: String,
    /// The account that is replaced, with all but its ends hidden; `None` for the first one.
    pub replaced: Option<String>,
    /// The new account's holder.
    pub account_name: String,
    /// The new account, with all but its ends hidden.
    pub account_masked: String,
    /// Who asked for it, such as the name of an API key.
    pub requested_by: String,
    /// When, in UTC.
    pub requested_at: DateTime,
    /// When the new account takes the place of the old, in UTC.
    pub effective_at: DateTime,
    /// Who writes: the address of this server.
    pub server: String,
}

impl BankAccountChangeMail {
    /// The mail.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let t = Translator(self.locale);
        let merchant = safe::one_line(&self.merchant);
        let at = |at| format!("{} UTC", format_date_time(at, self.locale));
        let effective = at(self.effective_at);
        let values = [
            ("merchant", merchant.as_str()),
            ("currency", self.currency.as_str()),
            ("when", effective.as_str()),
        ];
        let replaced =
            self.replaced.as_ref().map(|old| (Key("mail-account-replaced"), old.clone()));
        let rows = [
            (Key("transfer-account-name"), self.account_name.clone()),
            (Key("mail-account-new"), self.account_masked.clone()),
        ]
        .into_iter()
        .chain(replaced)
        .chain([
            (Key("mail-account-by"), self.requested_by.clone()),
            (Key("mail-account-requested"), at(self.requested_at)),
            (Key("mail-account-effective"), effective.clone()),
        ]);
        Body {
            lang: self.locale.tag(),
            subject: subject(t, self.test_mode, &t.with("mail-account-subject", &values)),
            test_notice: test_notice(t, self.test_mode),
            heading: t.with("mail-account-heading", &values),
            opening: vec![t.with("mail-account-text", &values)],
            button: None,
            facts: rows.map(|(key, value)| (t.text(key), safe::one_line(&value))).collect(),
            wording: None,
            closing: vec![t.with("mail-account-wrong", &values)],
            signature: vec![safe::one_line(&self.server)],
        }
        .mail(t)
    }
}
