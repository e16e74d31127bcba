//! Allotment under one cap, in order.
//!
//! In: what each row asks, the cap with the keys of its groups, the order. Out: what each row gets. Where the cap is one for
//! all rows, a running sum says how much is left; where each row brings its own, or gets all or nothing, the query reads
//! what it has given so far. A row of which something is not known makes every later row of its group unknown. Not here:
//! several caps with groups of their own; what a row gets then rests on more than one group, which no window sees.

use ramme_eval::plan::{AllotOp, StepId};
use ramme_rulebook::model::Shape;

use crate::line::{all_known, exists, ordering, partition, placed_back, take, together};
use crate::maker::{Maker, Stuck};
use crate::value::Piece;
use crate::why::Why;

/// The columns of an allotment.
struct Parts {
    asked: Piece,
    /// The least of the caps.
    cap: String,
    caps: Vec<Piece>,
    keys: Vec<Piece>,
}

/// What each row gets.
pub(crate) fn query(
    maker: &mut Maker<'_>,
    id: StepId,
    a: &AllotOp,
    year: Option<i32>,
) -> Result<String, Stuck> {
    let step = maker.step(id)?;
    let mut frame = maker.frame(&step.shape, year);
    let asked =
        take(maker, &mut frame, (id, 0, 1), "asked")?.pop().ok_or(Stuck { step: id, why: Why::NoForm })?;
    let (mut at, mut caps, mut keys) = (1_usize, Vec::new(), Vec::new());
    let mut constant = true;
    for (k, count) in a.keys.iter().enumerate() {
        let cap = step.args.get(at).copied().ok_or(Stuck { step: id, why: Why::NoForm })?;
        constant = constant && maker.step(cap)?.shape.entity.is_none();
        let of_cap = step.args.get(at.saturating_add(1)..at.saturating_add(1).saturating_add(*count));
        let of_cap = of_cap.unwrap_or_default().to_vec();
        if k > 0 && of_cap != keys {
            return Err(Stuck { step: id, why: Why::SeveralCaps });
        }
        caps.extend(take(maker, &mut frame, (id, at, 1), &format!("cap{}_", k.saturating_add(1)))?);
        keys = of_cap;
        at = at.saturating_add(1).saturating_add(*count);
    }
    let first_key = at.saturating_sub(keys.len());
    let keys = take(maker, &mut frame, (id, first_key, keys.len()), "key")?;
    let order = take(maker, &mut frame, (id, at, a.order), "order")?;
    let order = ordering(maker, id, at, &order)?;
    let texts: Vec<String> = caps.iter().map(|c| c.sql.clone()).collect();
    let cap = match texts.as_slice() {
        [one] => one.clone(),
        _ => maker.speak.least(&texts),
    };
    let parts = Parts { asked, cap, caps, keys };
    let (mut with, last) = frame.layers();
    with.push(queue(maker, &step.shape, &parts, (&order.by, &order.known), &last));
    let served = if constant && !a.whole {
        let zero = format!("CAST(0 AS {})", maker.speak.whole());
        let got = maker.speak.least(&["f.asked".to_owned(), "f.cap - (f.before - f.asked)".to_owned()]);
        let got = maker.speak.greatest(&[zero, got]);
        format!("CASE WHEN f.unknown + f.lost = 0 THEN {got} END")
    } else {
        if !maker.speak.may_recur() {
            return Err(Stuck { step: id, why: Why::OwnCaps(maker.speak.title()) });
        }
        with.push(serving(maker, &step.shape, parts.keys.len(), a.whole));
        "f.got".to_owned()
    };
    let from = if constant && !a.whole { "queue" } else { "served" };
    let zero = format!("CAST(0 AS {})", maker.speak.whole());
    let text = placed_back(maker, (&step.shape, year), &with, from, &served, &zero);
    let recursive = from == "served";
    Ok(if recursive { text.replacen("WITH ", "WITH RECURSIVE ", 1) } else { text })
}

/// The rows that ask for something, each with its place and with what was asked for up to it.
fn queue(
    maker: &Maker<'_>,
    shape: &Shape,
    parts: &Parts,
    (by, place_known): (&str, &str),
    last: &str,
) -> String {
    let axes = together(maker, shape);
    let whole = partition(&axes);
    let all: Vec<String> = axes.iter().cloned().chain(parts.keys.iter().map(|k| k.sql.clone())).collect();
    let groups = partition(&all);
    let upto = format!("ORDER BY {by} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
    let keyed = all_known(&parts.keys);
    let known = format!(
        "{} AND {place_known} AND {}",
        all_known(std::slice::from_ref(&parts.asked)),
        all_known(&parts.caps)
    );
    let there = exists(maker, shape);
    let here = if there.is_empty() { String::new() } else { format!("f.{there} AND ") };
    let key_columns: Vec<String> = parts
        .keys
        .iter()
        .enumerate()
        .map(|(k, key)| format!(",\n    {} AS group{}", key.sql, k.saturating_add(1)))
        .collect();
    format!(
        "queue AS (\n  SELECT {axes}{asked} AS asked, {cap} AS cap{keys},\n    \
         SUM(CAST({asked} AS {num})) OVER ({groups}{upto}) AS before,\n    \
         COUNT(CASE WHEN {keyed} AND NOT ({known}) THEN 1 END) OVER ({groups}{upto}) AS unknown,\n    \
         COUNT(CASE WHEN NOT {keyed} THEN 1 END) OVER ({whole}{upto}) AS lost,\n    \
         ROW_NUMBER() OVER ({groups}ORDER BY {by}) AS place\n  FROM {last} AS f\n  WHERE {here}COALESCE({asked} > 0, TRUE))",
        axes = maker.axes(shape).iter().map(|(_, c)| format!("f.{c}, ")).collect::<String>(),
        asked = parts.asked.sql,
        cap = parts.cap,
        keys = key_columns.concat(),
        num = maker.speak.whole(),
    )
}

/// The rows one after the other, each with what its group has been given so far.
fn serving(maker: &Maker<'_>, shape: &Shape, keys: usize, whole: bool) -> String {
    let axes: Vec<String> = maker.axes(shape).into_iter().map(|(_, c)| c).collect();
    let zero = format!("CAST(0 AS {})", maker.speak.whole());
    let got = |given: &str| {
        let left = maker.speak.least(&["q.asked".to_owned(), format!("q.cap - {given}")]);
        let some = maker.speak.greatest(&[zero.clone(), left]);
        let some =
            if whole { format!("CASE WHEN {some} < q.asked THEN {zero} ELSE {some} END") } else { some };
        format!("CASE WHEN q.unknown + q.lost = 0 THEN {some} END")
    };
    let own: Vec<String> = axes.iter().map(|c| format!("q.{c}, ")).collect();
    let key = |at: usize| format!("group{at}");
    let groups: Vec<String> = (1..=keys).map(key).collect();
    let of_group: Vec<String> = groups.iter().map(|g| format!("q.{g}, ")).collect();
    // Rows of one group share year and members as well.
    let together = together(maker, shape).into_iter().map(|c| c.replacen("f.", "", 1));
    let on: Vec<String> = together.chain(groups).map(|c| format!("q.{c} = s.{c}")).collect();
    let on = if on.is_empty() { String::new() } else { format!(" AND {}", on.join(" AND ")) };
    let first = got(&zero);
    let next = got("s.given");
    let (num, start) = (maker.speak.whole(), own.concat() + &of_group.concat());
    format!(
        "served AS (\n  SELECT {start}q.place, CAST({first} AS {num}) AS got, CAST(COALESCE({first}, 0) AS {num}) AS given\n  \
         FROM queue AS q WHERE q.place = 1\n  UNION ALL\n  \
         SELECT {start}q.place, CAST({next} AS {num}), CAST(s.given + COALESCE({next}, 0) AS {num})\n  \
         FROM served AS s JOIN queue AS q ON q.place = s.place + 1{on})"
    )
}
