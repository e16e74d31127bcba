//! Forecasts that have to add up, or to multiply: totals of sets, totals of other inputs, cost as volume times price.
//!
//! In: the draws of all forecast inputs, what the scenario ties together. Out: the same draws, moved so that every tie holds
//! in every draw; what is known never moves. Each figure is forecast in its own right first. A set's total is tied to its
//! members whether the scenario says so or not: the total is never a second model beside its parts. Not here: the
//! projection (`ramme_forecast::tied`); which cells a tie concerns (`tied_cells`).

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayView1};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_forecast::quantile::quantiles;
use ramme_forecast::tied::Tied;
use ramme_rulebook::model::{InputId, Type};

use super::tied_cells::{Node, Sides};
use super::{Forecasts, Making};
use crate::result::Note;
use crate::run::draws::DrawBlock;
use crate::scenario::{ForecastKind, Tie, TieMethod, Tying};

/// Inputs that hang together, with the sides of every tie among them.
pub(super) struct Group {
    product: bool,
    method: TieMethod,
    declared: bool,
    span: Option<Span>,
    sides: Vec<Sides>,
}

impl Making<'_> {
    /// Makes draws keep to their ties: those among series first, `decided` then those with a decision in them.
    pub(super) fn tie(&self, decided: bool, out: &mut Forecasts) -> Result<(), Diagnostic> {
        for group in self.groups()? {
            let with_decision = group.inputs().any(|id| self.is_decision(id));
            if with_decision == decided {
                self.hold(&group, out)?;
            }
        }
        Ok(())
    }

    fn is_decision(&self, id: InputId) -> bool {
        let name = self.book.inputs.get(id.index()).map_or("", |i| i.name.as_str());
        let decision = |f: &&crate::scenario::Forecast| matches!(f.kind, ForecastKind::Decision { .. });
        self.scenario.forecasts.iter().filter(decision).any(|f| f.input.text() == name)
    }

    /// What is declared, and the totals of sets that are not; ties that share an input are one group.
    fn groups(&self) -> Result<Vec<Group>, Diagnostic> {
        let mut groups: Vec<Group> = Vec::new();
        for tie in &self.scenario.ties {
            let sides = self.sides(tie)?;
            let product = matches!(tie.what, Tying::Product { .. });
            join(
                &mut groups,
                Group {
                    product,
                    method: tie.method,
                    declared: true,
                    span: Some(tie.here.span),
                    sides: vec![sides],
                },
            )?;
        }
        for f in &self.scenario.forecasts {
            let (id, column) = self.input(f.input.text(), f.input.span)?;
            let sets = column.shape.sets.iter().filter_map(|s| self.book.sets.get(s.index()));
            let said = |g: &Group| g.sides.iter().any(|s| s.total == id && s.parts == [id]);
            let mixed = |g: &Group| g.product && g.inputs().any(|i| i == id);
            let adds = self.book.inputs.get(id.index()).is_some_and(|i| match &i.ty {
                Type::Num(n) => !n.unit.is_percent(),
                _ => true,
            });
            if !adds || !sets.into_iter().any(|s| s.has_total) || groups.iter().any(|g| said(g) || mixed(g)) {
                continue;
            }
            let sides = vec![Sides { total: id, parts: vec![id] }];
            let alone =
                Group { product: false, method: TieMethod::BottomUp, declared: false, span: None, sides };
            join(&mut groups, alone)?;
        }
        Ok(groups)
    }

    /// The inputs of a declared tie, which have to fit each other.
    fn sides(&self, tie: &Tie) -> Result<Sides, Diagnostic> {
        let of =
            |name: &crate::scenario::Placed<String>| self.input(name.text(), name.span).map(|(id, _)| id);
        let sides = match &tie.what {
            Tying::Sum { total, parts } => Sides { total: of(total)?, parts: vec![of(parts)?] },
            Tying::Product { product, factors } => {
                Sides { total: of(product)?, parts: factors.iter().map(of).collect::<Result<_, _>>()? }
            }
        };
        match self.misfit(&sides, matches!(tie.what, Tying::Product { .. })) {
            Some(reason) => Err(self.untied(&sides, reason, Some(tie.here.span))),
            None => Ok(sides),
        }
    }

    fn untied(&self, sides: &Sides, reason: Text, span: Option<Span>) -> Diagnostic {
        let name = self.book.inputs.get(sides.total.index()).map_or("", |i| i.name.as_str());
        let said = Diagnostic::new(Code::TieRefused).arg("what", name).arg("reason", reason);
        match span {
            Some(span) => said.at(span),
            None => said,
        }
    }

    /// Moves the draws of one group, year by year.
    fn hold(&self, group: &Group, out: &mut Forecasts) -> Result<(), Diagnostic> {
        let nodes = self.nodes(group.inputs());
        let mut told = None;
        for position in 0..self.data.years.count {
            let drawn = |n: &Node| row(&out.inputs, n, position).is_some();
            if !nodes.iter().any(drawn) {
                continue;
            }
            let Some(mut year) = self.year(group, &nodes, position, &out.inputs) else { continue };
            if group.product && year.draws.iter().any(|x| *x <= 0.0) {
                let reason = Text::both(
                    "a product and its factors are tied in logarithms, and a draw is not above zero; try a method in logarithms",
                    "et produkt og dets faktorer bindes i logaritmer, og en trækning er ikke over nul; prøv en metode i logaritmer",
                );
                let sides = group.sides.first().ok_or_else(|| Diagnostic::new(Code::TieRefused))?;
                return Err(self.untied(sides, reason, group.span));
            }
            let moved = year.hold(group);
            if year.missed > 1e-6 && group.declared {
                out.notes.push(self.disagree(group, position, year.missed));
            }
            for (cell, node) in year.cells.iter().zip(&year.of) {
                write(&mut out.inputs, node, position, year.draws.row(*cell));
            }
            told = Some((position, moved));
        }
        if let Some((position, moved)) = told {
            out.notes.push(self.tied_note(group, position, moved));
        }
        self.lead_again(group, out);
        Ok(())
    }

    /// What decisions follow is what was tied.
    fn lead_again(&self, group: &Group, out: &mut Forecasts) {
        let concerned: Vec<InputId> = group.inputs().collect();
        let Forecasts { led, inputs, .. } = out;
        for ((id, cell), draws) in led.iter_mut().filter(|((id, _), _)| concerned.contains(id)) {
            let steps = draws.nrows();
            for (step, mut slot) in draws.rows_mut().into_iter().enumerate() {
                let back = i32::try_from(steps - 1 - step).unwrap_or(0);
                let Some(position) = self.data.years.position(self.end() - back) else { continue };
                if let Some(held) = row(inputs, &Node { input: *id, cell: *cell }, position) {
                    slot.assign(&held);
                }
            }
        }
    }

    fn names(&self, group: &Group) -> (String, String) {
        let name = |id: &InputId| self.book.inputs.get(id.index()).map_or("", |i| i.name.as_str()).to_owned();
        let Some(sides) = group.sides.first() else { return Default::default() };
        let parts: Vec<String> = sides.parts.iter().map(name).collect();
        (name(&sides.total), parts.join(if group.product { " × " } else { ", " }))
    }

    fn tied_note(&self, group: &Group, position: usize, moved: f64) -> Note {
        let (total, parts) = self.names(group);
        let (year, method) = (self.data.years.year(position), group.method.name());
        let moved = format!("{:+.1}", 100.0 * moved);
        let (what, hvad) = match (group.product, group.sides.first().is_some_and(|s| s.parts == [s.total])) {
            (true, _) => (format!("{total} = {parts}"), format!("{total} = {parts}")),
            (false, true) => {
                (format!("{total}: totals and their parts"), format!("{total}: totaler og deres dele"))
            }
            (false, false) => {
                (format!("{total} and its parts, {parts}"), format!("{total} og delene, {parts}"))
            }
        };
        Note {
            en: format!(
                "{what}: each forecast in its own right, then made to agree in every draw ({method}); in {year} that moved the median \
                 of {total} by {moved}%."
            ),
            da: format!(
                "{hvad}: hver fremskrevet for sig, derefter bragt til at stemme i hver trækning ({method}); i {year} flyttede det \
                 medianen af {total} med {} %.",
                moved.replace('.', ",")
            ),
        }
    }

    fn disagree(&self, group: &Group, position: usize, missed: f64) -> Note {
        let ((total, _), year) = (self.names(group), self.data.years.year(position));
        let missed = format!("{:.2}", 100.0 * missed);
        Note {
            en: format!(
                "{total} {year}: what is known of it and of its parts differs by {missed}%; known figures never move."
            ),
            da: format!(
                "{total} {year}: det kendte om den og dens dele afviger {} %; kendte tal flyttes aldrig.",
                missed.replace('.', ",")
            ),
        }
    }
}

/// One year of a group: the cells that are tied, their draws, the ties.
pub(super) struct Year {
    /// Rows of `draws` that are drawn, in the order of `of`.
    pub cells: Vec<usize>,
    /// The cells behind those rows.
    pub of: Vec<Node>,
    /// (cell × draw), known cells the same in every draw.
    pub draws: Array2<f64>,
    /// The ties, over rows of `draws`; the first cell of each is the total.
    pub ties: Vec<ramme_forecast::tied::Tie>,
    /// By how much known figures miss a tie, beside its largest part.
    pub missed: f64,
}

impl Year {
    /// Makes the ties hold; by how much the first total's median moved, as a share.
    fn hold(&mut self, group: &Group) -> f64 {
        let first = self.ties.first().and_then(|tie| tie.first()).map_or(0, |(cell, _)| *cell);
        let middle = |draws: &Array2<f64>| {
            quantiles(&draws.row(first).to_vec(), &[0.5]).ok().and_then(|q| q.first().copied())
        };
        let before = middle(&self.draws);
        if group.product {
            self.draws.mapv_inplace(libm::log);
        }
        let tied = Tied::new(self.ties.clone(), self.weights(group.method));
        let positive: Vec<bool> = self.draws.rows().into_iter().map(|r| r.iter().all(|x| *x > 0.0)).collect();
        let untouched = self.draws.clone();
        tied.hold_all(&mut self.draws);
        if !group.product {
            self.keep_positive(&positive, &untouched);
        }
        self.missed = tied.missed(&self.draws);
        if group.product {
            self.draws.mapv_inplace(libm::exp);
        }
        match (before, middle(&self.draws)) {
            (Some(a), Some(b)) if a.abs() > 0.0 => b / a - 1.0,
            _ => 0.0,
        }
    }

    /// A draw in which something that is above zero came out below it is added up from its parts instead.
    fn keep_positive(&mut self, positive: &[bool], untouched: &Array2<f64>) {
        let bottom_up = Tied::new(self.ties.clone(), self.weights(TieMethod::BottomUp));
        for (mut draw, before) in self.draws.columns_mut().into_iter().zip(untouched.columns()) {
            if draw.iter().zip(positive).any(|(x, p)| *p && *x <= 0.0) {
                draw.assign(&before);
                bottom_up.hold(draw);
            }
        }
    }

    /// Who moves how much; 0 for what is known.
    fn weights(&self, method: TieMethod) -> Vec<f64> {
        let drawn = |cell: usize| self.cells.contains(&cell);
        let variance = |cell: usize| {
            let row = self.draws.row(cell);
            let mean = row.mean().unwrap_or(0.0);
            row.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / row.len().max(1) as f64
        };
        let total_of =
            |cell: usize| self.ties.iter().find(|tie| tie.first().is_some_and(|(c, _)| *c == cell));
        let by_parts = |cell: usize| total_of(cell).map_or(1.0, |tie| (tie.len() - 1).max(1) as f64);
        // Where a total is known, bottom-up has only the parts left to move.
        let under_known = |cell: usize| {
            let under = |tie: &&ramme_forecast::tied::Tie| {
                tie.first().is_some_and(|(c, _)| !drawn(*c)) && tie.iter().skip(1).any(|(c, _)| *c == cell)
            };
            self.ties.iter().any(|tie| under(&tie))
        };
        let weight = |cell: usize| match method {
            _ if !drawn(cell) => 0.0,
            TieMethod::Ols => 1.0,
            TieMethod::WlsStruct => by_parts(cell),
            TieMethod::WlsVar => variance(cell),
            TieMethod::BottomUp if under_known(cell) => variance(cell),
            TieMethod::BottomUp => f64::from(u8::from(total_of(cell).is_some())),
        };
        (0..self.draws.nrows()).map(weight).collect()
    }
}

impl Group {
    fn inputs(&self) -> impl Iterator<Item = InputId> + '_ {
        self.sides.iter().flat_map(|s| std::iter::once(s.total).chain(s.parts.iter().copied()))
    }

    /// The sides and what they are, for whoever works out the cells.
    pub(super) fn all(&self) -> (&[Sides], bool) {
        (&self.sides, self.product)
    }
}

/// Adds a tie to the group that shares an input with it, or as a group of its own.
fn join(groups: &mut Vec<Group>, one: Group) -> Result<(), Diagnostic> {
    let shares = |g: &Group| g.inputs().any(|a| one.inputs().any(|b| a == b));
    let (with, mut rest): (Vec<Group>, Vec<Group>) = std::mem::take(groups).into_iter().partition(shares);
    let mut made = one;
    for mut group in with {
        let conflict = group.declared && made.declared && group.method != made.method;
        if conflict || group.product != made.product {
            let reason = Text::both(
                "ties that share an input need one method, and sums and products can't be tied at once",
                "bindinger, der deler et input, skal have én metode, og summer og produkter kan ikke bindes på én gang",
            );
            let said = Diagnostic::new(Code::TieRefused).arg("what", "[[reconcile]]").arg("reason", reason);
            return Err(match made.span.or(group.span) {
                Some(span) => said.at(span),
                None => said,
            });
        }
        if group.declared {
            (made.method, made.declared, made.span) = (group.method, true, group.span);
        }
        group.sides.append(&mut made.sides);
        made.sides = group.sides;
    }
    rest.push(made);
    *groups = rest;
    Ok(())
}

/// The draws of a cell in a year, where it is drawn.
pub(super) fn row<'a>(
    inputs: &'a BTreeMap<InputId, Vec<Option<DrawBlock>>>,
    node: &Node,
    position: usize,
) -> Option<ArrayView1<'a, f64>> {
    let block = inputs.get(&node.input)?.get(position)?.as_ref()?;
    let known = block.status.as_ref().is_none_or(|s| s.get(node.cell).is_some_and(|c| c.is_known()));
    (known && node.cell < block.values.nrows()).then(|| block.values.row(node.cell))
}

fn write(
    inputs: &mut BTreeMap<InputId, Vec<Option<DrawBlock>>>,
    node: &Node,
    position: usize,
    values: ArrayView1<'_, f64>,
) {
    let block = inputs.get_mut(&node.input).and_then(|b| b.get_mut(position)).and_then(Option::as_mut);
    if let Some(block) = block.filter(|b| node.cell < b.values.nrows()) {
        block.values.row_mut(node.cell).assign(&values);
    }
}
