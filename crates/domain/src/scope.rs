//! Whose data, and whether it is real money.

use crate::ids::AccountId;

/// An account in one of its two modes. Leads every unique key, job, event and posting, so that
/// no function can forget it: test never meets live, and one merchant never meets another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The merchant's account.
    pub account: AccountId,
    /// True for real money, false for the sandbox.
    pub livemode: bool,
}

impl Scope {
    /// The scope of `account` in live (`true`) or test mode.
    pub const fn new(account: AccountId, livemode: bool) -> Self {
        Self { account, livemode }
    }

    /// `live` or `test`, as keys and logs spell it.
    pub const fn mode(&self) -> &'static str {
        if self.livemode { "live" } else { "test" }
    }
}
