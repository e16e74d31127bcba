//! Days of which the pieces leave something open, looked at themselves.
//!
//! In: the answer by pieces of days, and what was asked of one day. Out: the same answer; where it is missing, what the
//! stretches between the dates that are named say: in a stretch nothing changes, so its first day speaks for it. Not here:
//! the pieces; they are ordinary steps.

use ramme_eval::plan::{Between, DayAsk, DayByDayOp, DayCondition, DayLaw, DayNumber, StepId};

use crate::frame::Frame;
use crate::maker::{Maker, Stuck};
use crate::step::{day, sign};
use crate::value::Val;

/// Before all days, and after them.
const ENDS: (&str, &str) = ("DATE '1000-01-01'", "DATE '3000-01-01'");

/// What the trees are read with.
struct Days<'m, 'a> {
    maker: &'m mut Maker<'a>,
    frame: Frame,
    /// The days on which something can change.
    edges: Vec<String>,
}

/// The answer for each row.
pub(crate) fn query(
    maker: &mut Maker<'_>,
    id: StepId,
    op: &DayByDayOp,
    year: Option<i32>,
) -> Result<String, Stuck> {
    let step = maker.step(id)?;
    let mut frame = maker.frame(&step.shape, year);
    let pieces = maker.plain(&mut frame, id, 0)?;
    let (from, until) = (maker.plain(&mut frame, id, 1)?, maker.plain(&mut frame, id, 2)?);
    let mut days = Days { maker, frame, edges: vec![from.sql.clone(), until.sql.clone()] };
    let met = match &op.condition {
        Some(condition) => days.on(condition)?,
        None => "TRUE".to_owned(),
    };
    let number = match &op.number {
        Some(number) => days.number_on(number)?,
        None => "0".to_owned(),
    };
    let Days { frame, mut edges, maker } = days;
    edges.push(ENDS.0.to_owned());
    edges.sort();
    edges.dedup();
    let axes: Vec<String> = maker.axes(&step.shape).into_iter().map(|(_, c)| c).collect();
    let (mut with, last) = frame.layers();
    let own = |of: &str| axes.iter().map(|c| format!("{of}.{c}, ")).collect::<String>();
    let cut: Vec<String> = edges
        .iter()
        .map(|edge| {
            format!("SELECT {}{edge} AS first_day FROM {last} AS f WHERE {} IS NULL", own("f"), pieces.sql)
        })
        .collect();
    with.push(format!("edges AS (\n  {})", cut.join("\n  UNION ")));
    let by: Vec<String> = axes.iter().map(|c| format!("e.{c}")).collect();
    let by = crate::line::partition(&by);
    with.push(format!(
        "stretches AS (\n  SELECT {}e.first_day, COALESCE(LEAD(e.first_day) OVER ({by}ORDER BY e.first_day), {}) AS end_day\n  FROM edges AS e WHERE e.first_day IS NOT NULL)",
        own("e"),
        ENDS.1
    ));
    let on: Vec<String> = axes.iter().map(|c| format!("f.{c} = e.{c}")).collect();
    let on = if on.is_empty() { "TRUE".to_owned() } else { on.join(" AND ") };
    with.push(format!(
        "days AS (\n  SELECT {}e.first_day, e.end_day, ({} <= e.first_day AND e.first_day < {} AND {met}) AS counts, {number} AS amount\n  FROM stretches AS e JOIN {last} AS f ON {on})",
        own("f"),
        from.sql,
        until.sql
    ));
    with.push(answers(maker, op.ask, &axes));
    let on: Vec<String> = axes.iter().map(|c| format!("a.{c} = f.{c}")).collect();
    let on = if on.is_empty() { "TRUE".to_owned() } else { on.join(" AND ") };
    Ok(format!(
        "WITH {}\nSELECT {}COALESCE({}, a.answer) AS {}\nFROM {last} AS f\nLEFT JOIN answers AS a ON {on}",
        with.join(", "),
        own("f"),
        pieces.sql,
        maker.quoted("value")
    ))
}

/// What the stretches of a row come to.
fn answers(maker: &Maker<'_>, ask: DayAsk, axes: &[String]) -> String {
    let open = "COUNT(CASE WHEN y.counts IS NULL THEN 1 END) = 0";
    let length = maker.speak.days_between("y.end_day", "y.first_day");
    let whole = maker.speak.whole();
    // A stretch that does not count may be the one without an end: its length is not asked for.
    let answer = match ask {
        DayAsk::Count => format!("CASE WHEN {open} THEN COALESCE(SUM(CASE WHEN y.counts THEN {length} END), 0) END"),
        DayAsk::Sum => format!(
            "CASE WHEN {open} AND COUNT(CASE WHEN y.counts AND y.amount IS NULL THEN 1 END) = 0 \
             THEN COALESCE(SUM(CASE WHEN y.counts THEN {length} * CAST(y.amount AS {whole}) END), 0) END"
        ),
        DayAsk::Any => format!("CASE WHEN COUNT(CASE WHEN y.counts THEN 1 END) > 0 THEN TRUE WHEN {open} THEN FALSE END"),
        DayAsk::First => "CASE WHEN MIN(CASE WHEN y.counts IS NULL THEN y.first_day END) < MIN(CASE WHEN y.counts THEN y.first_day END) THEN NULL \
             ELSE MIN(CASE WHEN y.counts THEN y.first_day END) END"
            .to_owned(),
    };
    let own: String = axes.iter().map(|c| format!("y.{c}, ")).collect();
    let by: Vec<String> = axes.iter().map(|c| format!("y.{c}")).collect();
    let group = if by.is_empty() { String::new() } else { format!(" GROUP BY {}", by.join(", ")) };
    format!("answers AS (\n  SELECT {own}{answer} AS answer\n  FROM days AS y{group})")
}

impl Days<'_, '_> {
    /// A column that the trees read.
    fn leaf(&mut self, step: StepId) -> Result<String, Stuck> {
        let val = self.maker.value(&mut self.frame, step)?;
        let Val::One(one) = val else { return Ok("NULL".to_owned()) };
        Ok(self.maker.keep(&mut self.frame, one, &format!("s{}_day", step.0)).sql)
    }

    /// A condition on the first day of a stretch.
    fn on(&mut self, p: &DayCondition) -> Result<String, Stuck> {
        Ok(match p {
            DayCondition::Always(said) => (if *said { "TRUE" } else { "FALSE" }).to_owned(),
            DayCondition::Holds(step) => self.leaf(*step)?,
            DayCondition::Day(op, step) => {
                let date = self.leaf(*step)?;
                self.edges.push(date.clone());
                self.edges.push(self.maker.speak.days_later(&date, "1"));
                format!("(e.first_day {} {date})", sign(*op))
            }
            DayCondition::Not(inner) => format!("(NOT {})", self.on(inner)?),
            DayCondition::Logic(and, sides) => {
                let [left, right] = sides.as_ref();
                let word = if *and { "AND" } else { "OR" };
                format!("({} {word} {})", self.on(left)?, self.on(right)?)
            }
            DayCondition::Law(law) => self.law(law, |me, said| me.on(said), "BOOLEAN")?,
        })
    }

    /// A number of the first day of a stretch.
    fn number_on(&mut self, x: &DayNumber) -> Result<String, Stuck> {
        Ok(match x {
            DayNumber::Is(step) => self.leaf(*step)?,
            DayNumber::If(choice) => {
                let when = self.on(&choice.0)?;
                let (a, b) = (self.number_on(&choice.1)?, self.number_on(&choice.2)?);
                format!("CASE WHEN {when} THEN {a} WHEN NOT {when} THEN {b} END")
            }
            DayNumber::Law(law) => {
                let whole = self.maker.speak.whole();
                self.law(law, |me, said| me.number_on(said), whole)?
            }
        })
    }

    /// What a law says of the first day of a stretch; missing where no clause is in force.
    fn law<T>(
        &mut self,
        law: &DayLaw<T>,
        mut said: impl FnMut(&mut Self, &T) -> Result<String, Stuck>,
        ty: &str,
    ) -> Result<String, Stuck> {
        if law.clauses.is_empty() {
            return Ok(format!("CAST(NULL AS {ty})"));
        }
        let mut out = String::from("CASE");
        for (between, of) in &law.clauses {
            let text = said(self, of)?;
            out.push_str(&format!(" WHEN {} THEN {text}", self.in_force(between)));
        }
        out.push_str(" END");
        Ok(out)
    }

    fn in_force(&mut self, between: &Between) -> String {
        let mut all = Vec::new();
        if let Some(from) = between.from {
            self.edges.push(day(from));
            all.push(format!("e.first_day >= {}", day(from)));
        }
        if let Some(to) = between.to {
            self.edges.extend(to.add_days(1).map(day));
            all.push(format!("e.first_day <= {}", day(to)));
        }
        if all.is_empty() { "TRUE".to_owned() } else { all.join(" AND ") }
    }
}
