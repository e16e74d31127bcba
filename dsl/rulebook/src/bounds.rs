//! How much a rulebook may hold, asked of its trees before anything is checked.
//!
//! In: the trees of all rule files, the limits. Out: what is over them, with the place. Not here: the size of files and
//! texts, which are bounded where they are read.

use std::collections::BTreeMap;

use ramme_diag::{Code, Diagnostic, Limits, Span, Text};
use ramme_syntax::tree::{Body, ItemKind, SourceFile};

/// What is over the limits: too many definitions and rules, too many clauses of one of them.
///
/// ```
/// use ramme_diag::{FileId, Limits};
/// let (tree, _) = ramme_syntax::parse(FileId(0), "define a : kr = 1 kr\ndefine b : kr = 2 kr\n", &Limits::default());
/// let mut limits = Limits::default();
/// assert!(ramme_rulebook::over_limits(&[tree.clone()], &limits).is_empty());
/// limits.set("rulebook_rules", 1);
/// assert_eq!(ramme_rulebook::over_limits(&[tree], &limits).len(), 1);
/// ```
#[must_use]
pub fn over_limits(files: &[SourceFile], limits: &Limits) -> Vec<Diagnostic> {
    let mut rules: u64 = 0;
    let mut clauses: BTreeMap<&str, (u64, Span)> = BTreeMap::new();
    let mut out = Vec::new();
    for item in files.iter().flat_map(|file| &file.items) {
        let (name, count) = match &item.kind {
            ItemKind::Define(define) => (&define.name, clauses_of(&define.body)),
            ItemKind::Rule(rule) => (&rule.name, clauses_of(&rule.body)),
            ItemKind::Parameter(parameter) => (&parameter.name, wide(parameter.values.len())),
            ItemKind::Scale(scale) => (&scale.name, wide(scale.tables.len())),
            ItemKind::Amend(amend) => (&amend.name, wide(amend.changes.len())),
            _ => continue,
        };
        if matches!(item.kind, ItemKind::Define(_) | ItemKind::Rule(_)) {
            rules = rules.saturating_add(1);
            if rules == limits.rulebook_rules.saturating_add(1) {
                out.push((name.span, None));
            }
        }
        let found = clauses.entry(&name.text).or_insert((0, name.span));
        found.0 = found.0.saturating_add(count);
    }
    let many = clauses.into_iter().filter(|(_, (count, _))| *count > limits.versions_per_rule);
    out.extend(many.map(|(name, (count, span))| (span, Some((name, count)))));
    let say = |(span, clauses): (Span, Option<(&str, u64)>)| match clauses {
        None => Diagnostic::new(Code::RulebookTooLarge)
            .arg("found", rules)
            .arg("what", Text::both("definitions and rules", "definitioner og regler"))
            .arg("limit", limits.rulebook_rules)
            .at(span),
        Some((name, count)) => Diagnostic::new(Code::TooManyClauses)
            .arg("name", name)
            .arg("found", count)
            .arg("limit", limits.versions_per_rule)
            .at(span),
    };
    out.into_iter().map(say).collect()
}

fn clauses_of(body: &Body) -> u64 {
    body.groups.iter().map(|group| wide(group.clauses.len())).sum()
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ramme_diag::FileId;

    fn said(text: &str, limit: (&str, u64)) -> Vec<Code> {
        let (tree, wrong) = ramme_syntax::parse(FileId(0), text, &Limits::default());
        assert!(wrong.is_empty(), "{text}");
        let mut limits = Limits::default();
        assert!(limits.set(limit.0, limit.1));
        over_limits(&[tree], &limits).iter().map(Diagnostic::code).collect()
    }

    #[test]
    fn definitions_and_rules_together_are_at_most_so_many() {
        let text = "define a : kr = 1 kr\n\ndefine b : kr = 2 kr\n\nrule c\n  require a <= b\n";
        assert_eq!(said(text, ("rulebook_rules", 3)), []);
        assert_eq!(said(text, ("rulebook_rules", 2)), [Code::RulebookTooLarge]);
    }

    #[test]
    fn clauses_and_what_changes_them_are_at_most_so_many() {
        let text = "define a by year : kr\n  to 2022 = 1 kr\n  from 2023 = 2 kr\n\namend a\n  replaces from 2024 cite act = 3 kr\n";
        assert_eq!(said(text, ("versions_per_rule", 3)), []);
        assert_eq!(said(text, ("versions_per_rule", 2)), [Code::TooManyClauses]);
        let rows = "parameter a by year : kr\n  2022 = 1 kr\n  2023 = 2 kr\n";
        assert_eq!(said(rows, ("versions_per_rule", 2)), []);
        assert_eq!(said(rows, ("versions_per_rule", 1)), [Code::TooManyClauses]);
    }
}
