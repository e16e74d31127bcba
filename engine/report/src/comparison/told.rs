//! A comparison as a report: what differs, side by side, what each difference is worth, which verdicts turn.
//!
//! In: a comparison. Out: a report free of any format. Not here: JSON.

use super::{Beside, Comparison, Difference, Flip, Kind, Side, Worth};
use crate::chart::{Chart, Drawing};
use crate::figures::axis_word;
use crate::model::{Block, Cell, Column, Figure, Measure, Report, Row, Section, Table};
use crate::number;
use ramme_eval::result::{Exact, VerdictKind};
use ramme_value::{Decimal, Lang, PriceLevel, Unit};

/// So many rows of values are shown; those that differ most.
const MOST_ROWS: usize = 40;

/// The report.
#[must_use]
pub fn report(of: &Comparison, lang: Lang) -> Report {
    let mut sections = vec![differences(of, lang)];
    sections.extend(worth_sections(of, lang));
    sections.extend(side_by_side(of, lang));
    sections.extend(others(of, lang));
    sections.extend(flips(&of.flips, lang));
    let (first, second) = &of.titles;
    Report {
        title: lang.pick(format!("{first} and {second}"), format!("{first} og {second}")),
        basis: Vec::new(),
        sections,
        summary: summary(of, lang),
    }
}

/// What each difference is worth and which verdicts turn, as parts of another report: the values named first, at most
/// `most` of them, each under `heading`; and how many more there are.
#[must_use]
pub fn steps(of: &Comparison, heading: &str, most: usize, lang: Lang) -> (Vec<Section>, usize) {
    let mut sections = worth_sections(of, lang);
    let more = sections.len().saturating_sub(most);
    sections.truncate(most);
    for section in &mut sections {
        if let Some((_, name)) = section.heading.split_once(": ") {
            section.heading = format!("{heading}: {name}");
        }
        section.blocks.sort_by_key(|block| !matches!(block, Block::Chart(_)));
    }
    sections.extend(flips(&of.flips, lang));
    (sections, more)
}

fn summary(of: &Comparison, lang: Lang) -> String {
    let count = |n: usize| number::count(n, lang);
    let differ = of.values.iter().filter(|v| v.sides.0 != v.sides.1).count();
    let (all, differences, flips) = (of.values.len(), of.differences.len(), of.flips.len());
    let of =
        |n: usize, one: &str, several: &str| format!("{} {}", count(n), if n == 1 { one } else { several });
    lang.pick(
        format!(
            "{} of {} {}; {}; {}.",
            count(differ),
            of(all, "value", "values"),
            if differ == 1 { "differs" } else { "differ" },
            of(differences, "difference", "differences"),
            of(flips, "verdict turns", "verdicts turn"),
        ),
        format!(
            "{} af {} er {}; {}; {} vender.",
            count(differ),
            of(all, "v\u{e6}rdi", "v\u{e6}rdier"),
            if differ == 1 { "forskellig" } else { "forskellige" },
            of(differences, "forskel", "forskelle"),
            of(flips, "vurdering", "vurderinger"),
        ),
    )
}

/// A difference in a line: `lever pl[2024]: 2.5 % → 3 %`.
#[must_use]
pub(crate) fn words(d: &Difference, lang: Lang) -> String {
    let kind = match d.kind {
        Kind::Data => lang.pick("data", "data"),
        Kind::Rules => lang.pick("clauses", "bestemmelser"),
        Kind::Reading => lang.pick("reading", "l\u{e6}sning"),
        Kind::Lever => lang.pick("lever", "greb"),
        Kind::Script => lang.pick("values proposed by the script", "v\u{e6}rdier foresl\u{e5}et af scriptet"),
        Kind::Known => lang.pick("as it was known on", "som man vidste det den"),
        Kind::Outlook => lang.pick("how years to come are made", "hvordan kommende \u{e5}r dannes"),
    };
    let name = if d.name.is_empty() { kind.to_owned() } else { format!("{kind} {}", d.name) };
    match (&d.old, &d.new) {
        (None, None) => name,
        (old, new) => {
            let none = match d.kind {
                Kind::Known => lang.pick("everything", "alt"),
                _ => lang.pick("as it stands", "som det st\u{e5}r"),
            };
            let (old, new) = (old.as_deref().unwrap_or(none), new.as_deref().unwrap_or(none));
            format!("{name}: {old} \u{2192} {new}")
        }
    }
}

fn differences(of: &Comparison, lang: Lang) -> Section {
    let mut section = Section::new(lang.pick("What differs", "Hvad der er forskelligt"));
    let all = &of.differences;
    if !all.is_empty() {
        section.push(Block::List(all.iter().map(|d| words(d, lang)).collect()));
    } else if of.alone.is_empty() && of.values.iter().all(|v| v.sides.0 == v.sides.1) {
        section.push(Block::Text(lang.pick("Nothing.", "Intet.").to_owned()));
    } else {
        let asked = lang.pick(
            "Nothing but what is asked for: the years, or what is shown.",
            "Intet ud over det, der sp\u{f8}rges om: \u{e5}rene, eller hvad der vises.",
        );
        section.push(Block::Text(asked.to_owned()));
    }
    section
}

/// How many dates, texts and names differ: they are no figures, and have no difference in kroner.
fn others(of: &Comparison, lang: Lang) -> Option<Section> {
    let lines: Vec<String> = of
        .others
        .iter()
        .filter(|(_, differ, _)| *differ > 0)
        .map(|(name, differ, all)| {
            let (differ, all) = (number::count(*differ, lang), number::count(*all, lang));
            lang.pick(
                format!("{name}: {differ} of {all} differ"),
                format!("{name}: {differ} af {all} er forskellige"),
            )
        })
        .collect();
    let mut section = Section::new(lang.pick("Dates, texts and names", "Datoer, tekster og navne"));
    section.push(Block::List(lines.clone()));
    (!lines.is_empty()).then_some(section)
}

fn amount(ore: i128) -> Figure {
    Figure::Exact(Exact::Dec(Decimal::new(ore, 2)))
}

fn worth_sections(of: &Comparison, lang: Lang) -> Vec<Section> {
    let mut names: Vec<&str> = Vec::new();
    for worth in &of.worth {
        if !names.contains(&worth.name.as_str()) {
            names.push(&worth.name);
        }
    }
    let all = names.into_iter();
    all.filter_map(|name| {
        let rows: Vec<&Worth> = of.worth.iter().filter(|w| w.name == name).collect();
        rows.iter().any(|w| w.shares.before != w.shares.after).then(|| worth_section(of, name, &rows, lang))
    })
    .collect()
}

fn worth_section(of: &Comparison, name: &str, all: &[&Worth], lang: Lang) -> Section {
    let mut section = Section::new(
        lang.pick(format!("What each is worth: {name}"), format!("Hvad hver er v\u{e6}rd: {name}")),
    );
    let measure = all.first().map(|w| w.measure.clone());
    let mut table = Table {
        keys: 1,
        columns: vec![Column::text("")],
        exact: !all.iter().any(|w| w.drawn),
        ..Table::default()
    };
    table.columns.extend(all.iter().map(|w| Column { heading: w.period.clone(), measure: measure.clone() }));
    let row = |label: String, value: &dyn Fn(&Worth) -> Cell| {
        let mut cells = vec![Cell::Text(label)];
        cells.extend(all.iter().map(|w| value(w)));
        Row::new(cells)
    };
    table.rows.push(row(of.titles.0.clone(), &|w| Cell::Figure(amount(w.shares.before))));
    for (i, difference) in of.differences.iter().enumerate() {
        let share = |w: &Worth| w.shares.shares.get(i).map_or(Cell::Missing, |s| Cell::Figure(amount(*s)));
        table.rows.push(row(words(difference, lang), &share));
    }
    table.rows.push(row(of.titles.1.clone(), &|w| Cell::Figure(amount(w.shares.after))));
    if of.differences.len() > 1 {
        let label = lang.pick("of that, what they only add together", "heraf det, de kun giver sammen");
        let interaction =
            |w: &Worth| w.shares.interaction().map_or(Cell::Missing, |x| Cell::Figure(amount(x)));
        table.rows.push(row(label.to_owned(), &interaction));
    }
    table.notes.extend(notes(of, all, lang));
    section.push(Block::Table(table));
    section.blocks.extend(waterfall(of, name, all, lang).map(Block::Chart));
    section
}

fn notes(of: &Comparison, all: &[&Worth], lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    if of.differences.len() > ramme_eval::attribute::MOST_IN_EVERY_ORDER {
        notes.push(
            lang.pick(
                "So many differences are taken in the order in which they stand here; another order would share otherwise.",
                "S\u{e5} mange forskelle tages i den r\u{e6}kkef\u{f8}lge, de st\u{e5}r i her; en anden ville dele anderledes.",
            )
            .to_owned(),
        );
    } else if of.differences.len() > 1 {
        notes.push(
            lang.pick(
                "Each share is the mean over all orders in which the differences can be taken (Shapley).",
                "Hver andel er gennemsnittet over alle r\u{e6}kkef\u{f8}lger, som forskellene kan tages i (Shapley).",
            )
            .to_owned(),
        );
    }
    if all.iter().any(|w| w.drawn) {
        notes.push(lang.pick("Of years to come the median.", "For kommende \u{e5}r medianen.").to_owned());
    }
    let missing: usize = all.iter().map(|w| w.counted.1).sum();
    if missing > 0 {
        let missing = number::count(missing, lang);
        notes.push(lang.pick(
            format!("{missing} values are not known on both sides and are left out."),
            format!("{missing} v\u{e6}rdier kendes ikke p\u{e5} begge sider og er udeladt."),
        ));
    }
    notes
}

/// From one to the other, for the last period in which they differ.
fn waterfall(of: &Comparison, name: &str, all: &[&Worth], lang: Lang) -> Option<Chart> {
    let last = all.iter().rev().find(|w| w.shares.before != w.shares.after)?;
    let plain = |ore: i128| crate::model::approximate(&Exact::Dec(Decimal::new(ore, 2))).unwrap_or(0.0);
    let steps = of.differences.iter().zip(&last.shares.shares).filter(|(_, s)| **s != 0);
    let title = if last.period.is_empty() { name.to_owned() } else { format!("{name}, {}", last.period) };
    Some(Chart {
        title,
        description: lang
            .pick(
                "From the first scenario to the second, a step a difference.",
                "Fra det f\u{f8}rste scenarie til det andet, et trin pr. forskel.",
            )
            .to_owned(),
        measure: last.measure.clone(),
        drawing: Drawing::Steps {
            start: (of.titles.0.clone(), plain(last.shares.before)),
            steps: steps.map(|(d, s)| (words(d, lang), plain(*s))).collect(),
            end: (of.titles.1.clone(), plain(last.shares.after)),
        },
        of: vec![name.to_owned()],
    })
}

fn side_by_side(of: &Comparison, lang: Lang) -> Vec<Section> {
    let mut names: Vec<&str> = Vec::new();
    for value in of.values.iter().filter(|v| v.sides.0 != v.sides.1) {
        if !names.contains(&value.name.as_str()) {
            names.push(&value.name);
        }
    }
    names.into_iter().map(|name| beside_section(of, name, lang)).collect()
}

fn beside_section(of: &Comparison, name: &str, lang: Lang) -> Section {
    let all: Vec<&Beside> = of.values.iter().filter(|v| v.name == name).collect();
    let mut differ: Vec<&Beside> = all.iter().copied().filter(|v| v.sides.0 != v.sides.1).collect();
    let differing = differ.len();
    let size = |v: &Beside| {
        let of = |s: &Option<Side>| s.as_ref().and_then(|s| figure(s).size());
        of(&v.sides.0).zip(of(&v.sides.1)).map_or(f64::INFINITY, |(a, b)| (b - a).abs())
    };
    if differ.len() > MOST_ROWS {
        differ.sort_by(|a, b| size(b).total_cmp(&size(a)));
        differ.truncate(MOST_ROWS);
    }
    let first = all.first();
    let measure = first.map(|v| v.measure.clone());
    let mut table = Table::default();
    table.columns = first
        .map_or_else(Vec::new, |v| v.keys.iter().map(|(a, _)| Column::text(axis_word(a, lang))).collect());
    table.keys = table.columns.len();
    for heading in [&of.titles.0, &of.titles.1] {
        table.columns.push(Column { heading: heading.clone(), measure: measure.clone() });
    }
    table.columns.push(Column {
        heading: lang.pick("difference", "forskel").to_owned(),
        measure: difference_of(measure.as_ref()),
    });
    let percent = Measure { unit: Unit::percent(), level: PriceLevel::None, decimals: 1 };
    table.columns.push(Column::figures(lang.pick("change", "\u{e6}ndring"), &percent));
    for value in differ {
        let mut cells: Vec<Cell> = value.keys.iter().map(|(_, key)| Cell::Text(key.clone())).collect();
        let shown = |side: &Option<Side>| side.as_ref().map_or(Cell::Missing, |s| Cell::Figure(figure(s)));
        cells.extend([shown(&value.sides.0), shown(&value.sides.1), gap(value), change(value)]);
        table.rows.push(Row::new(cells));
    }
    let (shown, same) = (table.rows.len(), all.len().saturating_sub(differing));
    if differing > shown {
        let rest = number::count(differing.saturating_sub(shown), lang);
        table.notes.push(lang.pick(
            format!("The {shown} that differ most; {rest} more stand in the JSON."),
            format!("De {shown}, der er mest forskellige; {rest} til st\u{e5}r i JSON."),
        ));
    }
    if same > 0 {
        let many = same > 1;
        let same = number::count(same, lang);
        table.notes.push(lang.pick(
            format!("{same} {} the same.", if many { "values are" } else { "value is" }),
            format!("{same} {} ens.", if many { "v\u{e6}rdier er" } else { "v\u{e6}rdi er" }),
        ));
    }
    let mut section =
        Section::new(lang.pick(format!("Side by side: {name}"), format!("Side om side: {name}")));
    section.push(Block::Table(table));
    section
}

/// A difference of percents is in percentage points.
fn difference_of(measure: Option<&Measure>) -> Option<Measure> {
    measure.map(|m| {
        if m.unit.is_percent() { Measure { unit: Unit::percentage_point(), ..m.clone() } } else { m.clone() }
    })
}

fn figure(side: &Side) -> Figure {
    match side {
        Side::Exact(value) => Figure::Exact(value.clone()),
        Side::Drawn(x) => Figure::Drawn(*x),
    }
}

fn gap(value: &Beside) -> Cell {
    if let Some(shares) = &value.shares {
        return Cell::Figure(amount(shares.after.saturating_sub(shares.before)));
    }
    match &value.sides {
        (Some(Side::Exact(Exact::Dec(a))), Some(Side::Exact(Exact::Dec(b)))) => {
            b.checked_sub(*a).map_or(Cell::Missing, |d| Cell::Figure(Figure::Exact(Exact::Dec(d))))
        }
        (Some(Side::Exact(Exact::Count(a))), Some(Side::Exact(Exact::Count(b)))) => {
            b.checked_sub(*a).map_or(Cell::Missing, |d| Cell::Figure(Figure::Exact(Exact::Count(d))))
        }
        (Some(a), Some(b)) => {
            let sizes = figure(a).size().zip(figure(b).size());
            sizes.map_or(Cell::Blank, |(a, b)| Cell::Figure(Figure::Drawn(b - a)))
        }
        _ => Cell::Blank,
    }
}

fn change(value: &Beside) -> Cell {
    let size = |s: &Option<Side>| s.as_ref().and_then(|s| figure(s).size());
    match (size(&value.sides.0), size(&value.sides.1)) {
        (Some(a), Some(b)) if a.abs() > 0.0 => Cell::Figure(Figure::Drawn((b - a) / a.abs())),
        _ => Cell::Blank,
    }
}

pub(super) fn verdict_word(kind: Option<VerdictKind>, lang: Lang) -> &'static str {
    match kind {
        None => lang.pick("not judged", "ikke vurderet"),
        Some(VerdictKind::Complies) => lang.pick("complies", "overholder"),
        Some(VerdictKind::Explained) => lang.pick("explained", "forklaret"),
        Some(VerdictKind::Breach) => lang.pick("breach", "brud"),
        Some(VerdictKind::Undetermined) => lang.pick("undetermined", "uafklaret"),
        Some(VerdictKind::Met) => lang.pick("met", "n\u{e5}et"),
        Some(VerdictKind::NotMet) => lang.pick("not met", "ikke n\u{e5}et"),
    }
}

fn flips(all: &[Flip], lang: Lang) -> Option<Section> {
    if all.is_empty() {
        return None;
    }
    let mut section = Section::new(lang.pick("Verdicts that turn", "Vurderinger, der vender"));
    let heads = [
        lang.pick("rule", "regel"),
        lang.pick("subject", "hvem"),
        lang.pick("was", "var"),
        lang.pick("is", "er"),
    ];
    let mut table = Table { keys: 2, columns: heads.map(Column::text).to_vec(), ..Table::default() };
    for flip in all.iter().take(200) {
        let subject = flip.subject.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(", ");
        let cells = [&flip.rule, &subject].map(|text| Cell::Text(text.clone()));
        let verdicts =
            [flip.verdicts.0, flip.verdicts.1].map(|v| Cell::Text(verdict_word(v, lang).to_owned()));
        table.rows.push(Row::new(cells.into_iter().chain(verdicts).collect()));
    }
    section.push(Block::Table(table));
    Some(section)
}
