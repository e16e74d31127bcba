//! Definitions and rules that no test reaches.
//!
//! In: a rulebook with tests. Out: a note at each definition or rule on which nothing rests that a test expects, whatever
//! clauses and branches apply: so it says nothing of what a test may reach. Not here: which clauses and branches are reached
//! (`ramme test --coverage` runs the tests for that); a rulebook without tests.

use crate::model::{DefinitionId, Expr, ExprKind, Rule, RuleId, Rulebook, Symbol};
use ramme_diag::{Code, Diagnostic};

/// Everything that no test reaches.
pub(super) fn untested(book: &Rulebook, out: &mut Vec<Diagnostic>) {
    if book.tests.is_empty() {
        return;
    }
    let mut reach = Reach { book, definitions: vec![false; book.definitions.len()], waiting: Vec::new() };
    let mut rules = vec![false; book.rules.len()];
    for expect in book.tests.iter().flat_map(|test| &test.expects) {
        match expect.symbol {
            Symbol::Definition(id) => reach.definition(id),
            Symbol::Rule(RuleId(id)) => {
                if let Some(seen) = rules.get_mut(id as usize) {
                    *seen = true;
                }
            }
            _ => {}
        }
    }
    for (rule, _) in book.rules.iter().zip(&rules).filter(|(_, seen)| **seen) {
        reach.rule(rule);
    }
    reach.walk();
    let definitions =
        book.definitions.iter().zip(&reach.definitions).map(|(d, seen)| (&d.name, d.span, seen));
    let rules = book.rules.iter().zip(&rules).map(|(rule, seen)| (&rule.name, rule.span, seen));
    for (name, span, _) in definitions.chain(rules).filter(|(_, _, seen)| !**seen) {
        out.push(Diagnostic::new(Code::NotTested).arg("name", name).at(span));
    }
}

/// Definitions that tests reach.
struct Reach<'b> {
    book: &'b Rulebook,
    definitions: Vec<bool>,
    waiting: Vec<&'b Expr>,
}

impl<'b> Reach<'b> {
    fn definition(&mut self, id: DefinitionId) {
        let book = self.book;
        let (Some(seen), Some(definition)) =
            (self.definitions.get_mut(id.index()), book.definitions.get(id.index()))
        else {
            return;
        };
        if !std::mem::replace(seen, true) {
            self.waiting.extend(definition.clauses.iter().flat_map(crate::model::Clause::exprs));
        }
    }

    fn rule(&mut self, rule: &'b Rule) {
        self.waiting.extend(rule.clauses.iter().flat_map(crate::model::Clause::exprs));
        self.waiting.extend(rule.asides());
    }

    fn walk(&mut self) {
        while let Some(body) = self.waiting.pop() {
            let mut found = Vec::new();
            body.visit(&mut |part| match &part.kind {
                ExprKind::Definition(id) => found.push(*id),
                ExprKind::Parameter(id) => {
                    let parameter = self.book.parameters.get(id.index());
                    self.waiting.extend(parameter.and_then(|p| p.dated_by.as_ref()));
                }
                ExprKind::Scale(id) => {
                    let scale = self.book.scales.get(id.index());
                    self.waiting.extend(scale.and_then(|s| s.dated_by.as_ref()));
                }
                _ => {}
            });
            for id in found {
                self.definition(id);
            }
        }
    }
}
