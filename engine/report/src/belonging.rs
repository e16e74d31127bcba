//! Verdicts by whom their subjects belong to: an operator with all its offers, a municipality with all its stays.
//!
//! In: verdicts. Out: groups with their counts, those with most to answer for first. Whom a subject belongs to follows from
//! the relations in the rules (`Belongs`). Not here: layout, sentences.

use crate::tally::{Tally, count};
use crate::{number, sentence};
use ramme_eval::result::{Belongs, Verdict, VerdictKind};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// All verdicts of those who belong to one row.
#[derive(Debug, Clone)]
pub(crate) struct Group<'v> {
    /// Whom they belong to.
    pub of: &'v Belongs,
    /// What the entity of that row is called.
    pub kind: String,
    /// How many of each.
    pub counts: Tally,
    /// The breaches, in order.
    pub breaches: Vec<&'v Verdict>,
}

impl Group<'_> {
    /// Whether there is anything to answer for.
    pub(crate) fn has_findings(&self) -> bool {
        self.counts.breach > 0 || self.counts.undetermined > 0
    }
}

/// The groups, entity by entity.
pub(crate) fn groups(verdicts: &[Verdict]) -> Vec<(&str, Vec<Group<'_>>)> {
    let mut entities: Vec<(&str, Vec<Group<'_>>)> = Vec::new();
    let mut places: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for verdict in verdicts {
        let Some(of) = &verdict.belongs else { continue };
        let (entity, key) = (of.entity.as_str(), of.key.as_str());
        let (e, g) = *places.entry((entity, key)).or_insert_with(|| {
            let e = entities.iter().position(|(held, _)| *held == entity).unwrap_or_else(|| {
                entities.push((entity, Vec::new()));
                entities.len().saturating_sub(1)
            });
            let list = entities.get_mut(e).map(|(_, list)| list);
            let g = list.map_or(0, |list| {
                let words = verdict.called.as_ref().and_then(|called| called.owner.clone());
                let kind = words.unwrap_or_else(|| of.entity.clone());
                list.push(Group { of, kind, counts: Tally::default(), breaches: Vec::new() });
                list.len().saturating_sub(1)
            });
            (e, g)
        });
        let Some(group) = entities.get_mut(e).and_then(|(_, list)| list.get_mut(g)) else { continue };
        count(&mut group.counts, verdict.outcome);
        if verdict.outcome == VerdictKind::Breach {
            group.breaches.push(verdict);
        }
    }
    for (_, list) in &mut entities {
        list.sort_by_key(|group| (Reverse(group.counts.breach), Reverse(group.counts.undetermined)));
    }
    entities
}

/// `Gentofte (157)`
pub(crate) fn called(of: &Belongs) -> String {
    let words = of.name.as_ref().map_or_else(|| of.key.clone(), |name| sentence::with_key(name, &of.key));
    number::visible(&words)
}
