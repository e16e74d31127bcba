//! The rulebook as compact text: one line a declaration, every move along an axis written out.
//!
//! In: a rulebook. Out: text for snapshots and for `ramme show`. Not here: source text (the formatter prints that).

use crate::model::{
    Aggregate, Allot, AllotDays, Apportion, Arith, Axis, Clause, Compare, Days, DaysAsk, Exception, Expr,
    ExprKind, Line, LineAsk, Prices, Rulebook, Symbol, Type, Value, Version,
};
use ramme_syntax::tree::{AggregateFn, RuleKind};
use ramme_value::{Decimal, NumType, Period};

impl Rulebook {
    /// Everything, in the order of the lists.
    #[must_use]
    pub fn dump(&self) -> String {
        let mut out = String::new();
        for input in &self.inputs {
            let owner =
                input.field_of.map(|entity| format!("{}.", self.entity_name(entity))).unwrap_or_default();
            let head = self.head(&format!("input {owner}{}", input.name), &input.shape);
            out.push_str(&format!("{head} : {}\n", self.type_as_written(&input.ty)));
        }
        for parameter in &self.parameters {
            let head = self.head(&format!("parameter {}", parameter.name), &parameter.shape);
            out.push_str(&format!("{head} : {}\n", self.type_as_written(&parameter.ty)));
            if let Some(date) = &parameter.dated_by {
                out.push_str(&format!("  dated by {}\n", self.expr_as_text(date)));
            }
            if let Some(made) = &parameter.indexed {
                let (index, mode) = (self.name_of(Symbol::Parameter(made.index)), made.mode.name());
                let step = decimal_as_text(made.step, &parameter.ty);
                out.push_str(&format!("  indexed by {index}, round {mode} to {step}\n"));
            }
            for value in &parameter.values {
                let keys = self.keys_as_written(&parameter.axes, &value.keys);
                let text = self.value_as_text(&value.value, &parameter.ty);
                out.push_str(&format!("  {}{keys} = {text}\n", self.version_as_text(&value.version)));
            }
        }
        for scale in &self.scales {
            let head = self.head(&format!("scale {}", scale.name), &scale.shape);
            out.push_str(&format!("{head} : {} -> {}\n", scale.from, self.type_as_written(&scale.to)));
            for table in &scale.tables {
                let keys = self.keys_as_written(&scale.axes, &table.keys);
                let from = Type::Num(scale.from.clone());
                let band = |(at, value): &(Decimal, Value)| {
                    format!("from {} = {}", decimal_as_text(*at, &from), self.value_as_text(value, &scale.to))
                };
                let bands: Vec<String> = table.bands.iter().map(band).collect();
                let version = self.version_as_text(&table.version);
                out.push_str(&format!("  {version}{keys}: {}\n", bands.join(", ")));
            }
        }
        for definition in &self.definitions {
            let day = if definition.for_a_day { " for a day" } else { "" };
            let head = self.head(&format!("define {}", definition.name), &definition.shape);
            out.push_str(&format!(
                "{head}{day} : {}{}\n",
                self.type_as_written(&definition.ty),
                ratio(&definition.ty)
            ));
            definition.clauses.iter().for_each(|clause| self.dump_clause(clause, "=", &mut out));
        }
        for rule in &self.rules {
            let (word, verb) = match rule.kind {
                RuleKind::Rule => ("rule", "require"),
                RuleKind::Target => ("target", "aim"),
            };
            out.push_str(&self.head(&format!("{word} {}", rule.name), &rule.shape));
            out.push('\n');
            rule.clauses.iter().for_each(|clause| self.dump_clause(clause, verb, &mut out));
            if let Some(unless) = &rule.unless {
                out.push_str(&format!("  unless {}\n", self.expr_as_text(unless)));
            }
            if let Some(deadline) = &rule.deadline {
                let before = rule.before.as_ref().map(|before| {
                    let filter = before.filter.as_ref();
                    let filter =
                        filter.map(|f| format!(" where {}", self.expr_as_text(f))).unwrap_or_default();
                    let (entity, date) = (self.entity_name(before.entity), self.expr_as_text(&before.date));
                    format!(" before {entity} on {date}{filter}")
                });
                let day = self.expr_as_text(deadline);
                out.push_str(&format!("  deadline {day}{}\n", before.unwrap_or_default()));
            }
        }
        out
    }

    fn head(&self, name: &str, shape: &crate::model::Shape) -> String {
        format!("{name} {}", self.shape_as_written(shape)).trim_end().to_owned()
    }

    fn dump_clause(&self, clause: &Clause, verb: &str, out: &mut String) {
        let date = clause.dated_by.as_ref().map(|date| format!("dated by {} ", self.expr_as_text(date)));
        let version = self.version_as_text(&clause.version);
        let body = self.expr_as_text(&clause.body);
        let role = clause.exception.as_ref().map(|exception| self.exception_as_text(exception));
        let (role, date) = (role.unwrap_or_default(), date.unwrap_or_default());
        out.push_str(&format!("  {version}{role}{date}{verb} {body}\n"));
    }

    fn exception_as_text(&self, exception: &Exception) -> String {
        let mut out = format!("exception {} ", exception.label);
        if !exception.overrides.is_empty() {
            out.push_str(&format!("overrides {} ", exception.overrides.join(", ")));
        }
        if let Some(when) = &exception.when {
            out.push_str(&format!("when {} ", self.expr_as_text(when)));
        }
        out
    }

    fn version_as_text(&self, version: &Version) -> String {
        let mut out = String::new();
        if version.amends {
            out.push_str("amended ");
        }
        if let Some(reading) = version.reading {
            out.push_str(&format!("reading {} ", self.reading_name(reading)));
        }
        if let Some(awaited) = &version.awaited {
            out.push_str(&format!("status {} ", awaited.status.name()));
        }
        for (word, date) in [("from", version.from), ("to", version.to), ("known", version.known_from)] {
            if let Some(date) = date {
                out.push_str(&format!("{word} {date} "));
            }
        }
        out
    }

    /// One value as the language writes it.
    #[must_use]
    pub fn value_as_text(&self, value: &Value, ty: &Type) -> String {
        match value {
            Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Dec(value) => decimal_as_text(*value, ty),
            Value::Date(date) => date.to_string(),
            Value::Text(text) => format!("\"{text}\""),
            Value::Member(set, at) => self.member_as_text(*set, *at),
            Value::Period(kind, index) => {
                Period::from_index(*kind, *index).map(|period| period.to_string()).unwrap_or_default()
            }
        }
    }

    fn member_as_text(&self, set: crate::model::SetId, at: u32) -> String {
        let name = self.member_name(set, at);
        let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let name = if plain { name.to_owned() } else { format!("\"{name}\"") };
        format!("{}.{name}", self.set_name(set))
    }

    /// An expression as text, fully bracketed, with every move along an axis written out.
    #[must_use]
    pub fn expr_as_text(&self, expr: &Expr) -> String {
        let text = |inner: &Expr| self.expr_as_text(inner);
        match &expr.kind {
            ExprKind::Const(value) => self.value_as_text(value, &expr.ty),
            ExprKind::Input(id) => self.full_name(*id),
            ExprKind::Parameter(id) => self.name_of(Symbol::Parameter(*id)).to_owned(),
            ExprKind::Definition(id) => self.name_of(Symbol::Definition(*id)).to_owned(),
            ExprKind::ThisRow(id) => format!("this {}", self.entity_name(*id)),
            ExprKind::ThisPeriod(kind) => kind.name().to_owned(),
            ExprKind::ThisMember(id) => format!("this {}", self.set_name(*id)),
            ExprKind::Day => "day".to_owned(),
            ExprKind::Lookup { row, inner } => {
                let at = text(row);
                let at = if at.contains(' ') { format!("({at})") } else { at };
                format!("{} at {at}", text(inner))
            }
            ExprKind::Shift { back: 1, inner } => format!("previous {}", text(inner)),
            ExprKind::Shift { back, inner } => format!("{}[-{back}]", text(inner)),
            ExprKind::AtPeriod { period, inner } => format!("{}[{period}]", text(inner)),
            ExprKind::AtMember { member, inner, .. } => format!("{}[{}]", text(inner), text(member)),
            ExprKind::Scale(id) => self.name_of(Symbol::Scale(*id)).to_owned(),
            ExprKind::Banded { scale, on_bands, of } => {
                let word = if *on_bands { "on bands of" } else { "at" };
                format!("({} {word} {})", text(scale), text(of))
            }
            ExprKind::Convert { value, index, from, to } => {
                format!("({} from {} to {} by {})", text(value), prices(*from), prices(*to), text(index))
            }
            ExprKind::Negate(inner) => format!("-{}", text(inner)),
            ExprKind::Not(inner) => format!("not {}", text(inner)),
            ExprKind::Arith { op, left, right } => format!("({} {} {})", text(left), arith(*op), text(right)),
            ExprKind::Compare { op, left, right } => {
                format!("({} {} {})", text(left), compare(*op), text(right))
            }
            ExprKind::Logic { and, left, right } => {
                format!("({} {} {})", text(left), if *and { "and" } else { "or" }, text(right))
            }
            ExprKind::IsKnown { value, known } => {
                format!("({} is {})", text(value), if *known { "known" } else { "missing" })
            }
            ExprKind::If { condition, then, otherwise } => {
                format!("(if {} then {} else {})", text(condition), text(then), text(otherwise))
            }
            ExprKind::IfKnown { value, otherwise } => {
                format!("({} if known else {})", text(value), text(otherwise))
            }
            ExprKind::Extreme { max, items } => {
                let items: Vec<String> = items.iter().map(text).collect();
                format!("{}({})", if *max { "max" } else { "min" }, items.join(", "))
            }
            ExprKind::Round { mode, value, step } => {
                format!("round {} ({}) to {}", mode.name(), text(value), decimal_as_text(*step, &expr.ty))
            }
            ExprKind::AddMonths { date, months, end_of_month } => {
                format!("{} + {months} months ({})", text(date), end_of_month.name())
            }
            ExprKind::AddDays { date, days } => format!("{} + {}", text(date), text(days)),
            ExprKind::DaysBetween { later, earlier } => {
                format!("days between ({}, {})", text(earlier), text(later))
            }
            ExprKind::PeriodOf { kind, date } => format!("{} of {}", kind.name(), text(date)),
            ExprKind::Aggregate(aggregate) => self.aggregate_as_text(aggregate),
            ExprKind::Days(days) => self.days_as_text(days),
            ExprKind::Allot(allot) => self.allot_as_text(allot),
            ExprKind::AllotDays(allot) => self.allot_days_as_text(allot),
            ExprKind::Line(line) => self.line_as_text(line),
            ExprKind::Apportion(made) => self.apportion_as_text(made),
            ExprKind::RunningTotal(inner) => format!("running sum of {} by period", text(inner)),
        }
    }

    fn aggregate_as_text(&self, aggregate: &Aggregate) -> String {
        let mut out = func(aggregate.func).to_owned();
        if let Some(value) = &aggregate.value {
            let known = if aggregate.known { "known " } else { "" };
            out.push_str(&format!(" of {known}{}", self.expr_as_text(value)));
        }
        let over: Vec<&str> = aggregate.over.iter().map(|axis: &Axis| self.axis_name(*axis)).collect();
        out.push_str(&format!(" over {}", over.join(", ")));
        if !aggregate.per.is_empty() {
            out.push_str(&format!(" per {}", self.list_as_text(&aggregate.per)));
        }
        let parts =
            [("by", &aggregate.group), ("where", &aggregate.filter), ("weighted by", &aggregate.weight)];
        for (word, part) in parts {
            if let Some(part) = part {
                out.push_str(&format!(" {word} {}", self.expr_as_text(part)));
            }
        }
        out
    }

    fn line_as_text(&self, line: &Line) -> String {
        let value = line.value.as_ref().map(|value| self.expr_as_text(value)).unwrap_or_default();
        let mut out = match line.ask {
            LineAsk::First => "the first".to_owned(),
            LineAsk::Sum => format!("running sum of {value}"),
            LineAsk::Least => format!("least of {value} before"),
            LineAsk::Greatest => format!("greatest of {value} before"),
        };
        if let Some(filter) = &line.filter {
            out.push_str(&format!(" where {}", self.expr_as_text(filter)));
        }
        let (per, order) = (self.list_as_text(&line.per), self.list_as_text(&line.order));
        out.push_str(&format!(" per {per} in order of {order}"));
        out
    }

    fn apportion_as_text(&self, made: &Apportion) -> String {
        let (total, weight) = (self.expr_as_text(&made.total), self.expr_as_text(&made.weight));
        let mut out = format!("apportion {total} by {weight} over {}", self.axis_name(made.over));
        if let Some(filter) = &made.filter {
            out.push_str(&format!(" where {}", self.expr_as_text(filter)));
        }
        let (per, order) = (self.list_as_text(&made.per), self.list_as_text(&made.order));
        out.push_str(&format!(" per {per} to {} in order of {order}", made.step));
        out
    }

    fn days_as_text(&self, days: &Days) -> String {
        let filter = days.filter.as_ref().map(|filter| format!(" where {}", self.expr_as_text(filter)));
        let (from, until) = (self.expr_as_text(&days.from), self.expr_as_text(&days.until));
        let head = match &days.ask {
            DaysAsk::Count => "days".to_owned(),
            DaysAsk::Any => "any day".to_owned(),
            DaysAsk::First => "first day".to_owned(),
            DaysAsk::Sum(value) => format!("sum of {} over days", self.expr_as_text(value)),
        };
        format!("{head} from {from} until {until}{}", filter.unwrap_or_default())
    }

    fn list_as_text(&self, exprs: &[Expr]) -> String {
        exprs.iter().map(|e| self.expr_as_text(e)).collect::<Vec<_>>().join(", ")
    }

    fn allot_days_as_text(&self, allot: &AllotDays) -> String {
        format!(
            "allot {} at most {} per {} in running years from {} opening again {}{} in order of {}",
            self.days_as_text(&allot.days),
            self.expr_as_text(&allot.limit),
            self.list_as_text(&allot.per),
            self.expr_as_text(&allot.opens),
            allot.opening.words(),
            if allot.keeps { " keeping the first limit" } else { "" },
            self.list_as_text(&allot.order),
        )
    }

    fn allot_as_text(&self, allot: &Allot) -> String {
        let list = |exprs: &[Expr]| self.list_as_text(exprs);
        let mut out = format!("allot {}", self.expr_as_text(&allot.asked));
        for (cap, per) in &allot.caps {
            out.push_str(&format!(" at most {} per {}", self.expr_as_text(cap), list(per)));
        }
        out.push_str(&format!(" in order of {}", list(&allot.order)));
        if allot.whole {
            out.push_str(" all or nothing");
        }
        out
    }
}

fn prices(prices: Prices) -> String {
    match prices {
        Prices::Year(year) => format!("{year}-pl"),
        Prices::Own { back: 0 } => "current".to_owned(),
        Prices::Own { back } => format!("current[-{back}]"),
    }
}

fn ratio(ty: &Type) -> &'static str {
    if matches!(ty, Type::Num(NumType { repr: ramme_value::Repr::Ratio, .. })) { " (ratio)" } else { "" }
}

/// A stored decimal with the decimals and the unit that people write.
fn decimal_as_text(value: Decimal, ty: &Type) -> String {
    let Type::Num(num) = ty else { return value.to_string() };
    let shift = num.unit.shift();
    let written = Decimal::new(value.mantissa(), value.scale().saturating_sub(shift));
    format!("{written} {}", num.unit).trim_end().to_owned()
}

fn arith(op: Arith) -> &'static str {
    match op {
        Arith::Add => "+",
        Arith::Sub => "-",
        Arith::Mul => "*",
        Arith::Div => "/",
    }
}

fn compare(op: Compare) -> &'static str {
    match op {
        Compare::Is => "is",
        Compare::IsNot => "is not",
        Compare::Less => "<",
        Compare::AtMost => "<=",
        Compare::More => ">",
        Compare::AtLeast => ">=",
    }
}

fn func(func: AggregateFn) -> &'static str {
    match func {
        AggregateFn::Sum => "sum",
        AggregateFn::Mean => "mean",
        AggregateFn::Least => "least",
        AggregateFn::Greatest => "greatest",
        AggregateFn::Count => "count",
        AggregateFn::Any => "any",
        AggregateFn::All => "all",
        AggregateFn::Share => "share",
    }
}
