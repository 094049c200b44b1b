//! Typed, prefixed ids that sort by the time of their making.
//!
//! An id is a prefix (`py_sess_`) and 26 lower-case Crockford base32 characters: 48 bits of
//! milliseconds since the epoch, then 80 random bits. Those that one process makes within a
//! millisecond go up, so that lists are in the order of writing. Every collation sorts them alike,
//! which keeps inserts at the end of an index. They say when a thing was made and are not secrets.

use std::fmt;
use std::str::FromStr;

use crate::source::Source;

/// Crockford's alphabet (<https://www.crockford.com/base32.html>), lower case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters after the prefix: 128 bits, five at a time.
pub const TAIL_LEN: usize = 26;

/// The part of an id behind its prefix.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tail([u8; TAIL_LEN]);

impl Tail {
    fn new(ms: u64, random: [u8; 10]) -> Self {
        let mut bits = u128::from(ms & 0xffff_ffff_ffff) << 80;
        for (place, byte) in random.iter().enumerate() {
            bits |= u128::from(*byte) << (72 - 8 * place);
        }
        let mut tail = [0; TAIL_LEN];
        for (place, character) in tail.iter_mut().enumerate() {
            // 26 × 5 = 130: the first character carries only the top three bits.
            let shift = 125_usize.saturating_sub(5 * place);
            let index = if place == 0 { bits >> 125 } else { bits >> shift & 31 };
            *character = ALPHABET[index as usize & 31];
        }
        Self(tail)
    }

    fn parse(text: &str) -> Option<Self> {
        let tail: [u8; TAIL_LEN] = text.as_bytes().try_into().ok()?;
        // The first character holds three bits, so it is at most 7.
        let canonical = tail[0] <= b'7' && tail.iter().all(|c| ALPHABET.contains(c));
        canonical.then_some(Self(tail))
    }

    fn as_str(&self) -> &str {
        // Every constructor takes its characters from the ASCII alphabet.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// A text that is not an id of the kind asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id that begins with `{prefix}`")]
pub struct NotAnId {
    /// The prefix that the id should have.
    pub prefix: &'static str,
}

/// What all ids share.
pub trait Id: Copy + Ord + fmt::Display + FromStr<Err = NotAnId> + Send + Sync + 'static {
    /// What every id of the kind begins with.
    const PREFIX: &'static str;

    /// Builds one from its parts: milliseconds since the epoch and ten random bytes.
    fn from_parts(ms: u64, random: [u8; 10]) -> Self;

    /// A new one, from real time and fresh randomness.
    fn fresh(source: &dyn Source) -> Self {
        let (ms, random) = source.stamp();
        Self::from_parts(ms, random)
    }
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])+ $name:ident $prefix:literal;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Tail);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_parts(ms: u64, random: [u8; 10]) -> Self {
                Self(Tail::new(ms, random))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($prefix)?;
                f.write_str(self.0.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.strip_prefix($prefix)
                    .and_then(Tail::parse)
                    .map(Self)
                    .ok_or(NotAnId { prefix: $prefix })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

typed_ids! {
    /// A merchant's account.
    AccountId "acct_";
    /// An API key (its record, not its secret).
    KeyId "key_";
    /// A customer: who pays.
    CustomerId "cus_";
    /// A payment session: a request to be paid once.
    SessionId "py_sess_";
    /// A transaction: one payment towards a session.
    TransactionId "txn_";
    /// An attempt: one try at a transaction with one method.
    AttemptId "att_";
    /// A payment method that a payer gave.
    PaymentMethodId "pm_";
    /// A mandate: the payer's authority to debit.
    MandateId "mandate_";
    /// An instruction: what a rail is asked to do.
    InstructionId "ins_";
    /// What a payer's bank is told about a mandate.
    MandateOrderId "mor_";
    /// A batch: instructions that leave together.
    BatchId "bat_";
    /// A connection to a processor or bank.
    ConnectionId "conn_";
    /// An event: what happened, as the merchant sees it.
    EventId "evt_";
    /// A request to the API.
    RequestId "req_";
    /// A message: a mail to a payer.
    MessageId "msg_";
    /// A movement: money that moved.
    MovementId "mov_";
    /// A ledger entry: the bookkeeping of a movement.
    LedgerEntryId "le_";
    /// A work item: what a person has to look at.
    WorkItemId "wi_";
    /// An owner: who is paid when a payment is split.
    OwnerId "own_";
    /// A unit: a home that is let.
    UnitId "unit_";
    /// A transfer: an owner's part of a payment.
    TransferId "tr_";
    /// A transfer reversal: what of a transfer was taken back.
    TransferReversalId "trr_";
    /// An owner payout: money sent to an owner.
    OwnerPayoutId "opo_";
    /// A customer balance transaction: a change of what a customer has in credit.
    CustomerBalanceTransactionId "cbtxn_";
    /// A refund: money that the merchant gives back.
    RefundId "re_";
    /// A dispute: a payer's claim that a payment was not authorised.
    DisputeId "dp_";
    /// A bank account of the merchant's own.
    BankAccountId "ba_";
    /// An account at a bank that was opened for one customer.
    VirtualAccountId "va_";
    /// An entry of a bank's statement.
    StatementEntryId "stmt_";
    /// A match: which session an entry's money was taken for, and why.
    EntryMatchId "match_";
    /// A mark: that money was received, by a person's word.
    ReceiptMarkId "mark_";
    /// A job, seen in logs only.
    JobId "job_";
    /// A line of a rail's report or a processor's notice.
    NoticeId "ntc_";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_itself() {
        let id = SessionId::from_parts(1_795_404_960_123, *b"0123456789");
        let text = id.to_string();
        assert!(text.starts_with("py_sess_"));
        assert_eq!(text.len(), "py_sess_".len() + TAIL_LEN);
        assert_eq!(text.parse(), Ok(id));
    }

    #[test]
    fn later_ids_sort_later_as_text() {
        let early = EventId::from_parts(1_000, [255; 10]).to_string();
        let late = EventId::from_parts(1_001, [0; 10]).to_string();
        assert!(early < late);
    }

    #[test]
    fn the_tail_is_crockford_base32_of_128_bits() {
        assert_eq!(
            EventId::from_parts(0xffff_ffff_ffff, [255; 10]).to_string(),
            "evt_7zzzzzzzzzzzzzzzzzzzzzzzzz"
        );
        assert_eq!(EventId::from_parts(0, [0; 10]).to_string(), "evt_00000000000000000000000000");
        assert_eq!(
            EventId::from_parts(0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 33]).to_string(),
            "evt_00000000000000000000000011"
        );
    }

    #[test]
    fn other_prefixes_and_spellings_are_refused() {
        let id = CustomerId::from_parts(1, [1; 10]).to_string();
        assert!(id.parse::<SessionId>().is_err());
        assert!(id.to_uppercase().parse::<CustomerId>().is_err());
        assert!("cus_8zzzzzzzzzzzzzzzzzzzzzzzzz".parse::<CustomerId>().is_err());
        assert!("cus_".parse::<CustomerId>().is_err());
    }
}
