//! Verdicts in words: what the rule, the subject and both sides of the comparison are called.
//!
//! In: a judgement. Out: the same, with the words beside the names; rules and keys stay, so that what was found before is
//! known again and every name can be typed. Not here: the sentences (`sentence`).

use super::Words;
use ramme_eval::result::{Because, Called, Judgement, Verdict};
use std::sync::Arc;

impl Words {
    /// Says in verdicts what people call the names in them, their subjects, and whom these belong to.
    pub fn call(&self, judgement: &mut Judgement) {
        let mut last: Option<(String, Arc<Called>)> = None;
        for verdict in judgement.results.iter_mut().chain(&mut judgement.targets) {
            let key = same(verdict);
            let called = match last.take() {
                Some((held, called)) if held == key => called,
                _ => Arc::new(self.called(verdict)),
            };
            verdict.called = Some(Arc::clone(&called));
            last = Some((key, called));
            self.subject(verdict);
        }
    }

    fn subject(&self, verdict: &mut Verdict) {
        let row = |entity: &str, key: &str| self.rows.get(&(entity.to_owned(), key.to_owned())).cloned();
        verdict.name = verdict.subject.first().and_then(|(entity, key)| row(entity, key));
        for of in verdict.belongs.iter_mut().chain(&mut verdict.before) {
            of.name = row(&of.entity, &of.key);
        }
        let rows = usize::from(verdict.belongs.is_some());
        let words = |(at, (_, key)): (usize, &(String, String))| {
            self.wording.of(key, self.lang).filter(|_| at >= rows).map_or_else(|| key.clone(), str::to_owned)
        };
        let called: Vec<String> = verdict.subject.iter().enumerate().map(words).collect();
        if called.iter().zip(&verdict.subject).any(|(word, (_, key))| word != key) {
            verdict.keys_called = called;
        }
    }

    /// The words for the names in a verdict.
    fn called(&self, verdict: &Verdict) -> Called {
        let of = |name: &str| self.wording.of(name, self.lang).map(str::to_owned);
        // Of several names the one nearest to the data says most.
        let side = |names: &[String]| names.iter().rev().find_map(|name| of(name));
        Called {
            rule: of(&verdict.rule),
            axes: verdict.subject.iter().map(|(axis, _)| of(axis)).collect(),
            measured: side(&verdict.sides.measured),
            limit: side(&verdict.sides.limit),
            owner: verdict.belongs.as_ref().and_then(|belongs| of(&belongs.entity)),
            before: verdict.before.as_ref().and_then(|before| of(&before.entity)),
        }
    }

    /// What a run or judgement shows of verdicts, in words: readings, causes, what was said along the way.
    pub(super) fn judgement_in_place(&self, judgement: &mut Judgement) {
        for verdict in judgement.results.iter_mut().chain(&mut judgement.targets) {
            self.names_of(verdict);
            verdict.missing.iter_mut().for_each(|note| self.note(note));
            for lack in &mut verdict.lacks {
                self.note(&mut lack.note);
                lack.what = self.cell(&lack.what);
                lack.name = self.cell(&lack.name);
            }
            for reading in &mut verdict.rests_on {
                *reading = self.dotted(reading);
            }
        }
        judgement.notes.iter_mut().for_each(|note| self.note(note));
    }

    /// The names that a verdict shows in words are listed where they may be typed.
    fn names_of(&self, verdict: &Verdict) {
        if self.typed {
            let sides = verdict.sides.measured.iter().chain(&verdict.sides.limit);
            for name in sides {
                self.given(name);
            }
        }
    }

    /// A judgement in words.
    #[must_use]
    pub fn judgement(&self, judgement: &Judgement) -> Judgement {
        let mut spoken = judgement.clone();
        self.judgement_in_place(&mut spoken);
        spoken
    }

    /// Says why limits are what they are in words.
    pub fn reasons(&self, judgement: &mut Judgement) {
        for verdict in &mut judgement.results {
            match &mut verdict.because {
                Some(Because::Conditions(all)) => {
                    for one in all {
                        if let Some(name) = &one.name {
                            one.text = self.name(name);
                        }
                    }
                }
                Some(Because::Cap { cap, .. }) => *cap = self.name(cap),
                None => {}
            }
        }
    }
}

/// What two verdicts of the same words have in common.
fn same(verdict: &Verdict) -> String {
    let sides = verdict.sides.measured.iter().chain(&verdict.sides.limit);
    let names: Vec<&str> = std::iter::once(&verdict.rule).chain(sides).map(String::as_str).collect();
    let before = verdict.before.as_ref().map_or("", |before| before.entity.as_str());
    let of = verdict.belongs.as_ref().map_or("", |belongs| belongs.entity.as_str());
    format!("{}\n{of}\n{before}", names.join("\n"))
}
