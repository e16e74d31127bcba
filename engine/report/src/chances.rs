//! How sure it is: chances as ranges, the shortfall to expect, and the budget that holds.
//!
//! In: the chances of a run. Out: one section a name. Chances are never given closer than the range over the ways to
//! reckon them. Not here: the distributions themselves (`forecast_table`).

use crate::figures::{axis_word, measure};
use crate::model::{Block, Cell, Column, Figure, Measure, Row, Section, Table};
use crate::number;
use ramme_eval::result::{ChanceRange, ChanceRow, RunResult};
use ramme_value::{Decimal, Lang, PriceLevel, Unit};

/// A section a name whose chances are asked for.
pub(crate) fn sections(result: &RunResult, lang: Lang) -> Vec<Section> {
    let mut names: Vec<&str> = Vec::new();
    for row in &result.chances {
        if !names.contains(&row.name.as_str()) {
            names.push(&row.name);
        }
    }
    names.iter().map(|name| section(result, name, lang)).collect()
}

fn section(result: &RunResult, name: &str, lang: Lang) -> Section {
    let rows: Vec<&ChanceRow> = result.chances.iter().filter(|r| r.name == name).collect();
    let output = result.values.iter().find(|o| o.name == name);
    let money = output.and_then(|o| measure(&o.ty)).unwrap_or(Measure {
        unit: Unit::base("kr"),
        level: PriceLevel::None,
        decimals: 2,
    });
    let whose: Vec<&str> =
        std::iter::once(name).chain(fixed(&rows).iter().map(|(_, key)| key.as_str())).collect();
    let whose = whose.join(", ");
    let mut section = Section::new(lang.pick(format!("How sure: {whose}"), format!("Hvor sikkert: {whose}")));
    section.push(Block::Table(chance_table(name, &rows, &money, lang)));
    section.push(Block::Table(holds_table(&rows, &money, lang)));
    let mut counted = counted(name, &rows, lang);
    counted.extend(crate::spread::sentences(name, &rows, lang));
    if !counted.is_empty() {
        section.push(Block::List(counted));
    }
    section
}

/// The axes whose key is the same in every row; they stand in the heading.
fn fixed<'a>(rows: &[&'a ChanceRow]) -> Vec<&'a (String, String)> {
    let same = |pair: &&(String, String)| rows.iter().all(|r| r.keys.contains(pair));
    let first = rows.first().map_or(&[][..], |r| r.keys.as_slice());
    first.iter().filter(|(axis, _)| axis != "year").filter(same).collect()
}

/// The keys that name a row.
fn naming<'a>(row: &'a ChanceRow, fixed: &[&(String, String)]) -> Vec<&'a (String, String)> {
    row.keys.iter().filter(|pair| !fixed.contains(pair)).collect()
}

/// The columns that name a row: one an axis.
fn key_columns(rows: &[&ChanceRow], lang: Lang) -> Vec<Column> {
    let fixed = fixed(rows);
    let first = rows.first().map_or_else(Vec::new, |r| naming(r, &fixed));
    first.iter().map(|(axis, _)| Column::text(axis_word(axis, lang))).collect()
}

fn key_cells(row: &ChanceRow, rows: &[&ChanceRow]) -> Vec<Cell> {
    naming(row, &fixed(rows)).iter().map(|(_, key)| Cell::Text(key.clone())).collect()
}

fn chance_table(name: &str, rows: &[&ChanceRow], money: &Measure, lang: Lang) -> Table {
    let mut columns = key_columns(rows, lang);
    let mut table = Table {
        caption: Some(lang.pick(
            format!("Chance that {name} is above a share of the budget, and the shortfall to expect"),
            format!(
                "Chancen for, at {name} er over en andel af budgettet, og det underskud, der m\u{e5} ventes"
            ),
        )),
        keys: columns.len(),
        ..Table::default()
    };
    let shares: Vec<Decimal> =
        rows.first().map_or_else(Vec::new, |r| r.above.iter().map(|(share, _)| *share).collect());
    let percent = Measure { unit: Unit::percent(), level: PriceLevel::None, decimals: 0 };
    columns.extend(shares.iter().map(|s| Column::figures(share_word(*s, lang), &percent)));
    columns.push(Column::figures(lang.pick("expected shortfall", "forventet underskud"), money));
    columns.push(Column::text(lang.pick("budget by", "budget efter")));
    table.columns = columns;
    for row in rows {
        let mut cells = key_cells(row, rows);
        cells.extend(row.above.iter().map(|(_, range)| chance_cell(range)));
        cells.push(Cell::Figure(Figure::Drawn(row.shortfall)));
        cells.push(Cell::Text(budget_word(&row.budget_by, lang)));
        table.rows.push(Row::new(cells));
    }
    table
}

/// `over 1 %`
fn share_word(share: Decimal, lang: Lang) -> String {
    let percent = number::faced(&ramme_eval::result::Exact::Dec(share), &Unit::percent(), 2);
    let figure = percent.map_or_else(String::new, |d| number::decimal(d.trim(0), lang));
    lang.pick(format!("above {figure}%"), format!("over {figure} pct."))
}

/// `85–95`; one figure where both ends are the same.
fn chance_cell(range: &ChanceRange) -> Cell {
    if range.low.total_cmp(&range.high).is_eq() {
        return Cell::Figure(Figure::Drawn(range.low));
    }
    Cell::Span(Figure::Drawn(range.low), Figure::Drawn(range.high))
}

fn budget_word(by: &str, lang: Lang) -> String {
    match by {
        "decided" => lang.pick("decision", "vedtagelse").to_owned(),
        "proposed" => lang.pick("proposal", "forslag").to_owned(),
        "habit" => lang.pick("habit", "vane").to_owned(),
        "lag" => lang.pick("lag", "eftersl\u{e6}b").to_owned(),
        "habit and lag" => lang.pick("habit and lag", "vane og eftersl\u{e6}b").to_owned(),
        other => other.to_owned(),
    }
}

fn holds_table(rows: &[&ChanceRow], money: &Measure, lang: Lang) -> Table {
    let mut columns = key_columns(rows, lang);
    let of = rows.first().map_or("", |r| r.holds_of.as_str());
    let mut table = Table {
        caption: Some(lang.pick(
            format!("The budget that holds (quantiles of {of})"),
            format!("Det budget, der holder (fraktiler af {of})"),
        )),
        keys: columns.len(),
        ..Table::default()
    };
    let levels: Vec<f64> = rows.first().map_or_else(Vec::new, |r| r.holds.iter().map(|(p, _)| *p).collect());
    columns.extend(levels.iter().map(|p| {
        let figure = number::float(p * 100.0, 0, lang);
        Column::figures(lang.pick(format!("with {figure}%"), format!("med {figure} pct.")), money)
    }));
    table.columns = columns;
    for row in rows {
        let mut cells = key_cells(row, rows);
        cells.extend(row.holds.iter().map(|(_, amount)| Cell::Figure(Figure::Drawn(*amount))));
        table.rows.push(Row::new(cells));
    }
    table
}

/// What history says, in words: `gap was above 0% of the budget in 5 of 5 years, above 1% in 4`.
fn counted(name: &str, rows: &[&ChanceRow], lang: Lang) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut reckoned: Vec<(String, Vec<&str>, bool)> = Vec::new();
    for row in rows {
        let known: Vec<&(Decimal, ChanceRange)> = row.above.iter().filter(|(_, r)| r.n > 0).collect();
        let Some((_, first)) = known.first() else { continue };
        let counts = known.iter().map(|(share, r)| {
            lang.pick(
                format!("{} in {} of {} years", share_word(*share, lang), r.happened, r.n),
                format!("{} i {} af {} \u{e5}r", share_word(*share, lang), r.happened, r.n),
            )
        });
        let counts = counts.collect::<Vec<_>>().join(", ");
        let sentence = lang.pick(
            format!("{name} as a share of the budget was {counts}."),
            format!("{name} som andel af budgettet var {counts}."),
        );
        if !said.contains(&sentence) {
            said.push(sentence);
        }
        let ways = first.basis.iter().map(|b| basis_word(b, lang)).collect::<Vec<_>>().join(", ");
        let year = row.keys.iter().find(|(axis, _)| axis == "year").map_or("", |(_, key)| key.as_str());
        match reckoned.iter_mut().find(|(w, ..)| *w == ways) {
            Some((_, years, _)) if years.contains(&year) => {}
            Some((_, years, _)) => years.push(year),
            None => reckoned.push((ways, vec![year], first.basis.len() > 1)),
        }
    }
    said.extend(reckoned.into_iter().map(|(ways, years, several)| {
        let years = years.join(", ");
        if several {
            lang.pick(
                format!("{years}: a chance is given as the range over the ways to reckon it: {ways}."),
                format!("{years}: en chance er givet som spændet over måderne at regne den på: {ways}."),
            )
        } else {
            lang.pick(
                format!("{years}: a chance is reckoned from {ways}, rounded outward to steps of 5."),
                format!("{years}: en chance er regnet ud fra {ways}, afrundet udad til trin på 5."),
            )
        }
    }));
    said
}

fn basis_word(basis: &str, lang: Lang) -> &str {
    match basis {
        "habit" => lang.pick(
            "habit (the usual ratio to the accounts)",
            "vane (det s\u{e6}dvanlige forhold til regnskabet)",
        ),
        "lag" => lang
            .pick("lag (the accounts two years before)", "eftersl\u{e6}b (regnskabet to \u{e5}r f\u{f8}r)"),
        "count" => lang.pick("the count of years", "antallet af \u{e5}r"),
        "decided" => lang.pick("the budget as decided", "budgettet som vedtaget"),
        "proposed" => lang.pick("the budget as proposed", "budgettet som foreslået"),
        "draws" => lang.pick("the draws", "trækningerne"),
        other => other,
    }
}
