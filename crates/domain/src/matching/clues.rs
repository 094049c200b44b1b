//! What an entry itself says about the session that it is for.

use super::{Entry, Evidence, FIELDS_MAX, REFERENCES_MAX, Reason, text};
use crate::reference::{Mode, Reference};

/// A reference that the entry quotes.
pub(super) struct Clue {
    pub(super) reference: Reference,
    pub(super) evidence: Evidence,
}

impl Clue {
    /// True when a field carries nothing else.
    pub(super) const fn is_structured(&self) -> bool {
        matches!(self.evidence, Evidence::Field { .. })
    }

    /// True when it is written as it should be.
    pub(super) const fn is_exact(&self) -> bool {
        match &self.evidence {
            Evidence::Text { found, .. } => found.confusion.is_none(),
            _ => true,
        }
    }
}

/// All that the entry quotes, the structured first.
pub(super) struct Clues {
    /// References of the entry's mode.
    pub(super) ours: Vec<Clue>,
    /// References of the other mode, written as they should be.
    pub(super) others: Vec<Clue>,
    /// Why they cannot be relied on.
    pub(super) refused: Option<Reason>,
}

/// The references by which to look for the entry's session: each once, [`REFERENCES_MAX`] at most.
pub fn references_in(entry: &Entry) -> Vec<Reference> {
    let mut references = Clues::of(entry).references();
    references.truncate(REFERENCES_MAX);
    references
}

impl Clues {
    pub(super) fn of(entry: &Entry) -> Self {
        let mode = entry.mode;
        let mut clues = Self { ours: Vec::new(), others: Vec::new(), refused: None };
        let fields = entry.fields.iter().take(FIELDS_MAX);
        // A field that is a reference says so before any text does.
        let (whole, free): (Vec<_>, Vec<_>) =
            fields.map(|it| (it, Reference::read(&it.1))).partition(|(_, read)| read.is_ok());
        for ((field, text), read) in whole {
            if let Ok((reference, form)) = read {
                let (field, text) = (*field, text.clone());
                clues.add(Evidence::Field { field, text, reference, form }, reference, mode);
            }
        }
        for ((field, text), _) in free {
            clues.read(&[text], Some(*field), mode);
        }
        clues.read(&entry.lines, None, mode);
        clues.refused = clues.refused.or_else(|| clues.limit(entry));
        clues
    }

    fn read<Line: AsRef<str>>(&mut self, lines: &[Line], field: Option<super::Field>, mode: Mode) {
        if text::is_too_long(lines) {
            self.refused = Some(Reason::TooMuchText);
        }
        for searched in [mode, mode.other()] {
            let found = text::find_cores(lines, searched);
            if found.len() >= text::CORES_MAX {
                self.refused = self.refused.or(Some(Reason::TooManyReferences));
            }
            for found in found {
                let reference = found.reference;
                self.add(Evidence::Text { field, found }, reference, mode);
            }
        }
    }

    fn add(&mut self, evidence: Evidence, reference: Reference, mode: Mode) {
        let clue = Clue { reference, evidence };
        if reference.mode() == mode {
            self.ours.push(clue);
        } else if clue.is_exact() {
            self.others.push(clue);
        }
    }

    /// Those of the entry's mode, each once.
    fn references(&self) -> Vec<Reference> {
        let mut references: Vec<Reference> = Vec::new();
        for clue in &self.ours {
            if !references.contains(&clue.reference) {
                references.push(clue.reference);
            }
        }
        references
    }

    fn limit(&self, entry: &Entry) -> Option<Reason> {
        let many = entry.fields.len() > FIELDS_MAX || self.references().len() > REFERENCES_MAX;
        many.then_some(Reason::TooManyReferences)
    }
}
