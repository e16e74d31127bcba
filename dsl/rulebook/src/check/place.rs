//! Placing: a value in its own shape is put into the shape around it (TYPES P2).
//!
//! In: a typed leaf and the scope. Out: the same, read along the one chain of relations that leads to it; or an error
//! that says how to aggregate or which way to go. Not here: what a name stands for (`leaf`).

use super::leaf::alternatives;
use super::words::spelled;
use super::{Checker, Scope, joined};
use crate::model::{Axis, EntityId, Expr, ExprKind, Rulebook, Shape, Type};
use crate::names::Chain;
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree;
use ramme_value::PeriodKind;

impl Checker {
    /// Puts a value into the shape around it.
    pub(super) fn place(&mut self, raw: Expr, scope: &Scope, written: &tree::Expr) -> Option<Expr> {
        let placed = match raw.shape.entity {
            Some(entity) if scope.shape.entity != Some(entity) => self.reach(raw, entity, scope, written)?,
            _ => raw,
        };
        let shape = &placed.shape;
        if let Some(kind) = shape.period
            && scope.shape.period != Some(kind)
        {
            return self.finer_period(&placed, kind, scope, written);
        }
        if let Some(set) = shape.sets.iter().find(|set| !scope.shape.sets.contains(set)) {
            return self.finer(&placed, Axis::Set(*set), scope, written);
        }
        Some(placed)
    }

    /// Reads a value of another entity along the one chain of relations that leads there.
    fn reach(&mut self, raw: Expr, entity: EntityId, scope: &Scope, written: &tree::Expr) -> Option<Expr> {
        let span = raw.span;
        if let Some((outer, row)) = &scope.outer
            && *outer == entity
        {
            return self.at_row(row.clone(), raw, span);
        }
        let Some(from) = scope.shape.entity else {
            return self.finer(&raw, Axis::Entity(entity), scope, written);
        };
        let chains = self.book.chains(from, entity);
        match chains.as_slice() {
            [chain] => {
                let row = self.follow(chain, span)?;
                self.at_row(row, raw, span)
            }
            [] => self.finer(&raw, Axis::Entity(entity), scope, written),
            several => self.several_ways(several, &raw, written),
        }
    }

    /// `raw` at a row: for the row itself simply the row.
    fn at_row(&mut self, row: Expr, raw: Expr, span: Span) -> Option<Expr> {
        if matches!(raw.kind, ExprKind::ThisRow(_)) {
            return Some(Expr { span, ..row });
        }
        self.lookup(row, raw, span)
    }

    /// `inner` read at `row`.
    pub(super) fn lookup(&mut self, row: Expr, inner: Expr, span: Span) -> Option<Expr> {
        let rest = Shape { entity: None, ..inner.shape.clone() };
        let Some(shape) = row.shape.joined(&rest) else {
            let kind = inner.shape.period.map_or("", PeriodKind::name);
            return self
                .report(Diagnostic::new(Code::FinerValue).arg("name", kind).arg("axis", kind).at(span));
        };
        let ty = inner.ty.clone();
        Some(Expr { kind: ExprKind::Lookup { row: Box::new(row), inner: Box::new(inner) }, ty, shape, span })
    }

    /// The row that a chain of relations leads to, as a value.
    pub(super) fn follow(&mut self, chain: &Chain, span: Span) -> Option<Expr> {
        let mut row: Option<Expr> = None;
        for field in chain {
            let input = self.book.inputs.get(field.index())?;
            let step = Expr {
                kind: ExprKind::Input(*field),
                ty: input.ty.clone(),
                shape: input.shape.clone(),
                span,
            };
            row = match row {
                None => Some(step),
                Some(before) => Some(self.lookup(before, step, span)?),
            };
        }
        row
    }

    fn several_ways(&mut self, chains: &[Chain], raw: &Expr, written: &tree::Expr) -> Option<Expr> {
        let name = spelled(written);
        let last = name.rsplit('.').next().unwrap_or(&name).to_owned();
        let paths: Vec<String> =
            chains.iter().map(|chain| format!("{}.{last}", self.book.chain_as_written(chain))).collect();
        self.report(
            Diagnostic::new(Code::RelationAmbiguous)
                .arg("name", name)
                .arg("ways", quoted_list(&paths))
                .at(raw.span),
        )
    }

    /// A value with an axis that the body does not have: proposes the aggregate, in the words of the rule.
    fn finer(&mut self, value: &Expr, axis: Axis, scope: &Scope, written: &tree::Expr) -> Option<Expr> {
        let name = spelled(written);
        let over = self.book.axis_name(axis).to_owned();
        if let ExprKind::ThisMember(_) | ExprKind::ThisRow(_) = value.kind {
            let found = self.names.global.get(&over).map(|entry| entry.kind.clone()).unwrap_or_default();
            let expected = Text::both("a value of the body's own axes", "en værdi på indholdets egne akser");
            return self.wrong_kind(&name, found, expected, value.span);
        }
        if let (Axis::Entity(entity), Some(body)) = (axis, scope.shape.entity)
            && self.book.chains(entity, body).is_empty()
        {
            return self.not_reached(&name, entity, body, value.span);
        }
        let mut proposal = self.proposal(value, &name, axis, scope);
        if let Axis::Set(set) = axis
            && let Some(set) = self.book.sets.get(set.index())
            && let Some(member) = if set.has_total { set.members.last() } else { set.members.first() }
        {
            proposal.push(format!("{name}[\"{member}\"]"));
        }
        self.report(
            Diagnostic::new(Code::FinerValue)
                .arg("name", name)
                .arg("axis", over)
                .maybe_arg("proposal", (!proposal.is_empty()).then(|| alternatives(&proposal)))
                .at(value.span),
        )
    }

    fn finer_period(
        &mut self,
        value: &Expr,
        kind: PeriodKind,
        scope: &Scope,
        written: &tree::Expr,
    ) -> Option<Expr> {
        if matches!(value.kind, ExprKind::ThisPeriod(_)) {
            return self.no_period(kind.name(), &scope.name, value.span);
        }
        let name = spelled(written);
        let mut proposal = self.proposal(value, &name, Axis::Period(kind), scope);
        if kind == PeriodKind::Year {
            proposal.push(format!("{name}[2024]"));
        }
        self.report(
            Diagnostic::new(Code::FinerValue)
                .arg("name", name)
                .arg("axis", kind.name())
                .arg("proposal", alternatives(&proposal))
                .at(value.span),
        )
    }

    /// The aggregates that would fit.
    fn proposal(&self, value: &Expr, name: &str, axis: Axis, scope: &Scope) -> Vec<String> {
        let func = match &value.ty {
            Type::Num(num) if num.unit.is_percent() => "mean of",
            Type::Num(_) => "sum of",
            Type::YesNo => "any of",
            Type::Date | Type::Period(_) => "least of",
            Type::Text | Type::Member(_) | Type::Row(_) => return Vec::new(),
        };
        let over = self.book.axis_name(axis);
        let vias: Vec<String> = match (axis, scope.shape.entity) {
            (Axis::Entity(entity), Some(body)) => {
                let chains = self.book.chains(entity, body);
                let first =
                    |chain: &Chain| chain.first().map(|field| self.book.input_name(*field).to_owned());
                if chains.len() < 2 { Vec::new() } else { chains.iter().filter_map(first).collect() }
            }
            _ => Vec::new(),
        };
        if vias.is_empty() {
            return vec![format!("{func} {name} over {over}")];
        }
        vias.iter().map(|via| format!("{func} {name} over {over} via {via}")).collect()
    }

    /// Says that something needs a period and has none.
    pub(super) fn no_period<T>(&mut self, word: &str, name: &str, span: Span) -> Option<T> {
        self.report(
            Diagnostic::new(Code::NoPeriodHere)
                .arg("word", word)
                .arg("name", name)
                .arg("found", Text::both("none", "ingen"))
                .at(span),
        )
    }

    /// `previous x`
    pub(super) fn previous(
        &mut self,
        inner: &tree::Expr,
        span: Span,
        scope: &Scope,
        want: Option<&Type>,
    ) -> Option<Expr> {
        let inner_typed = self.infer(inner, scope, want)?;
        if scope.shape.period.is_none() {
            return self.no_period("previous", &scope.name, span);
        }
        if inner_typed.shape.period.is_none() {
            return self.no_period("previous", &spelled(inner), inner.span);
        }
        Some(shifted(inner_typed, 1, span))
    }
}

/// `inner`, so many periods back.
pub(super) fn shifted(inner: Expr, back: u32, span: Span) -> Expr {
    let (ty, shape) = (inner.ty.clone(), joined([&inner]));
    Expr { kind: ExprKind::Shift { back, inner: Box::new(inner) }, ty, shape, span }
}

impl Rulebook {
    /// A chain of relations as a path: `payer.region`.
    pub(crate) fn chain_as_written(&self, chain: &Chain) -> String {
        chain.iter().map(|field| self.input_name(*field)).collect::<Vec<_>>().join(".")
    }

    /// The name of an input or field.
    pub(crate) fn input_name(&self, id: crate::model::InputId) -> &str {
        self.inputs.get(id.index()).map_or("", |input| &input.name)
    }
}

/// `` `a`, `b` ``
pub(super) fn quoted_list(items: &[String]) -> String {
    items.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ")
}
