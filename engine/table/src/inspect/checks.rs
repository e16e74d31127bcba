//! What the figures of a table show of themselves: totals among them, keys that stand twice, gaps in time, names of
//! municipalities beside their codes.
//!
//! In: a table, whatever its format. Out: findings; errors where two cells have one key. Not here: how it was read.

use crate::import::municipality;
use crate::import::table::{ImportedTable, Role};
use crate::inspect::Finding;
use ramme_diag::{Code, Diagnostic, Limits, Text};
use ramme_value::{Decimal, Period};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words for a whole in its parts.
const TOTALS: [&str; 14] = [
    "i alt",
    "ialt",
    "total",
    "totalt",
    "tot",
    "sum",
    "samlet",
    "alle",
    "hele landet",
    "hovedtotal",
    "all",
    "grand total",
    "i alt:",
    "total:",
];

/// True for the word or code of a total.
#[must_use]
pub fn is_total(text: &str) -> bool {
    text.len() <= 20 && TOTALS.contains(&text.trim().to_lowercase().as_str())
}

/// Cells that have one key; at most so many as are shown.
#[must_use]
pub fn duplicates(table: &ImportedTable, limits: &Limits) -> Vec<Diagnostic> {
    if table.cells.is_cube() {
        return Vec::new();
    }
    let most = usize::try_from(limits.diagnostics).unwrap_or(usize::MAX);
    let pairs = match table.combinations().and_then(|all| usize::try_from(all).ok()) {
        Some(all) if all / ROOM <= table.cells.len() => by_position(table, all, most),
        _ => by_order(table, most),
    };
    let mut coordinate = Vec::new();
    let said = pairs.into_iter().map(|(first, second)| {
        table.coordinate(second, &mut coordinate);
        duplicate(table, &coordinate, first, second)
    });
    said.collect()
}

/// Up to how many times its cells a table may have combinations for one slot to be kept for each.
const ROOM: usize = 16;

/// The cells whose key stood before, each after the first of that key: by one slot a combination.
fn by_position(table: &ImportedTable, combinations: usize, most: usize) -> Vec<(usize, usize)> {
    let mut firsts: Vec<u32> = vec![u32::MAX; combinations];
    let sizes: Vec<usize> = table.dimensions.iter().map(|d| d.members.len()).collect();
    let mut out = Vec::new();
    for at in 0..table.cells.len() {
        let key = table.cells.listed_coordinate(at);
        // The product of the sizes fits, and with it every position within.
        let slot = key.iter().zip(&sizes).fold(0_usize, |slot, (position, size)| {
            slot.saturating_mul(*size).saturating_add(usize::try_from(*position).unwrap_or(usize::MAX))
        });
        let Some(first) = firsts.get_mut(slot) else { continue };
        if *first == u32::MAX {
            *first = u32::try_from(at).unwrap_or(u32::MAX);
        } else {
            out.push((usize::try_from(*first).unwrap_or(0), at));
            if out.len() >= most {
                break;
            }
        }
    }
    out
}

/// The same where the combinations are too many: by putting the cells in the order of their keys.
fn by_order(table: &ImportedTable, most: usize) -> Vec<(usize, usize)> {
    let key = |at: usize| table.cells.listed_coordinate(at);
    let mut order: Vec<usize> = (0..table.cells.len()).collect();
    order.sort_by(|a, b| key(*a).cmp(key(*b)));
    let mut out = Vec::new();
    let mut first = None;
    for at in order {
        match first {
            Some(held) if key(held) == key(at) => out.push((held, at)),
            _ => first = Some(at),
        }
    }
    out.sort_unstable_by_key(|(_, second)| *second);
    out.truncate(most);
    out
}

fn duplicate(table: &ImportedTable, coordinate: &[u32], first: usize, second: usize) -> Diagnostic {
    let codes =
        (0..table.dimensions.len()).filter_map(|d| table.member(d, coordinate)).map(|m| m.code.as_str());
    let key: Vec<&str> = codes.collect();
    Diagnostic::new(Code::DuplicateKey)
        .arg("key", format!("`{}`", key.join(", ")))
        .arg("first", table.cells.line_column(first).0)
        .arg("second", table.cells.line_column(second).0)
        .at(table.place(second))
        .also(table.place(first), Text::both("it stands here already", "den står her i forvejen"))
}

/// Everything else that is worth knowing.
#[must_use]
pub fn findings(table: &ImportedTable) -> Vec<Finding> {
    let mut out = vec![size(table)];
    out.extend(states(table));
    for dimension in 0..table.dimensions.len() {
        out.extend(totals(table, dimension));
        out.extend(gaps(table, dimension));
        out.extend(levels(table, dimension));
    }
    out.extend(names_and_codes(table));
    out
}

fn size(table: &ImportedTable) -> Finding {
    let sizes: Vec<String> =
        table.dimensions.iter().map(|d| format!("{} {}", d.members.len(), d.code)).collect();
    let (cells, sizes) = (table.cells.len(), sizes.join(" \u{d7} "));
    Finding::new(
        Text::both("cells", "celler"),
        Text::both(format!("{cells} cells: {sizes}"), format!("{cells} celler: {sizes}")),
    )
}

fn states(table: &ImportedTable) -> Option<Finding> {
    let counts = table.cells.count_by_state();
    let missing: Vec<_> = counts.iter().filter(|(state, _)| *state != crate::import::State::Known).collect();
    let words = |lang| {
        let each = missing.iter().map(|(state, n)| format!("{n} {}", state.in_words().get(lang)));
        each.collect::<Vec<_>>().join("; ")
    };
    (!missing.is_empty()).then(|| {
        Finding::new(
            Text::both("cells that are no plain figures", "celler, der ikke er rene tal"),
            Text::each(words),
        )
    })
}

/// Holds each total of a dimension against the sum of the other members, other keys being equal.
fn totals(table: &ImportedTable, dimension: usize) -> Option<Finding> {
    let held = table.dimensions.get(dimension)?;
    let total = held.members.iter().position(|m| is_total(&m.code) || is_total(&m.label))?;
    if held.members.len() < 3 {
        return None;
    }
    let total_at = u32::try_from(total).ok()?;
    let mut sums: HashMap<Vec<u32>, (Option<Decimal>, Option<Decimal>)> = HashMap::new();
    let mut coordinate = Vec::new();
    for at in 0..table.cells.len() {
        table.coordinate(at, &mut coordinate);
        let is_total = coordinate.get(dimension) == Some(&total_at);
        if let Some(slot) = coordinate.get_mut(dimension) {
            *slot = 0;
        }
        let value = Decimal::parse(table.cells.value(at)).ok();
        let entry = sums.entry(coordinate.clone()).or_insert((Some(Decimal::zero(0)), None));
        if is_total {
            entry.1 = value;
        } else {
            entry.0 = entry.0.zip(value).and_then(|(a, b)| a.checked_add(b));
        }
    }
    let known: Vec<(Decimal, Decimal)> =
        sums.values().filter_map(|(sum, total)| (*sum).zip(*total)).collect();
    let agree = known.iter().filter(|(sum, total)| sum == total).count();
    if known.is_empty() {
        return None;
    }
    let name = held.members.get(total).map(|m| m.label.clone()).unwrap_or_default();
    let (n, others) = (known.len(), held.members.len().saturating_sub(1));
    let text = Text::both(
        format!(
            "`{name}` in `{}` beside {others} other members; it is their sum in {agree} of {n} cases where all are known",
            held.code
        ),
        format!(
            "`{name}` i `{}` ved siden af {others} andre medlemmer; den er deres sum i {agree} af {n} tilfælde, hvor alle er kendt",
            held.code
        ),
    );
    let advice = if agree == n && table.cells.is_cube() {
        Text::both("do not add it to its parts", "læg den ikke sammen med delene")
    } else if agree == n {
        Text::both(
            "do not add it to its parts; `totals = \"leave out\"` leaves it out",
            "læg den ikke sammen med delene; `totals = \"leave out\"` udelader den",
        )
    } else {
        Text::both(
            "the others overlap, are not all of it, or are rounded; choose one level before adding",
            "de andre overlapper, er ikke det hele, eller er afrundet; vælg ét niveau, før der lægges sammen",
        )
    };
    Some(Finding::new(Text::both("a total inside the data", "en total inde i data"), text).because(advice))
}

/// Periods that are missing between the first and the last.
fn gaps(table: &ImportedTable, dimension: usize) -> Option<Finding> {
    let held = table.dimensions.get(dimension).filter(|d| d.role == Role::Time)?;
    let periods: BTreeSet<Period> = held.members.iter().filter_map(|m| Period::parse(&m.code)).collect();
    let (first, last) = (periods.first()?, periods.last()?);
    if first.kind() != last.kind() {
        let text = Text::both(
            format!("`{}` mixes years with parts of years", held.code),
            format!("`{}` blander år med dele af år", held.code),
        );
        return Some(Finding::new(Text::both("periods", "perioder"), text));
    }
    let mut missing = Vec::new();
    let mut at = *first;
    while at < *last {
        if !periods.contains(&at) {
            missing.push(at.to_string());
        }
        let Some(next) = at.next() else { break };
        at = next;
    }
    if first == last {
        return Some(Finding::new(Text::both("periods", "perioder"), Text::same(first.to_string())));
    }
    let span = format!("{first}\u{2013}{last}");
    let text = if missing.is_empty() {
        Text::both(format!("{span} without gaps"), format!("{span} uden huller"))
    } else {
        let shown: Vec<String> = missing.iter().take(8).cloned().collect();
        let (list, n) = (shown.join(", "), missing.len());
        Text::both(
            format!("{span}, and {n} are not there: {list}"),
            format!("{span}, og {n} er der ikke: {list}"),
        )
    };
    Some(Finding::new(Text::both("periods", "perioder"), text))
}

/// Areas of different levels in one dimension.
fn levels(table: &ImportedTable, dimension: usize) -> Option<Finding> {
    let held = table.dimensions.get(dimension)?;
    let area = |m: &crate::import::Member| {
        municipality::by_code(&m.code).or_else(|| municipality::by_name(&m.label))
    };
    if held.role != Role::Geo && !matches!(held.code.as_str(), "OMRÅDE" | "REGI07A") {
        return None;
    }
    let mut counts: BTreeMap<municipality::Level, usize> = BTreeMap::new();
    let (mut unknown, mut respelled) = (Vec::new(), Vec::new());
    for member in &held.members {
        let Some(found) = area(member) else {
            if !is_total(&member.label) {
                unknown.push(member.label.clone());
            }
            continue;
        };
        let count = counts.entry(found.level).or_default();
        *count = count.saturating_add(1);
        if member.label != found.name && member.label != found.code && member.code != found.code {
            respelled.push(format!("`{}` = {} {}", member.label, found.code, found.name));
        }
    }
    if counts.is_empty() {
        return None;
    }
    let of = |level| counts.get(&level).copied().unwrap_or(0);
    let (municipalities, regions, country) = (
        of(municipality::Level::Municipality),
        of(municipality::Level::Region),
        of(municipality::Level::Country),
    );
    let mixed = counts.len() > 1;
    let list = |all: &[String]| all.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
    let mut text = Text::both(
        format!("{municipalities} municipalities, {regions} regions, {country} whole country"),
        format!("{municipalities} kommuner, {regions} regioner, {country} hele landet"),
    );
    let mut add = |en: String, da: String| {
        text.en.push_str(&en);
        text.da.push_str(&da);
    };
    if !unknown.is_empty() {
        add(format!("; not known: {}", list(&unknown)), format!("; kendes ikke: {}", list(&unknown)));
    }
    if !respelled.is_empty() {
        add(
            format!("; spelled otherwise: {}", list(&respelled)),
            format!("; stavet anderledes: {}", list(&respelled)),
        );
    }
    let found = Finding::new(Text::both("areas", "områder"), text);
    Some(if mixed {
        found.because(Text::both(
            "levels are mixed in one column: choose one before adding",
            "niveauer er blandet i én kolonne: vælg ét, før der lægges sammen",
        ))
    } else {
        found
    })
}

/// Where one dimension holds codes of areas and another their names, the pairs that do not belong together.
fn names_and_codes(table: &ImportedTable) -> Option<Finding> {
    let most = |test: &dyn Fn(&str) -> bool| {
        table.dimensions.iter().position(|d| {
            let hits = d.members.iter().filter(|m| test(&m.code)).count();
            !d.members.is_empty() && hits.saturating_mul(2) > d.members.len()
        })
    };
    let codes = most(&|text| text.len() == 3 && municipality::by_code(text).is_some())?;
    let names =
        most(&|text| text.bytes().any(|b| !b.is_ascii_digit()) && municipality::by_name(text).is_some())?;
    let mut pairs: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut coordinate = Vec::new();
    for at in 0..table.cells.len() {
        table.coordinate(at, &mut coordinate);
        pairs.extend(coordinate.get(codes).copied().zip(coordinate.get(names).copied()));
    }
    let (mut wrong, mut n) = (Vec::new(), 0_usize);
    for (code, name) in &pairs {
        let member = |d: usize, at: u32| {
            table.dimensions.get(d).and_then(|held| held.members.get(usize::try_from(at).ok()?))
        };
        let (Some(code), Some(name)) = (member(codes, *code), member(names, *name)) else { continue };
        let (by_code, by_name) = (municipality::by_code(&code.code), municipality::by_name(&name.code));
        if by_code.is_none() && by_name.is_none() {
            continue;
        }
        n = n.saturating_add(1);
        if by_code != by_name {
            let is = by_code.map_or("?", |a| a.name.as_str());
            wrong.push(format!("{} `{}` (= {is})", code.code, name.code));
        }
    }
    let text = if wrong.is_empty() {
        Text::both(
            format!("{n} pairs of code and name, all belong together"),
            format!("{n} par af kode og navn, alle hører sammen"),
        )
    } else {
        let list = wrong.iter().take(8).cloned().collect::<Vec<_>>().join("; ");
        Text::both(
            format!("names that are not those of their codes: {list}"),
            format!("navne, der ikke hører til deres kode: {list}"),
        )
    };
    Some(Finding::new(Text::both("municipalities", "kommuner"), text))
}
