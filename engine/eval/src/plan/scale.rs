//! Scales as ordinary steps: which table holds becomes small columns of thresholds and values, one a band, and the value
//! that is looked up meets those.
//!
//! In: a scale, its tables in play, the value. Out: a step. A table with fewer bands than the longest repeats its last one:
//! the repeated band begins where the last does, so nothing lies between them. Not here: kernels; there is one, which
//! refuses what lies below the first band.

use std::collections::BTreeMap;

use ramme_rulebook::model::{
    Axis, Compare, Expr, ExprKind, KeyValue, Scale, ScaleId, ScaleTable, Shape, Type, Value,
};
use ramme_value::{NumType, Period, PeriodKind};

use super::lower::{Lower, plain_value, with_scale};
use super::step::{Between, Op, StepId, scale};

/// What is read of a table: where its band of this number begins, or what holds in it.
#[derive(Debug, Clone, Copy)]
enum Read {
    From(usize),
    Value(usize),
}

impl Lower<'_> {
    /// `scale on bands of x`, `scale at x`
    pub(super) fn banded(&mut self, keyed: &Expr, on_bands: bool, of: &Expr, e: &Expr) -> StepId {
        let book = self.book;
        let Some(id) = named(keyed) else { return StepId(0) };
        let Some(held) = book.scales.get(id.index()) else { return StepId(0) };
        let x = self.expr(of);
        let from = Type::Num(held.from.clone());
        let level = with_scale(&from, scale(&from).max(scale(&self.type_of(x))));
        let x = self.as_type(x, &level);
        let tables: Vec<&ScaleTable> =
            self.view.tables(id).iter().filter_map(|at| held.tables.get(*at)).collect();
        let most = tables.iter().map(|table| table.bands.len()).max().unwrap_or(0);
        let (mut starts, mut values) = (Vec::new(), Vec::new());
        self.on_behalf(&held.name, |me| {
            for band in 0..most.max(1) {
                let start = me.keyed(keyed, (held, &tables), Read::From(band));
                starts.push(me.as_type(start, &level));
                values.push(me.keyed(keyed, (held, &tables), Read::Value(band)));
            }
        });
        let found = if on_bands {
            self.by_parts(x, &starts, &values, e)
        } else {
            self.step_at(x, &starts, &values, e)
        };
        let Some(first) = starts.first() else { return found };
        self.push(Op::FromBand(id), vec![x, *first, found], e.ty.clone(), e.shape.clone(), e.span)
    }

    /// One figure of the table that holds, read where the keys say.
    fn keyed(&mut self, keyed: &Expr, of: (&Scale, &[&ScaleTable]), read: Read) -> StepId {
        let (op, args) = match &keyed.kind {
            ExprKind::Lookup { row, inner } => {
                let Type::Row(entity) = row.ty else { return self.keyed(inner, of, read) };
                (Op::Lookup(entity), vec![self.expr(row), self.keyed(inner, of, read)])
            }
            ExprKind::Shift { inner, .. } | ExprKind::AtPeriod { inner, .. } => {
                let figure = self.keyed(inner, of, read);
                if self.plan.step(figure).is_none_or(|step| step.shape.period.is_none()) {
                    return figure;
                }
                let op = match keyed.kind {
                    ExprKind::AtPeriod { period, .. } => Op::AtPeriod(period),
                    ExprKind::Shift { back, .. } => Op::Shift(back),
                    _ => return figure,
                };
                (op, vec![figure])
            }
            ExprKind::AtMember { set, member, inner } => {
                (Op::AtMember(*set), vec![self.keyed(inner, of, read), self.expr(member)])
            }
            _ => return self.chosen(of.0, of.1, read, &keyed.shape),
        };
        self.push(op, args, figure_type(of.0, read), keyed.shape.clone(), keyed.span)
    }

    /// The part of the value that lies in each band, times what holds in it.
    fn by_parts(&mut self, x: StepId, starts: &[StepId], values: &[StepId], e: &Expr) -> StepId {
        let part_type = self.type_of(x);
        let zero = self.push(Op::Const(0), vec![], part_type.clone(), Shape::default(), e.span);
        let mut sum = self.push(Op::Const(0), vec![], e.ty.clone(), Shape::default(), e.span);
        for (band, (start, rate)) in starts.iter().zip(values).enumerate() {
            let mut like = |op, args| self.push(op, args, part_type.clone(), e.shape.clone(), e.span);
            let up_to = match starts.get(band.saturating_add(1)) {
                Some(end) => like(Op::Min, vec![x, *end]),
                None => x,
            };
            let above = like(Op::Sub, vec![up_to, *start]);
            let part = like(Op::Max, vec![above, zero]);
            let term = self.push(Op::Mul, vec![part, *rate], e.ty.clone(), e.shape.clone(), e.span);
            sum = self.push(Op::Add, vec![sum, term], e.ty.clone(), e.shape.clone(), e.span);
        }
        sum
    }

    /// What holds in the highest band that begins at the value or below it.
    fn step_at(&mut self, x: StepId, starts: &[StepId], values: &[StepId], e: &Expr) -> StepId {
        let mut bands = starts.iter().zip(values);
        let Some((_, first)) = bands.next() else { return x };
        let mut found = *first;
        for (start, value) in bands {
            let args = vec![x, *start];
            let reached =
                self.push(Op::Compare(Compare::AtLeast), args, Type::YesNo, e.shape.clone(), e.span);
            let args = vec![reached, *value, found];
            found = self.push(Op::If, args, e.ty.clone(), e.shape.clone(), e.span);
        }
        found
    }

    /// One figure of the table that holds: by the member, by the year, by a date of the row.
    fn chosen(&mut self, held: &Scale, tables: &[&ScaleTable], read: Read, shape: &Shape) -> StepId {
        let mut by_member: BTreeMap<Vec<u32>, Vec<&ScaleTable>> = BTreeMap::new();
        for table in tables {
            by_member.entry(members(table)).or_default().push(table);
        }
        if held.shape.sets.is_empty() {
            let all = by_member.remove(&Vec::new()).unwrap_or_default();
            return self.in_time(held, &all, read, shape);
        }
        let mut found = self.in_time(held, &[], read, shape);
        for (members, tables) in by_member.into_iter().rev() {
            let here = self.in_time(held, &tables, read, shape);
            let mut holds: Option<StepId> = None;
            let sets = held.axes.iter().filter_map(|axis| match axis.axis {
                Axis::Set(set) => Some(set),
                _ => None,
            });
            for (set, member) in sets.zip(members) {
                let own = Shape { sets: vec![set], ..Shape::default() };
                let ty = Type::Member(set);
                let this = self.push(Op::ThisMember(set), vec![], ty.clone(), own.clone(), held.span);
                let key = self.push(Op::Const(i128::from(member)), vec![], ty, Shape::default(), held.span);
                let is = self.push(Op::Compare(Compare::Is), vec![this, key], Type::YesNo, own, held.span);
                holds = Some(match holds {
                    None => is,
                    Some(before) => {
                        let both = Shape { sets: held.shape.sets.clone(), ..Shape::default() };
                        self.push(Op::And, vec![before, is], Type::YesNo, both, held.span)
                    }
                });
            }
            if let Some(holds) = holds {
                let args = vec![holds, here, found];
                found = self.push(Op::If, args, figure_type(held, read), shape.clone(), held.span);
            }
        }
        found
    }

    /// Among the tables of one combination of members.
    fn in_time(&mut self, held: &Scale, tables: &[&ScaleTable], read: Read, shape: &Shape) -> StepId {
        let ty = figure_type(held, read);
        let Some(date) = &held.dated_by else {
            let between: Vec<Between> = tables.iter().map(|table| within_year(table)).collect();
            let args: Vec<StepId> = tables.iter().map(|table| self.figure(held, table, read)).collect();
            return match (args.as_slice(), between.iter().all(Between::is_open)) {
                ([only], true) => *only,
                _ => {
                    let shape = Shape { entity: None, ..shape.clone() };
                    self.push(Op::InForce(between), args, ty, shape, held.span)
                }
            };
        };
        let date = self.expr(date);
        let mut by_year: BTreeMap<Option<i32>, Vec<&ScaleTable>> = BTreeMap::new();
        for table in tables {
            by_year.entry(year(table)).or_default().push(table);
        }
        let (mut years, mut args) = (Vec::new(), Vec::new());
        for (year, tables) in by_year {
            let between = tables.iter().map(|table| own_dates(table)).collect();
            let mut dated = vec![date];
            dated.extend(tables.iter().map(|table| self.figure(held, table, read)));
            years.push(year.map_or_else(Between::default, days_of));
            args.push(self.push(Op::Dated(between), dated, ty.clone(), shape.clone(), held.span));
        }
        match (args.as_slice(), years.iter().all(Between::is_open)) {
            ([only], true) => *only,
            _ => self.push(Op::InForce(years), args, ty, shape.clone(), held.span),
        }
    }

    /// A figure of one table.
    fn figure(&mut self, held: &Scale, table: &ScaleTable, read: Read) -> StepId {
        let ty = figure_type(held, read);
        let band = |at: usize| table.bands.get(at).or(table.bands.last());
        let n = match read {
            Read::From(at) => band(at).map(|(from, _)| from.rescale(scale(&ty)).unwrap_or(*from).mantissa()),
            Read::Value(at) => band(at).map(|(_, value)| match value {
                Value::Dec(value) => value.rescale(scale(&ty)).unwrap_or(*value).mantissa(),
                other => plain_value(other, self.texts),
            }),
        };
        self.push(Op::Const(n.unwrap_or(0)), vec![], ty, Shape::default(), table.version.span)
    }
}

/// The scale inside its keys.
fn named(keyed: &Expr) -> Option<ScaleId> {
    match &keyed.kind {
        ExprKind::Scale(id) => Some(*id),
        ExprKind::Lookup { inner, .. }
        | ExprKind::Shift { inner, .. }
        | ExprKind::AtPeriod { inner, .. }
        | ExprKind::AtMember { inner, .. } => named(inner),
        _ => None,
    }
}

fn figure_type(held: &Scale, read: Read) -> Type {
    match read {
        Read::From(_) => Type::Num(NumType { ..held.from.clone() }),
        Read::Value(_) => held.to.clone(),
    }
}

/// The keys of a table that are members, in the order of the axes.
fn members(table: &ScaleTable) -> Vec<u32> {
    let member = |key: &KeyValue| match key {
        KeyValue::Member(at) => Some(*at),
        KeyValue::Period(_) => None,
    };
    table.keys.iter().filter_map(member).collect()
}

fn year(table: &ScaleTable) -> Option<i32> {
    table.keys.iter().find_map(|key| match key {
        KeyValue::Period(year) => Some(*year),
        KeyValue::Member(_) => None,
    })
}

fn own_dates(table: &ScaleTable) -> Between {
    Between { from: table.version.from, to: table.version.to }
}

fn days_of(year: i32) -> Between {
    let days = Period::from_index(PeriodKind::Year, year);
    Between { from: days.map(Period::start), to: days.map(Period::end) }
}

/// The dates of a table, inside the year of its key.
fn within_year(table: &ScaleTable) -> Between {
    let own = own_dates(table);
    let Some(days) = year(table).map(days_of) else { return own };
    let to = match (own.to, days.to) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Between { from: own.from.max(days.from), to }
}
