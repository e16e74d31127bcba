//! Parameters: which value holds, and where it comes from.
//!
//! In: a parameter and a spot. Out: its node: the value in play with its citation, what was set by hand, the years that an
//! index led through, a value past the last. Not here: which value that is (`run::series`, for runs and explanations alike).

use ramme_rulebook::model::{Axis, Expr, KeyValue, ParameterId, Type, Value};
use ramme_value::{Period, PeriodKind};

use super::Walk;
use super::clause::both;
use super::leaf::set_by_hand;
use super::node::{How, Named, Node, Role, What};
use super::spot::Spot;
use crate::plan::StepId;
use crate::result::{CellValue, Exact};
use crate::run::series::{self, Going, Held};

impl Walk<'_, '_> {
    /// A parameter where an expression reads it.
    pub(super) fn parameter_of(&mut self, id: ParameterId, e: &Expr, spot: &Spot, role: Role) -> Node {
        let step = self.x.seen.step(e);
        self.parameter_at(id, step, spot, role)
    }

    /// A parameter that was asked about.
    pub(super) fn parameter(&mut self, id: ParameterId, spot: &Spot, role: Role) -> Node {
        self.parameter_at(id, None, spot, role)
    }

    fn parameter_at(&mut self, id: ParameterId, step: Option<StepId>, spot: &Spot, role: Role) -> Node {
        let book = self.x.reading.env.book;
        let Some(p) = book.parameters.get(id.index()) else {
            return Node::new(What::Parameter, role, Type::YesNo);
        };
        let keys = self.keys(id, spot);
        let date = p.dated_by.as_ref().and_then(|d| self.day(d, spot));
        let days = match (&p.dated_by, date) {
            (Some(_), Some(day)) => Some((day, day)),
            (Some(_), None) => None,
            (None, _) => self.days_of(id, spot),
        };
        let mut node = self.held(id, &keys, days, role);
        if let Some(step) = step {
            self.fill(&mut node, step, spot);
        }
        if let Some(date) = &p.dated_by {
            node.parts.insert(0, self.expr(date, spot, Role::At, 1));
        }
        node
    }

    fn days_of(&self, id: ParameterId, spot: &Spot) -> Option<(ramme_value::Date, ramme_value::Date)> {
        let env = self.x.reading.env;
        let p = env.book.parameters.get(id.index())?;
        p.shape.period.and_then(|_| env.days(spot.t))
    }

    fn keys(&self, id: ParameterId, spot: &Spot) -> Vec<KeyValue> {
        let env = self.x.reading.env;
        let axes = env.book.parameters.get(id.index()).map_or(&[][..], |p| p.axes.as_slice());
        let one = |axis: &ramme_rulebook::model::AxisName| match axis.axis {
            Axis::Period(_) => Some(KeyValue::Period(env.years.year(spot.t))),
            Axis::Set(set) => {
                let at = spot.members.get(&set).copied().unwrap_or(0);
                u32::try_from(at).ok().map(KeyValue::Member)
            }
            Axis::Entity(_) => None,
        };
        axes.iter().filter_map(one).collect()
    }

    /// The change that an index states for a year, which may lie off the axis of the run.
    pub(super) fn change(&mut self, index: ParameterId, year: i32) -> Node {
        self.held(index, &[KeyValue::Period(year)], days_in(year), Role::Change)
    }

    /// The value by its keys and days, and where it comes from.
    fn held(
        &mut self,
        id: ParameterId,
        keys: &[KeyValue],
        days: Option<(ramme_value::Date, ramme_value::Date)>,
        role: Role,
    ) -> Node {
        let env = self.x.reading.env;
        let book = env.book;
        let Some(p) = book.parameters.get(id.index()) else {
            return Node::new(What::Parameter, role, Type::YesNo);
        };
        let mut node = Node::new(What::Parameter, role, p.ty.clone());
        node.how = How::Given;
        let named =
            p.axes.iter().zip(keys).map(|(axis, key)| (axis.name.clone(), self.key_text(axis.axis, *key)));
        node.name = Some(Named { name: p.name.clone(), keys: named.collect() });
        let own = series::held(env, id, keys, days);
        match &own {
            Some(Held::Set(set)) => node.said.push(set_by_hand(&set.origin)),
            Some(Held::Own(value)) => node.clauses.push(self.x.clause_seen(&value.version, None, None)),
            None => {}
        }
        if let Some(value) = own.as_ref().map(Held::value) {
            node.value = Some(CellValue::Exact(self.exact_of(value)));
        }
        let year = keys.iter().find_map(|k| if let KeyValue::Period(y) = k { Some(*y) } else { None });
        if let (None, Some(year)) = (&own, year) {
            self.past_own(id, keys, year, &mut node);
        }
        for value in p.values.iter().filter(|v| v.keys == keys) {
            let chosen = matches!(&own, Some(Held::Own(v)) if std::ptr::eq(*v, value));
            if chosen {
                continue;
            }
            let not = self.x.out_of_play(&value.version).unwrap_or_else(|| match &own {
                Some(Held::Set(_)) => both("another value was set by hand", "en anden værdi er sat i hånden"),
                _ => both("other days", "andre dage"),
            });
            node.clauses.push(self.x.clause_seen(&value.version, None, Some(not)));
        }
        node
    }

    /// A year without a value of its own: what the scenario says of years past the last, or what an index makes of it.
    fn past_own(&mut self, id: ParameterId, keys: &[KeyValue], year: i32, node: &mut Node) {
        let env = self.x.reading.env;
        let book = env.book;
        let Some(p) = book.parameters.get(id.index()) else { return };
        match series::in_year(env, id, keys, year) {
            Ok(value) => node.value = Some(CellValue::Exact(self.exact_of(&value))),
            Err(_) => {
                let name = series::name(book, p, keys);
                node.value = Some(CellValue::Missing(vec![both(
                    format!("{name} has no value; set it"),
                    format!("{name} har ingen værdi; angiv den"),
                )]));
                return;
            }
        }
        let Going::On(way) = series::way(env, id, p, keys, year) else { return };
        let before = series::in_keys(keys, way.before);
        node.parts.push(self.held(id, &before, days_in(way.before), Role::Of));
        if way.extended {
            node.said.push(both(
                format!("extended past {} as the scenario says", way.before),
                format!("ført videre efter {}, som scenariet siger", way.before),
            ));
        }
        let Some(made) = way.indexed else {
            node.how = How::Same;
            return;
        };
        node.how = How::Indexed(made.mode, made.step);
        let step = Exact::Dec(made.step);
        let step = crate::spell::spell(&step, &p.ty);
        node.said.push(both(
            format!("each year times 100 % and the index' change, rounded {} to {step}", made.mode.name()),
            format!("hvert år gange 100 % og indeksets ændring, afrundet ({}) til {step}", made.mode.name()),
        ));
        for y in way.before.saturating_add(1)..=year {
            let change = self.change(made.index, y);
            node.parts.push(change);
        }
    }

    fn key_text(&self, axis: Axis, key: KeyValue) -> String {
        match (axis, key) {
            (Axis::Set(set), KeyValue::Member(at)) => self.member_name(set, at as usize),
            (_, KeyValue::Period(year)) => year.to_string(),
            (_, KeyValue::Member(at)) => at.to_string(),
        }
    }

    /// A value as results have it.
    pub(super) fn exact_of(&self, value: &Value) -> Exact {
        match value {
            Value::YesNo(yes) => Exact::YesNo(*yes),
            Value::Dec(d) => Exact::Dec(*d),
            Value::Date(d) => Exact::Date(*d),
            Value::Text(t) => Exact::Text(t.clone()),
            Value::Member(set, at) => Exact::Text(self.member_name(*set, *at as usize)),
            Value::Period(_, index) => Exact::Text(index.to_string()),
        }
    }
}

fn days_in(year: i32) -> Option<(ramme_value::Date, ramme_value::Date)> {
    Period::from_index(PeriodKind::Year, year).map(|p| (p.start(), p.end()))
}
