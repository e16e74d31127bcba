//! Rules and targets: one verdict a subject, with both sides of the comparison that decides.
//!
//! In: the plan of a rule. Out: a query with the columns of the results. A subject for which no clause is in force, or to
//! whom the clause does not apply, has no row; what is not known is `undetermined`. Not here: explanations and deadlines.

use ramme_eval::plan::{ClausePlan, RulePlan, StepId};
use ramme_rulebook::model::{Axis, Rule};
use ramme_syntax::tree::RuleKind;

use crate::frame::Frame;
use crate::maker::{Maker, Stuck};
use crate::result::{as_text, keys};
use crate::value::{Piece, Val};

/// One clause as expressions.
struct Clause {
    /// In force for the row; NULL where the date that decides is missing.
    in_force: Piece,
    /// It applies to the row.
    applies: Piece,
    holds: Piece,
    /// For each comparison whether it holds, and its sides as texts.
    sides: Vec<(Piece, String, String)>,
}

/// The verdicts of a rule: `keys, verdict, measured, limit`.
pub(crate) fn query(
    maker: &mut Maker<'_>,
    rule: &Rule,
    plan: &RulePlan,
    named: &[(String, Axis)],
) -> Result<String, Stuck> {
    let mut frame = maker.frame(&rule.shape, None);
    let mut clauses = Vec::new();
    for clause in &plan.clauses {
        if let Some(made) = of_clause(maker, &mut frame, rule, clause)? {
            clauses.push(made);
        }
    }
    let unless = match plan.unless {
        Some(step) => Some(truth(maker, &mut frame, step, "unless")?),
        None => None,
    };
    let (met, not_met) = match rule.kind {
        RuleKind::Target => ("met", "not_met"),
        RuleKind::Rule => ("complies", "breach"),
    };
    let text = |t: &str| maker.speak.text(t);
    let over = match &unless {
        None => text(not_met),
        Some(u) => format!(
            "CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} ELSE {3} END",
            u.sql,
            text("explained"),
            text(not_met),
            text("undetermined")
        ),
    };
    let mut verdict = String::new();
    let (mut measured, mut limit) = (String::new(), String::new());
    for clause in &clauses {
        let lost = format!("WHEN {} IS NULL THEN ", clause.in_force.sql);
        let held = format!("WHEN {} THEN ", clause.in_force.sql);
        let undetermined = text("undetermined");
        verdict.push_str(&format!(
            " {lost}{undetermined} {held}CASE WHEN {a} IS NULL THEN {undetermined} WHEN NOT {a} THEN NULL WHEN {h} THEN {yes} WHEN NOT {h} THEN {over} ELSE {undetermined} END",
            a = clause.applies.sql,
            h = clause.holds.sql,
            yes = text(met)
        ));
        let side = |second: bool| deciding(clause, second);
        measured.push_str(&format!(" {lost}{0} {held}{0}", side(false)));
        limit.push_str(&format!(" {lost}{0} {held}{0}", side(true)));
    }
    let words = maker.speak.words();
    let cased =
        |sql: &str| if sql.is_empty() { format!("CAST(NULL AS {words})") } else { format!("CASE{sql} END") };
    let (first, last) = maker.blueprint().asked;
    let mut conditions = Vec::new();
    conditions.extend(rule.shape.entity.map(|_| format!("f.{}", maker.quoted("here"))));
    conditions.extend(
        rule.shape
            .period
            .map(|kind| format!("f.{} BETWEEN {first} AND {last}", maker.column(Axis::Period(kind)))),
    );
    let filter =
        if conditions.is_empty() { String::new() } else { format!("\nWHERE {}", conditions.join(" AND ")) };
    let select = vec![
        format!("{} AS keys", keys(maker, named)),
        format!("{} AS verdict", cased(&verdict)),
        format!("{} AS measured", cased(&measured)),
        format!("{} AS bound", cased(&limit)),
    ];
    Ok(frame.query(&select, &filter))
}

fn truth(maker: &mut Maker<'_>, frame: &mut Frame, step: StepId, name: &str) -> Result<Piece, Stuck> {
    match maker.value(frame, step)? {
        Val::One(one) => Ok(maker.keep(frame, one, name)),
        Val::Ratio(..) => Err(Stuck { step, why: crate::why::Why::NoForm }),
    }
}

fn of_clause(
    maker: &mut Maker<'_>,
    frame: &mut Frame,
    rule: &Rule,
    plan: &ClausePlan,
) -> Result<Option<Clause>, Stuck> {
    let in_force = match plan.dated_by {
        Some(date) => {
            let date = truth(maker, frame, date, "dated")?;
            // A clause without bounds holds on every day, but a day there has to be.
            let on = maker.on_day(&plan.between, &date);
            let on = if plan.between.is_open() {
                Piece::of(format!("CASE WHEN {} THEN TRUE END", on.sql), &[&on])
            } else {
                on
            };
            maker.keep(frame, on, "in_force")
        }
        None => match maker.in_year(&plan.between, &rule.shape) {
            Some(piece) => maker.keep(frame, piece, "in_force"),
            None => return Ok(None),
        },
    };
    let applies = match plan.applies {
        Some(step) => truth(maker, frame, step, "applies")?,
        None => Piece::literal("TRUE"),
    };
    let holds = truth(maker, frame, plan.holds, "holds")?;
    let mut sides = Vec::new();
    for comparison in &plan.comparisons {
        let held = truth(maker, frame, comparison.holds, "holds")?;
        let mut texts = Vec::new();
        for step in [comparison.measured, comparison.limit] {
            let val = maker.value(frame, step)?;
            let pieces: Vec<Piece> = match val {
                Val::One(one) => vec![maker.keep(frame, one, "side")],
                Val::Ratio(n, d) => {
                    vec![maker.keep(frame, n, "side_above"), maker.keep(frame, d, "side_below")]
                }
            };
            let ty = maker.step(step)?.ty.clone();
            let sql: Vec<String> = pieces.iter().map(|p| maker.typed(p, &ty)).collect();
            texts.push(as_text(maker, &ty, &sql));
        }
        let mut texts = texts.into_iter();
        if let (Some(measured), Some(limit)) = (texts.next(), texts.next()) {
            sides.push((held, measured, limit));
        }
    }
    Ok(Some(Clause { in_force, applies, holds, sides }))
}

/// A side of the first comparison that does not hold, else of the first that is not known, else of the first.
fn deciding(clause: &Clause, second: bool) -> String {
    let side = |s: &(Piece, String, String)| if second { s.2.clone() } else { s.1.clone() };
    let mut sql = String::from("CASE");
    for s in &clause.sides {
        sql.push_str(&format!(" WHEN NOT {} THEN {}", s.0.sql, side(s)));
    }
    for s in &clause.sides {
        sql.push_str(&format!(" WHEN {} IS NULL THEN {}", s.0.sql, side(s)));
    }
    match clause.sides.first() {
        Some(first) => format!("{sql} ELSE {} END", side(first)),
        None => "NULL".to_owned(),
    }
}
