//! The first page: what is to be paid, and the choice of how. Choosing changes nothing.

use askama::Template;

use crate::frame::Frame;
use crate::payment::{DeclineReason, Method, MethodKind, Payment};
use crate::translate::Key;

/// The chooser of methods: a GET form whose radios are named `payment_method_type`.
#[derive(Clone, Debug, Template)]
#[template(path = "choose.html")]
pub struct Choose {
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub payment: Payment,
    /// The methods in the merchant's order. A single one is chosen already.
    pub methods: Vec<Method>,
    /// What was wrong with the last choice.
    pub problem: ChooseProblem,
}

/// What the page says about the step before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChooseProblem {
    /// Nothing.
    None,
    /// The form was sent without a choice.
    NothingChosen,
    /// The chosen method can't be used now.
    Unavailable,
    /// The last try failed.
    Failed(DeclineReason),
}

impl ChooseProblem {
    const fn is_failure(self) -> bool {
        matches!(self, Self::Failed(_))
    }

    const fn title(self) -> Key {
        if self.is_failure() { Key("status-failed-title") } else { Key("problem-title") }
    }

    pub(crate) const fn key(self) -> Option<Key> {
        match self {
            Self::None => None,
            Self::NothingChosen => Some(Key("choose-nothing-chosen")),
            Self::Unavailable => Some(Key("choose-unavailable")),
            Self::Failed(reason) => Some(reason.key()),
        }
    }
}

crate::render!(Choose);
