//! What is said of a relation: whose it is, its clauses with file and line, what they cite, how its numbers stand.
//!
//! In: a step. Out: lines of text, none of which ends a comment. Not here: SQL.

use ramme_eval::plan::{Op, StepId, is_ratio, scale};
use ramme_eval::result::ClausePlace;
use ramme_rulebook::model::Type;

use crate::maker::Maker;

/// The lines over the relation of a step.
pub(crate) fn of_step(maker: &Maker<'_>, id: StepId) -> Vec<String> {
    let Ok(step) = maker.step(id) else { return Vec::new() };
    let mut out = Vec::new();
    let shape = maker.src.book.shape_as_written(&step.shape);
    let shape = if shape.is_empty() { shape } else { format!(" {shape}") };
    match &step.op {
        Op::Definition(_) => {
            out.push(format!("{}{shape}: {}", maker.label(id), held(&step.ty)));
            out.extend(origins(maker, maker.owner(id)));
        }
        Op::Input(_) => out.push(format!("input {}{shape}: {}", maker.label(id), held(&step.ty))),
        Op::Parameter(_) | Op::Factor(..) => {
            out.push(format!("{}{shape}: {}", maker.label(id), held(&step.ty)))
        }
        _ => {
            let text = maker.src.sources.slice(step.span);
            let first = text.lines().next().unwrap_or_default().trim();
            out.push(format!("for {}{shape}: {first}", maker.owner(id)));
        }
    }
    out.into_iter().map(one_line).collect()
}

/// The clauses of a definition or rule.
pub(crate) fn origins(maker: &Maker<'_>, name: &str) -> Vec<String> {
    let clauses = maker.blueprint().clauses.get(name).map_or(&[][..], Vec::as_slice);
    clauses.iter().map(line).map(one_line).collect()
}

/// `rules/tariff/ceiling.ramme:12, from 2021: framework lines 10-12`
fn line(clause: &ClausePlace) -> String {
    let mut out = format!("  {}", clause.place);
    match (clause.first, clause.last) {
        (Some(first), Some(last)) => out.push_str(&format!(", {first} to {last}")),
        (Some(first), None) => out.push_str(&format!(", from {first}")),
        (None, Some(last)) => out.push_str(&format!(", to {last}")),
        (None, None) => {}
    }
    for cited in &clause.cites {
        out.push_str(&format!("; {}", cited.document));
        if let Some(lines) = &cited.lines {
            out.push_str(&format!(" lines {lines}"));
        }
        if let Some(place) = &cited.place {
            out.push_str(&format!(" {place}"));
        }
    }
    out
}

/// How the column of a type holds its values.
fn held(ty: &Type) -> String {
    match ty {
        Type::Num(n) if is_ratio(ty) => format!("{n}, as numerator and denominator"),
        Type::Num(n) => match (scale(ty), n.unit.shift()) {
            (0, _) => n.to_string(),
            (s, 0) => format!("{n}, times 10^{s}"),
            (s, _) => format!("{n}, as a share times 10^{s}"),
        },
        Type::YesNo => "yes/no".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Member(_) => "member".to_owned(),
        Type::Row(_) => "key".to_owned(),
        Type::Period(_) => "period".to_owned(),
    }
}

/// A text that stays in its line.
pub(crate) fn one_line(text: String) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}
