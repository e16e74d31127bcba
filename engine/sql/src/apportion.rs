//! A total shared out in parts that add up: largest remainder.
//!
//! In: the total, the weights, who takes part, the keys of those that share one total, the order of equal remainders. Out:
//! windows over those that share: the whole steps of each quota, and one step more for the largest remainders, as many as
//! are left. Not here: several years at once.

use ramme_eval::plan::{ApportionOp, StepId};
use ramme_rulebook::model::{Axis, Shape};
use ramme_value::pow10;

use crate::line::{all_known, exists, partition, take};
use crate::maker::{Maker, Stuck};
use crate::order::{place, sorted};
use crate::value::Piece;
use crate::why::Why;

/// The arguments, by role.
struct Parts {
    total: Piece,
    weight: Piece,
    filter: Option<Piece>,
    keys: Vec<Piece>,
    order: Vec<Piece>,
    by: Vec<String>,
}

/// The shares.
pub(crate) fn query(
    maker: &mut Maker<'_>,
    id: StepId,
    a: &ApportionOp,
    year: Option<i32>,
) -> Result<String, Stuck> {
    let step = maker.step(id)?;
    let stuck = Stuck { step: id, why: Why::NoForm };
    let mut frame = maker.frame(&step.shape, year);
    let mut first = take(maker, &mut frame, (id, 0, 2), "total")?.into_iter();
    let (total, weight) = (first.next().ok_or(stuck.clone())?, first.next().ok_or(stuck.clone())?);
    let filter = take(maker, &mut frame, (id, 2, usize::from(a.filter)), "filter")?.pop();
    let at = 2_usize.saturating_add(usize::from(a.filter));
    let keys = take(maker, &mut frame, (id, at, a.keys), "key")?;
    let at = at.saturating_add(a.keys);
    let order = take(maker, &mut frame, (id, at, a.order), "order")?;
    let mut by = Vec::new();
    for (k, piece) in order.iter().enumerate() {
        let arg = step.args.get(at.saturating_add(k)).copied().ok_or(stuck.clone())?;
        by.push(sorted(maker, &maker.step(arg)?.ty, &piece.sql));
    }
    by.push(place(maker, a.over));
    let parts = Parts { total, weight, filter, keys, order, by };
    let (mut with, last) = frame.layers();
    with.extend(shares(maker, a, &step.shape, &parts, &last));
    Ok(result(maker, a, (&step.shape, year), &parts, (&with, &last)))
}

/// The member that is the whole of the others, which takes no part.
fn whole_member(maker: &Maker<'_>, over: Axis) -> Option<String> {
    let Axis::Set(set) = over else { return None };
    let set = maker.src.book.sets.get(set.index()).filter(|s| s.has_total)?;
    Some(format!("f.{} = {}", maker.column(over), maker.speak.text(set.members.last()?)))
}

/// How much one step is in the total.
fn step_of(a: &ApportionOp) -> String {
    a.step.saturating_mul(pow10(a.finer).unwrap_or(1)).to_string()
}

fn shares(maker: &Maker<'_>, a: &ApportionOp, shape: &Shape, parts: &Parts, last: &str) -> Vec<String> {
    let speak = maker.speak;
    let num = speak.whole();
    let axes = maker.axes(shape);
    let base: Vec<String> =
        axes.iter().filter(|(axis, _)| *axis != a.over).map(|(_, c)| format!("f.{c}")).collect();
    let group: Vec<String> = base.iter().cloned().chain(parts.keys.iter().map(|k| k.sql.clone())).collect();
    let (base, group) = (partition(&base), partition(&group));
    let over = |what: &str, by: &str| format!("{what} OVER ({})", by.trim_end());
    let mut who = Vec::new();
    let there = exists(maker, shape);
    who.extend((!there.is_empty()).then(|| format!("f.{there}")));
    who.extend(whole_member(maker, a.over).map(|total| format!("NOT ({total})")));
    who.extend(parts.filter.iter().map(|f| format!("{} IS NOT FALSE", f.sql)));
    let who = if who.is_empty() { String::new() } else { format!("\n  WHERE {}", who.join(" AND ")) };
    let mut all = vec![parts.total.clone(), parts.weight.clone()];
    all.extend(parts.filter.iter().cloned());
    all.extend(parts.order.iter().cloned());
    let trouble = format!("NOT {} OR {} < 0", all_known(&all), parts.weight.sql);
    let (t, w, of) = (&parts.total.sql, &parts.weight.sql, step_of(a));
    let size = format!("ABS(CAST({t} AS {num}))");
    vec![
        format!(
            "taking AS (\n  SELECT f.*, {lost} AS lost, {wrong} AS wrong,\n    {weights} AS weights, {least} AS least, {most} AS most,\n    \
             {steps} AS steps, {odd} AS odd\n  FROM {last} AS f{who})",
            lost = over(&format!("COUNT(CASE WHEN NOT {} THEN 1 END)", all_known(&parts.keys)), &base),
            wrong = over(&format!("COUNT(CASE WHEN {trouble} THEN 1 END)"), &group),
            weights = over(&format!("SUM(CAST({w} AS {num}))"), &group),
            least = over(&format!("MIN({t})"), &group),
            most = over(&format!("MAX({t})"), &group),
            steps = speak.quotient(&size, &of),
            odd = speak.rest(&size, &of),
        ),
        format!(
            "sound AS (\n  SELECT f.*, {q} AS whole_steps, {r} AS remainder\n  FROM taking AS f\n  \
             WHERE f.lost = 0 AND f.wrong = 0 AND f.weights > 0 AND f.odd = 0{same})",
            q = speak.quotient(&format!("(f.steps * {w})"), "f.weights"),
            r = speak.rest(&format!("(f.steps * {w})"), "f.weights"),
            same = if a.keys > 0 { " AND f.least = f.most" } else { "" },
        ),
        format!(
            "shares AS (\n  SELECT f.*, {left} AS left_over, ROW_NUMBER() OVER ({group}ORDER BY f.remainder DESC, {by}) AS place\n  FROM sound AS f)",
            left = format!("f.steps - {}", over(&format!("SUM(CAST(f.whole_steps AS {num}))"), &group)),
            by = parts.by.join(", "),
        ),
    ]
}

/// What each cell is given: its share, nothing where it takes no part, the total itself where it is the whole.
fn result(
    maker: &Maker<'_>,
    a: &ApportionOp,
    (shape, _): (&Shape, Option<i32>),
    parts: &Parts,
    (with, last): (&[String], &str),
) -> String {
    let speak = maker.speak;
    let num = speak.whole();
    let axes: Vec<String> = maker.axes(shape).into_iter().map(|(_, c)| c).collect();
    let same = |other: &str| {
        let on: Vec<String> = axes.iter().map(|c| format!("{other}.{c} = f.{c}")).collect();
        if on.is_empty() { "TRUE".to_owned() } else { on.join(" AND ") }
    };
    let sign = |sql: &str| format!("CASE WHEN {} < 0 THEN -{sql} ELSE {sql} END", parts.total.sql);
    let share =
        format!("((s.whole_steps + CASE WHEN s.place <= s.left_over THEN 1 ELSE 0 END) * {})", a.step);
    let mut cases = Vec::new();
    if let Some(total) = whole_member(maker, a.over) {
        let size = format!("ABS(CAST({} AS {num}))", parts.total.sql);
        let of = step_of(a);
        let steps = format!("({} * {})", speak.quotient(&size, &of), a.step);
        let there = exists(maker, shape);
        let here = if there.is_empty() { String::new() } else { format!("f.{there} AND ") };
        cases.push(format!(
            "WHEN {here}{total} THEN CASE WHEN {} = 0 THEN {} END",
            speak.rest(&size, &of),
            sign(&steps)
        ));
    }
    cases.push(format!("WHEN t.takes THEN CASE WHEN s.place IS NOT NULL THEN {} END", sign(&share)));
    let picked: Vec<String> = axes.iter().map(|c| format!("f.{c}, ")).collect();
    let picked = picked.concat();
    let selected: Vec<String> = axes.iter().map(|c| format!("f.{c}, ")).collect();
    format!(
        "WITH {},\nparts AS (SELECT {picked}TRUE AS takes FROM taking AS f)\nSELECT {}CAST(CASE {} ELSE 0 END AS {num}) AS {}\nFROM {last} AS f\nLEFT JOIN parts AS t ON {}\nLEFT JOIN shares AS s ON {}",
        with.join(", "),
        selected.concat(),
        cases.join(" "),
        maker.quoted("value"),
        same("t"),
        same("s")
    )
}
