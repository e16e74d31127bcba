//! Amendments: what each changes, from when and by which document; and whether what is left holds together.
//!
//! In: the changes that rule files say, and the clauses that they change. Out: amendments in the order of publication, and
//! every problem of the amended result at each point of knowledge. Not here: which amendments a run knows (`view`).

use super::Checker;
use super::exceptions::{combinations, holds_under};
use crate::amend::{Amendable, InPlay, apply, changes, uncovered};
use crate::model::{Amendment, Clause, KeyValue, ParameterValue, ReadingId, Symbol, Version};
use crate::names::{Found, Pending};
use crate::versions::{Chooser, Dating, apart, days_in_words, earlier, overlap};
use ramme_diag::{Code, Diagnostic, Lang, Span, Text, closest};
use ramme_syntax::tree::{Change, Name, Opener, Role, Verb};
use ramme_value::{Period, PeriodKind};
use std::collections::BTreeSet;

/// What can be amended, as far as its changes have to know it.
pub(super) struct Amended<'a> {
    /// Its name.
    pub name: &'a Name,
    /// What chooses among its clauses.
    pub chooser: Chooser,
    /// What its clauses begin with.
    pub opener: Opener,
}

/// A clause with other days.
pub(super) trait Trimmed: Amendable + Clone {
    /// The same on the days on which it is in play, under whatever reading is taken.
    fn on(&self, days: InPlay) -> Self;
}

impl Trimmed for Clause {
    fn on(&self, days: InPlay) -> Clause {
        Clause { version: trimmed(&self.version, days), ..self.clone() }
    }
}

impl Trimmed for ParameterValue {
    fn on(&self, days: InPlay) -> ParameterValue {
        ParameterValue { version: trimmed(&self.version, days), ..self.clone() }
    }
}

fn trimmed(version: &Version, days: InPlay) -> Version {
    Version { from: days.from, to: days.to, reading: None, ..version.clone() }
}

impl Checker {
    /// Says which amendments are of something that can't be amended.
    pub(crate) fn amended_names(&mut self, pending: &Pending) {
        let amendable: BTreeSet<&str> = pending
            .definitions
            .iter()
            .map(|d| &d.name)
            .chain(pending.rules.iter().map(|r| &r.name))
            .chain(pending.parameters.iter().map(|p| &p.name))
            .map(|name| name.text.as_str())
            .collect();
        for name in pending.amends.iter().map(|amend| &amend.name) {
            if amendable.contains(name.text.as_str())
                || matches!(self.names.find(&name.text), Found::Poisoned)
            {
                continue;
            }
            let Some(entry) = self.names.global.get(&name.text) else {
                self.problems.push(
                    Diagnostic::new(Code::UnknownName)
                        .arg("name", &name.text)
                        .maybe_arg("suggestion", closest(&name.text, &amendable))
                        .at(name.span),
                );
                continue;
            };
            let found = entry.kind.clone();
            let expected =
                Text::both("a definition, rule or parameter", "en definition, regel eller parameter");
            let _: Option<Symbol> = self.wrong_kind(&name.text, found, expected, name.span);
        }
    }

    /// One change; none where something is wrong with it, which has been reported.
    pub(super) fn change(
        &mut self,
        of: &Amended,
        change: &Change,
        keys: Vec<KeyValue>,
        clause: Option<usize>,
    ) -> Option<Amendment> {
        let reading = match &change.reading {
            None => None,
            Some(reading) => Some(self.reading(reading)?),
        };
        let before = self.problems.len();
        let dating = Dating { name: &of.name.text, own: &change.header, common: None, chooser: of.chooser };
        let version = Version { amends: true, ..self.version(&dating, reading, change.span) };
        self.published(of.name, change, &version);
        self.in_time(of.name, change, &version, &keys);
        if let Some((opener, body)) = &change.says
            && *opener != of.opener
        {
            let span = Span { end: body.span.start, ..change.span };
            let expected = Text::same(format!("`{}`", of.opener.name()));
            let problem = Diagnostic::new(Code::SyntaxError).arg("expected", expected);
            self.problems.push(problem.arg("found", opener.name()).at(span));
        }
        let label = match &change.role {
            Role::Exception { label, .. } => Some(label.text.clone()),
            Role::Plain | Role::Base => None,
        };
        let sound = self.problems.len() == before;
        sound.then_some(Amendment { verb: change.verb, version, label, keys, clause })
    }

    /// An amendment cites a document, and the day of its publication is known.
    fn published(&mut self, name: &Name, change: &Change, version: &Version) {
        let Some(cite) = version.cites.first() else {
            if change.header.cites.is_empty() {
                self.problems
                    .push(Diagnostic::new(Code::AmendmentNotCited).arg("name", &name.text).at(change.span));
            }
            return;
        };
        if version.known_from.is_none() {
            let document = self.book.documents.get(cite.document.index()).map_or("", |d| d.name.as_str());
            self.problems.push(Diagnostic::new(Code::NotPublished).arg("document", document).at(cite.span));
        }
    }

    /// An amendment says from when, and does not reach behind its publication in silence.
    fn in_time(&mut self, name: &Name, change: &Change, version: &Version, keys: &[KeyValue]) {
        let period = keys.iter().find_map(|key| match key {
            KeyValue::Period(index) => Period::from_index(PeriodKind::Year, *index).map(Period::start),
            KeyValue::Member(_) => None,
        });
        let Some(from) = version.from.max(period) else {
            if change.header.from.is_none() {
                self.problems
                    .push(Diagnostic::new(Code::AmendmentUndated).arg("name", &name.text).at(change.span));
            }
            return;
        };
        if let Some(published) =
            version.known_from.filter(|published| *published > from && !change.retroactive)
        {
            let at = change.header.from.as_ref().map_or(change.span, |bound| bound.span);
            self.problems.push(
                Diagnostic::new(Code::PastChanged)
                    .arg("published", published.to_string())
                    .arg("from", from.to_string())
                    .at(at),
            );
        }
    }

    /// Changes of a definition or rule have no keys; a bare word was probably meant to be a reading or a label.
    pub(super) fn without_keys(
        &mut self,
        name: &Name,
        change: &Change,
        labels: &BTreeSet<&str>,
    ) -> Option<()> {
        let Some(key) = change.keys.first() else { return Some(()) };
        let suggestion = if labels.contains(key.text.as_str()) {
            Some(format!("{} exception {}", change.verb.name(), key.text))
        } else if self.names.readings.contains_key(&key.text) {
            Some(format!("{} reading {}", change.verb.name(), key.text))
        } else {
            None
        };
        self.report(
            Diagnostic::new(Code::NothingToAmend)
                .arg("name", &name.text)
                .arg("clause", &key.text)
                .maybe_arg("suggestion", suggestion)
                .at(key.span),
        )
    }

    /// The changes one after the other: each finds what it changes, and what is left holds together at every point of
    /// knowledge. `check` looks at what is in play.
    pub(super) fn amended<A: Trimmed>(
        &mut self,
        name: &Name,
        all: &[A],
        amendments: &[Amendment],
        check: impl Fn(&mut Checker, &[A]),
    ) {
        let before = self.problems.len();
        self.one_at_a_time(name, amendments);
        let versions = || all.iter().map(Amendable::version).chain(amendments.iter().map(|a| &a.version));
        let readings = versions().any(|version| version.reading.is_some());
        for taken in combinations(versions()) {
            // Too many ways to read it: what holds under each can't be told apart.
            if readings && taken.is_empty() {
                break;
            }
            self.amended_under(name, all, amendments, &taken, &check);
        }
        let mut said: BTreeSet<(Option<Span>, String)> = BTreeSet::new();
        let mut at = 0;
        self.problems.retain(|problem| {
            at += 1;
            at <= before || said.insert((problem.place().span(), problem.message(Lang::En)))
        });
    }

    fn amended_under<A: Trimmed>(
        &mut self,
        name: &Name,
        all: &[A],
        amendments: &[Amendment],
        taken: &[ReadingId],
        check: &impl Fn(&mut Checker, &[A]),
    ) {
        let own = all
            .iter()
            .enumerate()
            .filter(|(_, one)| !one.version().amends && holds_under(one.version(), taken));
        let as_is =
            |(clause, one): (usize, &A)| InPlay { clause, from: one.version().from, to: one.version().to };
        let mut held: Vec<InPlay> = own.map(as_is).collect();
        let known: Vec<&Amendment> = amendments.iter().filter(|a| holds_under(&a.version, taken)).collect();
        for together in known.chunk_by(|a, b| a.version.known_from == b.version.known_from) {
            for amendment in together {
                if self.finds_what_it_changes(name, all, amendment, &held) {
                    apply(all, amendment, &mut held);
                }
            }
            let left: Vec<A> = held.iter().filter_map(|days| Some(all.get(days.clause)?.on(*days))).collect();
            check(self, &left);
        }
    }

    /// What is replaced or repealed is in force on every day of the change, and was known when the change came out.
    fn finds_what_it_changes<A: Trimmed>(
        &mut self,
        name: &Name,
        all: &[A],
        amendment: &Amendment,
        held: &[InPlay],
    ) -> bool {
        if amendment.verb == Verb::Adds {
            return true;
        }
        let out = amendment.version.known_from;
        let about = |days: &&InPlay| {
            all.get(days.clause).is_some_and(|one| changes(amendment, one) && one.version().known_from <= out)
        };
        let targets: Vec<InPlay> = held.iter().filter(about).copied().collect();
        let Version { from, to, span, .. } = amendment.version;
        if targets.is_empty() {
            let labels: BTreeSet<&str> = all.iter().filter_map(Amendable::label).collect();
            let label = amendment.label.as_deref();
            let meant = label.and_then(|label| closest(label, labels.iter().filter(|held| **held != label)));
            self.problems.push(
                Diagnostic::new(Code::NothingToAmend)
                    .arg("name", &name.text)
                    .arg("clause", self.target_in_words(&name.text, amendment))
                    .maybe_arg("suggestion", meant.map(|meant| format!("exception {meant}")))
                    .at(span),
            );
            return false;
        }
        let Some((first, last)) = uncovered(&targets, from, to) else { return true };
        let mut problem = Diagnostic::new(Code::AmendsNothingThere)
            .arg("name", &name.text)
            .arg("when", days_in_words(first, last))
            .at(span);
        for target in targets.iter().filter_map(|days| all.get(days.clause)) {
            problem = problem.also(target.version().span, Text::both("what is there", "det, der er"));
        }
        self.problems.push(problem);
        false
    }

    /// `exception older`, `reading exact`, `[2024]`, `base`
    fn target_in_words(&self, name: &str, amendment: &Amendment) -> String {
        let reading = amendment.version.reading.map(|id| format!("reading {}", self.book.reading_name(id)));
        let label = amendment.label.as_ref().map(|label| format!("exception {label}"));
        let keys = match self.book.find(name) {
            Some(Symbol::Parameter(id)) if !amendment.keys.is_empty() => {
                let axes = self.book.parameters.get(id.index()).map_or(&[][..], |parameter| &parameter.axes);
                Some(self.book.keys_as_written(axes, &amendment.keys))
            }
            _ => None,
        };
        let words: Vec<String> = reading.into_iter().chain(label).chain(keys).collect();
        if words.is_empty() { "base".to_owned() } else { words.join(" ") }
    }

    /// Two changes that were published on one day have no order, so they change different things or different days.
    fn one_at_a_time(&mut self, name: &Name, amendments: &[Amendment]) {
        for (at, second) in amendments.iter().enumerate() {
            for first in amendments.iter().take(at) {
                let (v, w) = (&first.version, &second.version);
                let same = first.label == second.label && first.keys == second.keys;
                if !same || v.known_from != w.known_from || apart(v.reading, w.reading) || !overlap(v, w) {
                    continue;
                }
                self.problems.push(
                    Diagnostic::new(Code::Overlap)
                        .arg("name", &name.text)
                        .arg("when", days_in_words(v.from.max(w.from), earlier(v.to, w.to)))
                        .at(w.span)
                        .also(v.span, Text::both("published on the same day", "udgivet samme dag")),
                );
            }
        }
    }
}

/// The changes of something, in the order of the text.
pub(super) fn changes_of<'a>(pending: &Pending<'a>, name: &str) -> Vec<&'a Change> {
    pending.changes.get(name).cloned().unwrap_or_default()
}

/// Amendments in the order of publication; those of one day in the order of the text.
pub(super) fn in_order(mut amendments: Vec<Amendment>) -> Vec<Amendment> {
    amendments.sort_by_key(|amendment| amendment.version.known_from);
    amendments
}
