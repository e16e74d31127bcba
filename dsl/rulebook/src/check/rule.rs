//! Rules and targets.
//!
//! In: the trees. Out: rules with typed requirements. Not here: verdicts.

use super::amendments::{Amended, changes_of};
use super::{Checker, Scope};
use crate::model::{Amendment, Before, Clause, Rule, RuleId, Shape, Symbol, Type, Version};
use crate::names::Pending;
use crate::versions::Kind;
use ramme_diag::Text;
use ramme_syntax::tree::{self, Opener};

impl Checker {
    /// Every rule and target.
    pub(crate) fn rules(&mut self, pending: &Pending) {
        for rule in &pending.rules {
            self.rule(rule, &changes_of(pending, &rule.name.text));
        }
    }

    fn rule(&mut self, rule: &tree::Rule, changes: &[&tree::Change]) {
        self.no_day(&rule.shape, &rule.name);
        let Some(declared) = self.shape(&rule.shape) else { return };
        let scope = Scope::of(&rule.name.text, &declared.shape);
        let (mut dated, mut whole) =
            self.dated_clauses(&rule.name, &rule.body, &declared.shape, false, Kind::Rule);
        let kind = kind_in_words(rule.kind);
        whole &= self.exceptions_allowed(&rule.name, &rule.body, changes, Some(&kind));
        let amended = Amended {
            name: &rule.name,
            chooser: Checker::chooser(&declared.shape, false),
            opener: if rule.kind == tree::RuleKind::Rule { Opener::Require } else { Opener::Aim },
        };
        let amendments = self.changes(&amended, changes, &mut dated, &scope);
        let mut clauses = Vec::new();
        for dated in dated {
            match self.expect(dated.body, &scope, &Type::YesNo) {
                Some(body) => {
                    let (version, dated_by, applies) = (dated.version, dated.dated_by, dated.applies);
                    clauses.push(Clause { version, dated_by, exception: None, applies, body });
                }
                None => whole = false,
            }
        }
        let unless = rule.unless.as_ref().and_then(|unless| self.expect(unless, &scope, &Type::YesNo));
        let deadline = rule.deadline.as_ref().and_then(|day| self.expect(day, &scope, &Type::Date));
        let before = rule.before.as_ref().and_then(|before| self.before(before, &rule.name.text));
        let amendments = amendments.filter(|_| whole).unwrap_or_default();
        if whole {
            self.rule_clauses(&rule.name, &clauses, &amendments);
        }
        let id = RuleId::at(self.book.rules.len());
        self.book.rules.push(Rule {
            kind: rule.kind,
            name: rule.name.text.clone(),
            axes: declared.axes,
            shape: declared.shape,
            clauses,
            amendments,
            unless,
            addressee: rule.addressee.as_ref().map(|quoted| quoted.text.clone()),
            deadline,
            before,
            span: rule.name.span,
        });
        self.settle(&rule.name.text, Symbol::Rule(id));
    }

    /// The rows that lie on the day of a deadline; what is asked of them is asked in their shape.
    fn before(&mut self, before: &tree::Before, rule: &str) -> Option<Before> {
        let entity = self.entity(&before.entity)?;
        let scope = Scope::of(rule, &Shape { entity: Some(entity), ..Shape::default() });
        let date = self.expect(&before.date, &scope, &Type::Date)?;
        let filter = match &before.filter {
            Some(filter) => Some(self.expect(filter, &scope, &Type::YesNo)?),
            None => None,
        };
        Some(Before { entity, date, filter })
    }

    /// The clauses of a rule against each other, by themselves and as amended.
    fn rule_clauses(&mut self, name: &tree::Name, clauses: &[Clause], amendments: &[Amendment]) {
        let versions = |clauses: &[Clause]| clauses.iter().map(|c| c.version.clone()).collect::<Vec<_>>();
        let own: Vec<Version> = versions(clauses).into_iter().filter(|version| !version.amends).collect();
        self.against_each_other(&name.text, &own, Kind::Rule);
        self.amended(name, clauses, amendments, |me, left| {
            me.against_each_other(&name.text, &versions(left), Kind::Rule);
        });
    }
}

fn kind_in_words(kind: tree::RuleKind) -> Text {
    match kind {
        tree::RuleKind::Rule => Text::both("a rule", "en regel"),
        tree::RuleKind::Target => Text::both("a target", "et mål"),
    }
}
