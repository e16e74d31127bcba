//! What a test expects.
//!
//! In: the trees of `expect`. Out: typed expectations. Not here: comparing them with what comes out.

use crate::check::Checker;
use crate::check::words::spelled_in_full;
use crate::model::{RuleId, Symbol, TestExpect, TestOutcome, TestVerdict, Type, Value};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, Expect, Outcome, RuleKind};
use ramme_value::Decimal;

impl Checker {
    /// `expect TARGET OUTCOME`
    pub(super) fn expectation(&mut self, expect: &Expect) -> Option<TestExpect> {
        let (symbol, name, keys) = self.target(&expect.target)?;
        let axes = self.book.axes_of(symbol);
        let judged = matches!(symbol, Symbol::Definition(_) | Symbol::Rule(_));
        if judged {
            self.key_count(&name, &keys, &axes, expect.target.span)?;
        }
        let outcome = self.outcome(symbol, &name, &expect.outcome, expect.target.span)?;
        let (row, keys) = self.settled_keys(symbol, &name, &keys, expect.target.span)?;
        Some(TestExpect { symbol, row, keys, outcome, span: expect.span })
    }

    fn outcome(&mut self, symbol: Symbol, name: &str, outcome: &Outcome, span: Span) -> Option<TestOutcome> {
        match (symbol, outcome) {
            (Symbol::Definition(id), Outcome::Value(value)) => {
                let ty = self.book.definitions.get(id.index())?.ty.clone();
                self.expected_value(name, value, &ty).map(TestOutcome::Value)
            }
            (Symbol::Definition(_), Outcome::Missing(causes)) => {
                self.causes(causes).map(TestOutcome::Missing)
            }
            (Symbol::Rule(id), outcome) => self.verdict(id, name, outcome, span).map(TestOutcome::Verdict),
            (symbol, outcome) => {
                let found = self.kind_of(name);
                let expected = match (symbol, outcome) {
                    (Symbol::Definition(_), _) => Text::both("a rule or target", "en regel eller et mål"),
                    (_, Outcome::Value(_) | Outcome::Missing(_)) => {
                        Text::both("a definition", "en definition")
                    }
                    _ => Text::both("a rule or target", "en regel eller et mål"),
                };
                self.wrong_kind(name, found, expected, span)
            }
        }
    }

    fn kind_of(&self, name: &str) -> Text {
        self.names.global.get(name).map(|entry| entry.kind.clone()).unwrap_or_default()
    }

    pub(super) fn expected_value(&mut self, name: &str, value: &tree::Expr, ty: &Type) -> Option<Value> {
        if let Type::Row(_) | Type::Period(_) = ty {
            let what = Text::both("an expected row", "en forventet række");
            return self.report(Diagnostic::new(Code::NotExpressible).arg("what", what).at(value.span));
        }
        self.test_value(name, value, ty)
    }

    fn verdict(&mut self, id: RuleId, name: &str, outcome: &Outcome, span: Span) -> Option<TestVerdict> {
        let kind = self.book.rules.get(id.index())?.kind;
        let of_rule = kind == RuleKind::Rule;
        let verdict = match outcome {
            Outcome::Complies if of_rule => TestVerdict::Complies,
            Outcome::Explained if of_rule => TestVerdict::Explained,
            Outcome::Breached(None) if of_rule => TestVerdict::Breached(None),
            Outcome::Breached(Some(by)) if of_rule => TestVerdict::Breached(Some(self.excess(by)?)),
            Outcome::Met if !of_rule => TestVerdict::Met,
            Outcome::NotMet if !of_rule => TestVerdict::NotMet,
            Outcome::Undetermined(causes) => TestVerdict::Undetermined(self.causes(causes)?),
            Outcome::NotJudged => TestVerdict::NotJudged,
            Outcome::Value(_) | Outcome::Missing(_) => {
                let expected = Text::both("a definition", "en definition");
                return self.wrong_kind(name, self.kind_of(name), expected, span);
            }
            _ if of_rule => {
                let expected = Text::both("a target", "et mål");
                return self.wrong_kind(name, Text::both("a rule", "en regel"), expected, span);
            }
            _ => {
                let expected = Text::both("a rule", "en regel");
                return self.wrong_kind(name, Text::both("a target", "et mål"), expected, span);
            }
        };
        Some(verdict)
    }

    /// By how much a limit is passed; its unit is that of the limit, which only the run compares.
    fn excess(&mut self, by: &tree::Expr) -> Option<Decimal> {
        use crate::check::Scope;
        use crate::model::ExprKind;
        let typed = self.infer(by, &Scope::default(), None)?;
        match typed.kind {
            ExprKind::Const(Value::Dec(value)) => Some(value),
            _ => self.no_target(by),
        }
    }

    /// Causes as written; their names have to exist.
    fn causes(&mut self, causes: &[tree::Expr]) -> Option<Vec<String>> {
        let known: Vec<Option<String>> = causes
            .iter()
            .map(|cause| {
                self.cause(cause)?;
                Some(spelled_in_full(cause))
            })
            .collect();
        known.into_iter().collect()
    }

    fn cause(&mut self, cause: &tree::Expr) -> Option<()> {
        let base = match &*cause.kind {
            tree::ExprKind::Index(base, _) => base,
            _ => cause,
        };
        if let tree::ExprKind::Name(name) = &*base.kind
            && !self.names.owners(name).is_empty()
        {
            return Some(());
        }
        self.target(cause).map(|_| ())
    }
}

/// A verdict in one word, or `not` and one, as a cell of a table has it.
pub(super) fn verdict_word(word: &str, not: bool, kind: RuleKind) -> Option<TestVerdict> {
    match (word, not, kind) {
        ("complies", false, RuleKind::Rule) => Some(TestVerdict::Complies),
        ("explained", false, RuleKind::Rule) => Some(TestVerdict::Explained),
        ("breached", false, RuleKind::Rule) => Some(TestVerdict::Breached(None)),
        ("met", false, RuleKind::Target) => Some(TestVerdict::Met),
        ("met", true, RuleKind::Target) => Some(TestVerdict::NotMet),
        ("judged", true, _) => Some(TestVerdict::NotJudged),
        ("undetermined", false, _) => Some(TestVerdict::Undetermined(Vec::new())),
        _ => None,
    }
}
