//! Rules and targets.
//!
//! In: the trees. Out: rules with typed requirements. Not here: verdicts.

use super::{Checker, Scope};
use crate::model::{Clause, Rule, RuleId, Symbol, Type};
use crate::names::Pending;
use crate::versions::Kind;
use ramme_diag::Text;
use ramme_syntax::tree;

impl Checker {
    /// Every rule and target.
    pub(crate) fn rules(&mut self, pending: &Pending) {
        for rule in &pending.rules {
            self.rule(rule);
        }
    }

    fn rule(&mut self, rule: &tree::Rule) {
        self.no_day(&rule.shape, &rule.name);
        let Some(declared) = self.shape(&rule.shape) else { return };
        let scope = Scope::of(&rule.name.text, &declared.shape);
        let (dated, mut whole) = self.dated_clauses(&rule.name, &rule.body, &declared.shape, false);
        whole &= self.no_exceptions(&rule.name, &rule.body, kind_in_words(rule.kind));
        let mut clauses = Vec::new();
        for dated in dated {
            match self.expect(dated.body, &scope, &Type::YesNo) {
                Some(body) => {
                    let (version, dated_by) = (dated.version, dated.dated_by);
                    clauses.push(Clause { version, dated_by, exception: None, body });
                }
                None => whole = false,
            }
        }
        let unless = rule.unless.as_ref().and_then(|unless| self.expect(unless, &scope, &Type::YesNo));
        if whole {
            let versions: Vec<_> = clauses.iter().map(|clause| &clause.version).cloned().collect();
            self.against_each_other(&rule.name.text, &versions, Kind::Rule);
        }
        let id = RuleId::at(self.book.rules.len());
        self.book.rules.push(Rule {
            kind: rule.kind,
            name: rule.name.text.clone(),
            axes: declared.axes,
            shape: declared.shape,
            clauses,
            unless,
            addressee: rule.addressee.as_ref().map(|quoted| quoted.text.clone()),
            span: rule.name.span,
        });
        self.settle(&rule.name.text, Symbol::Rule(id));
    }
}

fn kind_in_words(kind: tree::RuleKind) -> Text {
    match kind {
        tree::RuleKind::Rule => Text::both("a rule", "en regel"),
        tree::RuleKind::Target => Text::both("a target", "et mål"),
    }
}
