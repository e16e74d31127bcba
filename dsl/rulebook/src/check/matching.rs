//! `match`: one value for each member of a set, and no member forgotten.
//!
//! In: the tree. Out: choices one after the other, which is all that planning has to know. Not here: other choices
//! (`choose`).

use super::{Checker, Scope, constant, joined};
use crate::model::{Compare, Expr, ExprKind, SetId, Type, Value};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, Key, Match};

impl Checker {
    /// `match subject { a: x, b | c: y, else: z }`
    pub(super) fn matching(
        &mut self,
        made: &Match,
        span: Span,
        scope: &Scope,
        want: Option<&Type>,
    ) -> Option<Expr> {
        let subject = self.infer(&made.subject, scope, None);
        let values = self.arm_values(made, scope, want);
        let subject = subject?;
        let Type::Member(set) = subject.ty else {
            let found = self.book.type_in_words(&subject.ty);
            return self.report(Diagnostic::new(Code::MatchNotMember).arg("found", found).at(subject.span));
        };
        let arms = self.arm_members(made, set, span);
        let (mut values, ty) = values?;
        let mut arms = arms?;
        // Without `else` the last arm is for every member that is left; a single arm still asks for its subject.
        let mut out = values.last()?.clone();
        if made.otherwise.is_some() || arms.len() > 1 {
            values.pop();
            arms.truncate(values.len());
        }
        for (members, value) in arms.into_iter().zip(values).rev() {
            let condition = one_of(&subject, set, &members)?;
            let shape = joined([&condition, &value, &out]);
            let kind = ExprKind::If {
                condition: Box::new(condition),
                then: Box::new(value),
                otherwise: Box::new(out),
            };
            out = Expr { kind, ty: ty.clone(), shape, span };
        }
        Some(out)
    }

    /// The values of the arms, and of `else` as the last, in one type.
    fn arm_values(&mut self, made: &Match, scope: &Scope, want: Option<&Type>) -> Option<(Vec<Expr>, Type)> {
        let written: Vec<&tree::Expr> =
            made.arms.iter().map(|arm| &arm.value).chain(&made.otherwise).collect();
        let mut hint = want.cloned();
        let mut typed = Vec::new();
        for value in &written {
            let value = self.infer(value, scope, hint.as_ref());
            hint = hint.or_else(|| value.as_ref().map(|value| value.ty.clone()));
            typed.push(value);
        }
        let typed: Vec<Expr> = typed.into_iter().collect::<Option<_>>()?;
        let span = written.first()?.span;
        self.of_one_type(typed, &written, span)
    }

    /// The members of each arm; those that are unknown, stand twice or nowhere are reported.
    fn arm_members(&mut self, made: &Match, set: SetId, span: Span) -> Option<Vec<Vec<(u32, Span)>>> {
        let mut seen: Vec<(u32, Span)> = Vec::new();
        let mut whole = true;
        let mut out = Vec::new();
        for arm in &made.arms {
            let mut members = Vec::new();
            for key in &arm.members {
                match self.arm_member(key, set, &mut seen) {
                    Some(member) => members.push((member, key.span)),
                    None => whole = false,
                }
            }
            out.push(members);
        }
        if !whole {
            return None;
        }
        let names = self.book.sets.get(set.index()).map(|held| held.members.clone()).unwrap_or_default();
        let named = |at: &u32| seen.iter().any(|(held, _)| held == at);
        let left: Vec<String> =
            (0_u32..).zip(&names).filter(|(at, _)| !named(at)).map(|(_, name)| format!("`{name}`")).collect();
        match (&made.otherwise, left.is_empty()) {
            (None, false) => self.report(
                Diagnostic::new(Code::MatchIncomplete)
                    .arg("set", self.book.set_name(set))
                    .arg("members", left.join(", "))
                    .at(span),
            ),
            (Some(otherwise), true) => self.report(
                Diagnostic::new(Code::MatchElseUnused).arg("set", self.book.set_name(set)).at(otherwise.span),
            ),
            _ => Some(out),
        }
    }

    fn arm_member(&mut self, key: &Key, set: SetId, seen: &mut Vec<(u32, Span)>) -> Option<u32> {
        let Some(member) = self.book.member(set, &key.text) else {
            return self.unknown_member(&key.text, set, key.span);
        };
        if let Some((_, first)) = seen.iter().find(|(held, _)| *held == member) {
            let problem = Diagnostic::new(Code::MatchTwice).arg("member", &key.text).at(key.span);
            return self.report(problem.also(*first, Text::both("the other arm", "den anden gren")));
        }
        seen.push((member, key.span));
        Some(member)
    }
}

/// Whether the subject is one of some members; it stands where the members do, so that every arm has a place of its own.
fn one_of(subject: &Expr, set: SetId, members: &[(u32, Span)]) -> Option<Expr> {
    let is = |(member, span): &(u32, Span)| Expr {
        kind: ExprKind::Compare {
            op: Compare::Is,
            left: Box::new(subject.clone()),
            right: Box::new(constant(Value::Member(set, *member), Type::Member(set), *span)),
        },
        ty: Type::YesNo,
        shape: subject.shape.clone(),
        span: *span,
    };
    members.iter().map(is).reduce(|left, right| Expr {
        ty: Type::YesNo,
        shape: subject.shape.clone(),
        span: left.span.join(right.span),
        kind: ExprKind::Logic { and: false, left: Box::new(left), right: Box::new(right) },
    })
}
