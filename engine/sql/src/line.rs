//! Rows in a stated order: whether a row is the first of its group, running sums; running totals over years.
//!
//! In: what is added up, which rows stand in line, the keys, the order. Out: windows. A row of which something is not known
//! clouds what it could change: it is counted, and where the count is above zero the value is missing. Not here: rows that
//! take from a cap (`allot`).

use ramme_eval::plan::{LineOp, StepId};
use ramme_rulebook::model::{Axis, LineAsk, Shape};

use crate::frame::Frame;
use crate::maker::{Maker, Stuck};
use crate::order::sorted;
use crate::value::{Piece, Val};
use crate::why::Why;

/// Arguments from one on, each under a name.
pub(crate) fn take(
    maker: &mut Maker<'_>,
    frame: &mut Frame,
    (id, first, count): (StepId, usize, usize),
    name: &str,
) -> Result<Vec<Piece>, Stuck> {
    let mut out = Vec::new();
    for k in first..first.saturating_add(count) {
        let one = maker.one(frame, id, k)?;
        out.push(maker.keep(frame, one, &format!("{name}{}", k.saturating_sub(first).saturating_add(1))));
    }
    Ok(out)
}

/// The order of rows: those whose place is not known first.
pub(crate) struct Order {
    /// After `ORDER BY`.
    pub by: String,
    /// True of a row whose place is known.
    pub known: String,
}

/// The order by columns that are the arguments of the step from one on.
pub(crate) fn ordering(maker: &Maker<'_>, id: StepId, first: usize, order: &[Piece]) -> Result<Order, Stuck> {
    let step = maker.step(id)?;
    let mut by = Vec::new();
    for (k, piece) in order.iter().enumerate() {
        let arg =
            step.args.get(first.saturating_add(k)).copied().ok_or(Stuck { step: id, why: Why::NoForm })?;
        by.push(sorted(maker, &maker.step(arg)?.ty, &piece.sql));
    }
    let known = all_known(order);
    by.insert(0, format!("CASE WHEN {known} THEN 1 ELSE 0 END"));
    if let Some(entity) = step.shape.entity {
        by.push(crate::order::key(maker, entity, &format!("f.{}", maker.column(Axis::Entity(entity)))));
    }
    Ok(Order { by: by.join(", "), known })
}

/// True where all of several are known.
pub(crate) fn all_known(pieces: &[Piece]) -> String {
    if pieces.is_empty() {
        return "TRUE".to_owned();
    }
    let all: Vec<String> = pieces.iter().map(|p| format!("{} IS NOT NULL", p.sql)).collect();
    format!("({})", all.join(" AND "))
}

/// What rows are served together: those of one year and one combination of members.
pub(crate) fn together(maker: &Maker<'_>, shape: &Shape) -> Vec<String> {
    let axes = maker.axes(shape).into_iter().filter(|(axis, _)| !matches!(axis, Axis::Entity(_)));
    axes.map(|(_, column)| format!("f.{column}")).collect()
}

/// `PARTITION BY …`, or nothing.
pub(crate) fn partition(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!("PARTITION BY {} ", columns.join(", ")) }
}

/// What windows over a line are made of, each a truth about a row.
struct InLine {
    /// Its filter does not leave it out.
    stands: String,
    /// Its group is known.
    keyed: String,
    /// Its place is known, and that it stands in line.
    own: String,
    /// Its place is known.
    placed: String,
    /// The rows of its year and members, and those of its group as well.
    whole: String,
    groups: String,
    by: String,
}

impl InLine {
    /// How many rows up to one, with it or before it, are so.
    fn count(&self, what: &str, over: &str, with: bool) -> String {
        format!("COUNT(CASE WHEN {what} THEN 1 END) OVER ({over}{})", self.up_to(with))
    }

    fn up_to(&self, with: bool) -> String {
        let end = if with { "CURRENT ROW" } else { "1 PRECEDING" };
        format!("ORDER BY {} ROWS BETWEEN UNBOUNDED PRECEDING AND {end}", self.by)
    }

    /// A row whose group is not known could stand in any of them.
    fn lost(&self, with: bool) -> String {
        format!(
            "{} AS lost",
            self.count(&format!("NOT {} AND {}", self.keyed, self.stands), &self.whole, with)
        )
    }

    /// The windows, and what they come to.
    fn first(&self) -> (Vec<String>, String) {
        let known =
            self.count(&format!("{} AND {} AND {}", self.keyed, self.stands, self.own), &self.groups, true);
        let unknown = self.count(
            &format!("{} AND {} AND NOT ({})", self.keyed, self.stands, self.own),
            &self.groups,
            true,
        );
        let made = format!(
            "CASE WHEN NOT ({}) THEN FALSE WHEN NOT {} THEN NULL \
             WHEN {} THEN CASE WHEN f.known > 1 THEN FALSE WHEN f.unknown + f.lost = 0 THEN TRUE END \
             WHEN f.known > 0 THEN FALSE END",
            self.stands, self.keyed, self.own
        );
        (vec![format!("{known} AS known"), format!("{unknown} AS unknown"), self.lost(true)], made)
    }

    /// A row of which something is not known that a value rests on.
    fn unknown(&self, value: &Piece, with: bool) -> String {
        let what = format!(
            "{} AND {} AND NOT ({} AND {} IS NOT NULL)",
            self.keyed, self.stands, self.own, value.sql
        );
        format!("{} AS unknown", self.count(&what, &self.groups, with))
    }

    fn sum(&self, value: &Piece, whole: &str) -> (Vec<String>, String) {
        let total = format!(
            "SUM(CAST(CASE WHEN {} THEN COALESCE({}, 0) ELSE 0 END AS {whole})) OVER ({}{})",
            self.stands,
            value.sql,
            self.groups,
            self.up_to(true)
        );
        let made = format!(
            "CASE WHEN {} AND {} AND f.unknown = 0 AND f.lost = 0 THEN f.total END",
            self.keyed, self.own
        );
        (vec![self.unknown(value, true), self.lost(true), format!("{total} AS total")], made)
    }

    /// The least or greatest of the rows before; of none there is none.
    fn extreme(&self, value: &Piece, best: &str) -> (Vec<String>, String) {
        let before = self.up_to(false);
        let total = format!(
            "{best}(CASE WHEN {} THEN {} END) OVER ({}{before})",
            self.stands, value.sql, self.groups
        );
        let made = format!(
            "CASE WHEN {} AND {} AND f.unknown = 0 AND f.lost = 0 THEN f.total END",
            self.keyed, self.placed
        );
        (vec![self.unknown(value, false), self.lost(false), format!("{total} AS total")], made)
    }
}

/// The first of a group, the running sum, the least or greatest of the rows before.
pub(crate) fn query(
    maker: &mut Maker<'_>,
    id: StepId,
    a: &LineOp,
    year: Option<i32>,
) -> Result<String, Stuck> {
    let (shape, ty) = (maker.step(id)?.shape.clone(), maker.step(id)?.ty.clone());
    let mut frame = maker.frame(&shape, year);
    let value = take(maker, &mut frame, (id, 0, usize::from(a.ask != LineAsk::First)), "value")?;
    let filter = take(maker, &mut frame, (id, value.len(), usize::from(a.filter)), "filter")?;
    let at = value.len().saturating_add(filter.len());
    let keys = take(maker, &mut frame, (id, at, a.keys), "key")?;
    let first = at.saturating_add(a.keys);
    let order = take(maker, &mut frame, (id, first, a.order), "order")?;
    let order = ordering(maker, id, first, &order)?;
    let filtered = |is: &str| filter.first().map_or("TRUE".to_owned(), |f| format!("{} {is}", f.sql));
    let axes = together(maker, &shape);
    let in_line = InLine {
        stands: filtered("IS NOT FALSE"),
        keyed: all_known(&keys),
        own: format!("{} AND {}", order.known, filtered("IS NOT NULL")),
        placed: order.known,
        groups: partition(
            &axes.iter().cloned().chain(keys.iter().map(|k| k.sql.clone())).collect::<Vec<_>>(),
        ),
        whole: partition(&axes),
        by: order.by,
    };
    let (windows, made) = match (a.ask, value.first()) {
        (LineAsk::Sum, Some(value)) => in_line.sum(value, maker.speak.whole()),
        (LineAsk::Least, Some(value)) => in_line.extreme(value, "MIN"),
        (LineAsk::Greatest, Some(value)) => in_line.extreme(value, "MAX"),
        _ => in_line.first(),
    };
    let (mut with, last) = frame.layers();
    let there = exists(maker, &shape);
    let here = if there.is_empty() { String::new() } else { format!("\n  WHERE f.{there}") };
    with.push(format!(
        "line AS (\n  SELECT f.*,\n    {}\n  FROM {last} AS f{here})",
        windows.join(",\n    ")
    ));
    let nothing = crate::constant::spelled(maker, &ty, 0).unwrap_or_else(|| "NULL".to_owned());
    let nothing = format!("CAST({nothing} AS {})", maker.sql_type(&ty));
    Ok(placed_back(maker, (&shape, year), &with, "line", &made, &nothing))
}

/// The column that says who exists, where the shape has rows.
pub(crate) fn exists(maker: &Maker<'_>, shape: &Shape) -> String {
    if shape.entity.is_some() { maker.quoted("here") } else { String::new() }
}

/// A value for each row that exists, and another for all others.
pub(crate) fn placed_back(
    maker: &mut Maker<'_>,
    (shape, year): (&Shape, Option<i32>),
    with: &[String],
    from: &str,
    made: &str,
    nothing: &str,
) -> String {
    let cells = maker.cells(shape, year);
    let axes: Vec<String> = maker.axes(shape).into_iter().map(|(_, column)| column).collect();
    let value = maker.quoted("value");
    let named: Vec<String> = axes.iter().map(|c| format!("f.{c}")).collect();
    let all: Vec<String> = axes.iter().map(|c| format!("d.{c}")).collect();
    let on: Vec<String> = axes.iter().map(|c| format!("m.{c} = d.{c}")).collect();
    let on = if on.is_empty() { "TRUE".to_owned() } else { on.join(" AND ") };
    let mut picked = named;
    picked.push(format!("{made} AS {value}"));
    picked.push("TRUE AS made".to_owned());
    let mut select = all;
    select.push(format!("CASE WHEN m.made THEN m.{value} ELSE {nothing} END AS {value}"));
    format!(
        "WITH {},\nmade AS (\n  SELECT {}\n  FROM {from} AS f)\nSELECT {}\nFROM {cells} AS d\nLEFT JOIN made AS m ON {on}",
        with.join(", "),
        picked.join(",\n    "),
        select.join(", ")
    )
}

/// The sum of the years of the data up to each.
pub(crate) fn running_total(maker: &mut Maker<'_>, id: StepId, year: Option<i32>) -> Result<String, Stuck> {
    if year.is_some() {
        return Err(Stuck { step: id, why: Why::CircleOverYears });
    }
    let step = maker.step(id)?;
    let Some(kind) = step.shape.period else { return Err(Stuck { step: id, why: Why::NoForm }) };
    let mut frame = maker.frame(&step.shape, None);
    let value = maker.plain(&mut frame, id, 0)?;
    let period = maker.column(Axis::Period(kind));
    let data = maker.blueprint().data_years;
    let last = data.year(data.count.saturating_sub(1));
    let mut counts = format!("f.{period} BETWEEN {} AND {last}", data.first);
    let there = exists(maker, &step.shape);
    if !there.is_empty() {
        counts.push_str(&format!(" AND f.{there}"));
    }
    let rest: Vec<String> = maker
        .axes(&step.shape)
        .into_iter()
        .filter(|(axis, _)| !matches!(axis, Axis::Period(_)))
        .map(|(_, column)| format!("f.{column}"))
        .collect();
    let over =
        format!("{}ORDER BY f.{period} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW", partition(&rest));
    let sql = format!(
        "CASE WHEN COUNT(CASE WHEN {counts} AND {v} IS NULL THEN 1 END) OVER ({over}) = 0 \
         THEN COALESCE(SUM(CASE WHEN {counts} THEN CAST({v} AS {whole}) END) OVER ({over}), 0) END",
        v = value.sql,
        whole = maker.speak.whole()
    );
    let val = Val::One(Piece::of(sql, &[&value]));
    Ok(frame.query(&maker.selected(&step.shape, &val, &step.ty), ""))
}
