//! Readings: which one is taken of each group, as far as they were known on a date.
//!
//! In: a rulebook, a date, what was asked for. Out: a reading a group, and a word where it is not the default. Not here:
//! which clauses are in play then (`view`).

use crate::model::{GroupId, ReadingId, Rulebook, Version};
use crate::view::Taken;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_value::Date;

/// How far a reading was known on a date; with the document that came later, and when.
enum Standing {
    /// Wherever its group was.
    Known,
    /// In one place, and not in another where a reading of its group was.
    Behind(String, Text),
    /// Nowhere.
    Unknown(String, Text),
}

impl Rulebook {
    pub(crate) fn take(
        &self,
        group: GroupId,
        known_on: Option<Date>,
        choose: &[ReadingId],
        notes: &mut Vec<Text>,
        problems: &mut Vec<Diagnostic>,
    ) -> Taken {
        let asked = choose.iter().rev().find(|reading| reading.group == group);
        if let Some(reading) = asked {
            if let Some(problem) = self.not_known(*reading, known_on) {
                problems.push(problem);
            }
            return Taken { reading: Some(*reading), chosen: true };
        }
        let held = self.groups.get(group.index());
        let members = held.map_or(0, |group| group.members.len());
        // What is not in force is never taken in place of what was not known: only who asks for it adopts it.
        let members =
            if held.is_some_and(|group| group.awaited.is_some()) { members.min(1) } else { members };
        let all = (0..members).map(|at| ReadingId { group, member: u32::try_from(at).unwrap_or(u32::MAX) });
        let known = |reading: &ReadingId| self.missing_document(*reading, known_on).is_none();
        // Where each falls away somewhere, the first that was known anywhere is taken as far as it was.
        let in_part = |reading: &ReadingId| {
            known_on.is_some_and(|on| matches!(self.standing(*reading, on), Standing::Behind(..)))
        };
        let reading = all.clone().find(known).or_else(|| all.clone().find(in_part));
        if let (Some(default), Some(on)) = (all.clone().next(), known_on)
            && reading != Some(default)
        {
            notes.push(self.not_the_default(default, reading, on));
        }
        Taken { reading, chosen: false }
    }

    /// `refund_cutoff: report_october rests on report23, published 2023-09-08; framework is taken`
    fn not_the_default(&self, default: ReadingId, taken: Option<ReadingId>, on: Date) -> Text {
        let group = self.groups.get(default.group.index()).map_or("", |group| group.name.as_str());
        let (document, published) = match self.missing_document(default, Some(on)) {
            Some(found) => found,
            None => (String::new(), Text::same("")),
        };
        let name = self.reading_name(default);
        match taken {
            Some(taken) => {
                let taken = self.reading_name(taken);
                Text::both(
                    format!(
                        "{group}: {name} rests on {document}, published {}; {taken} is taken",
                        published.en
                    ),
                    format!(
                        "{group}: {name} hviler på {document}, offentliggjort {}; {taken} bruges",
                        published.da
                    ),
                )
            }
            None => Text::both(
                format!("{group}: no reading was known on {on}"),
                format!("{group}: ingen læsning var kendt {on}"),
            ),
        }
    }

    fn not_known(&self, reading: ReadingId, known_on: Option<Date>) -> Option<Diagnostic> {
        let on = known_on?;
        let (document, published) = self.missing_document(reading, known_on)?;
        let group = self.groups.get(reading.group.index()).map_or("", |group| group.name.as_str());
        Some(
            Diagnostic::new(Code::ReadingNotKnown)
                .arg("reading", self.reading_name(reading))
                .arg("group", group)
                .arg("known_on", on.to_string())
                .arg("document", document)
                .arg("published", published),
        )
    }

    /// The document that keeps a reading from being known on a date; none where it is known.
    fn missing_document(&self, reading: ReadingId, known_on: Option<Date>) -> Option<(String, Text)> {
        match self.standing(reading, known_on?) {
            Standing::Known => None,
            Standing::Behind(document, published) | Standing::Unknown(document, published) => {
                Some((document, published))
            }
        }
    }

    /// How far a reading was known on a date.
    ///
    /// Each definition, rule, parameter and scale is asked by itself, since a group may serve several that come from
    /// different documents. Where none of the group's readings was known yet, the thing itself was not, and says nothing
    /// of them. Where another was known and this one was not, this one falls away, everywhere: a run takes one reading a group.
    fn standing(&self, reading: ReadingId, on: Date) -> Standing {
        let mut behind = None;
        let mut unknown = None;
        let mut known = false;
        for versions in self.said() {
            // What amends a reading comes later, and does not decide from when the reading is known.
            let of_group: Vec<&Version> = versions
                .into_iter()
                .filter(|v| !v.amends && v.reading.is_some_and(|r| r.group == reading.group))
                .collect();
            let (own, others): (Vec<&Version>, Vec<&Version>) =
                of_group.into_iter().partition(|v| v.reading == Some(reading));
            let Some(first) = own.first() else { continue };
            if own.iter().any(|v| was_known(v, Some(on))) {
                known = true;
                continue;
            }
            let late = self.first_document(first);
            if others.iter().any(|v| was_known(v, Some(on))) {
                behind = behind.or(late);
            } else {
                unknown = unknown.or(late);
            }
        }
        match (behind, unknown) {
            (Some((document, published)), _) if known => Standing::Behind(document, published),
            (Some((document, published)), _) => Standing::Unknown(document, published),
            (None, Some((document, published))) if !known => Standing::Unknown(document, published),
            _ => Standing::Known,
        }
    }

    /// The document from whose publication on a clause is known.
    fn first_document(&self, version: &Version) -> Option<(String, Text)> {
        let document = self.documents.get(version.cites.first()?.document.index())?;
        Some((document.name.clone(), document.published_in_words()?))
    }

    /// The versions of each definition, rule, parameter and scale.
    fn said(&self) -> impl Iterator<Item = Vec<&Version>> {
        let definitions = self.definitions.iter().map(|d| d.clauses.iter().map(|c| &c.version).collect());
        let rules = self.rules.iter().map(|r| r.clauses.iter().map(|c| &c.version).collect());
        let values = self.parameters.iter().map(|p| p.values.iter().map(|v| &v.version).collect());
        let tables = self.scales.iter().map(|s| s.tables.iter().map(|t| &t.version).collect());
        definitions.chain(rules).chain(values).chain(tables)
    }
}

/// Whether a version was known on a date.
pub(crate) fn was_known(version: &Version, known_on: Option<Date>) -> bool {
    match (version.known_from, known_on) {
        (Some(from), Some(on)) => from <= on,
        _ => true,
    }
}
