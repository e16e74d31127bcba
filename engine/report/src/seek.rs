//! At which values of a lever a condition holds, as a report and as JSON.
//!
//! In: what was sought and found. Out: the answers in words with the override to paste, a table of some of the values that
//! were tried, a chart of them; the document of `ramme seek --format json`. Not here: seeking.

use crate::chart::{Chart, Drawing, Line};
use crate::figures::measure;
use crate::json::value::{Scalar, level_of, scalar, sentences, times, unit_of};
use crate::json::{Head, text};
use crate::model::{Block, Cell, Column, Figure, Measure, Report, Row, Section, Table, approximate};
use crate::number;
use ramme_eval::result::{Basis, Exact, Note};
use ramme_eval::seek::{Bound, Seen, Sought, Taken, Why};
use ramme_rulebook::model::{Type, Value as Given};
use ramme_value::{Decimal, Lang, Ratio, Rounding, Unit};
use serde::Serialize;
use std::collections::BTreeMap;

/// So many evenly spread values stand in the table besides edges.
const ROWS: u64 = 9;
/// So many are drawn.
const DRAWN: u64 = 41;
/// A lever with a longer name is called the lever at the head of a column.
const LONGEST: usize = 24;
/// The decimals of a figure beside its bound: enough to see on which side it is.
const DECIMALS: u8 = 4;

/// The report.
#[must_use]
pub fn report(of: &Sought, basis: &Basis, lang: Lang) -> Report {
    let mut answer = Section::new(lang.pick("Answer", "Svar"));
    answer.push(Block::List(answers(of, lang).into_iter().map(ended).collect()));
    if let Some(line) = paste(of, lang).map(ended) {
        answer.push(Block::Text(line));
    }
    let mut course = Section::new(lang.pick("What was tried", "Hvad der er pr\u{f8}vet"));
    course.push(Block::Table(table(of, lang)));
    course.blocks.extend(chart(of, lang).map(Block::Chart));
    let mut how = Section::new(lang.pick("How sure that is", "Hvor sikkert det er"));
    how.push(Block::List(certainty(of, basis, lang)));
    Report {
        title: lang.pick(
            format!("When does {} hold?", of.condition.text),
            format!("Hvorn\u{e5}r g\u{e6}lder {}?", of.condition.text),
        ),
        basis: crate::run_report::basis(basis, lang),
        sections: vec![answer, course, how],
        summary: lang.pick(
            format!("One lever, {}, was moved; the others stay as in the scenario.", of.lever),
            format!("\u{c9}t greb, {}, er flyttet; de andre bliver som i scenariet.", of.lever),
        ),
    }
}

/// The figure in words, with enough decimals to see on which side of its bound it is.
fn words(of: &Sought, seen: &Seen, lang: Lang) -> String {
    let plain = Unit::none();
    let unit = unit_of(&of.ty).unwrap_or(&plain);
    match seen {
        Seen::Exact(Exact::Ratio(ratio)) => {
            let decimals = DECIMALS.saturating_add(unit.shift());
            let short = ratio.round(decimals, Rounding::HalfUp);
            // A ratio that is shown without loss looks exact; another has its decimals.
            match short {
                Some(d) if Ratio::from_decimal(d) == *ratio => {
                    number::with_unit(&Exact::Dec(d), unit, DECIMALS, lang)
                }
                _ => number::with_unit(&Exact::Ratio(*ratio), unit, DECIMALS, lang),
            }
        }
        Seen::Exact(value) => number::with_unit(value, unit, DECIMALS, lang),
        Seen::Drawn(x) => {
            let decimals = if unit.has_money() { 0 } else { 2 };
            let figure = number::float(x * times(Some(unit)), decimals, lang);
            let word = number::unit_word(unit, number::Magnitude::One, lang);
            match word.as_str() {
                "" => figure,
                "%" => format!("{figure}%"),
                _ => format!("{figure} {word}"),
            }
        }
        Seen::Missing(_) => lang.pick("not known", "ikke kendt").to_owned(),
    }
}

fn answers(of: &Sought, lang: Lang) -> Vec<String> {
    let last = of.grid.len().saturating_sub(1);
    let mut lines = Vec::new();
    for (from, to) in &of.answers {
        let (a, b) = (of.grid.text(*from), of.grid.text(*to));
        lines.push(match (*from, *to) {
            (0, to) if to == last => lang.pick(
                format!("It holds over the whole range of {}, from {a} to {b}.", of.lever),
                format!("Det g\u{e6}lder i hele intervallet for {}, fra {a} til {b}.", of.lever),
            ),
            (from, to) if from == to => lang.pick(
                format!("It holds with {} at {a}, and not at the values beside it.", of.lever),
                format!(
                    "Det g\u{e6}lder med {} p\u{e5} {a} og ikke ved v\u{e6}rdierne ved siden af.",
                    of.lever
                ),
            ),
            _ => lang.pick(
                format!("It holds with {} from {a} to {b}.", of.lever),
                format!("Det g\u{e6}lder med {} fra {a} til {b}.", of.lever),
            ),
        });
    }
    if of.answers.is_empty() {
        let (a, b) = (of.grid.text(0), of.grid.text(last));
        lines.push(lang.pick(
            format!("It holds at no value of {} that was tried from {a} to {b}.", of.lever),
            format!("Det g\u{e6}lder ved ingen pr\u{f8}vet v\u{e6}rdi af {} fra {a} til {b}.", of.lever),
        ));
        lines.extend(nearest(of, lang));
    }
    for (from, to) in &of.unknown {
        lines.push(unknown(of, *from, *to, lang));
    }
    lines
}

/// Where it comes nearest, and why not nearer.
fn nearest(of: &Sought, lang: Lang) -> Vec<String> {
    if let Some((a, b)) = of.between {
        let (a, b) = (of.grid.text(a), of.grid.text(b));
        return vec![lang.pick(
            format!(
                "It is passed between {a} and {b}; there is no value between them on the step of {}.",
                of.grid.step_text()
            ),
            format!(
                "Det passeres mellem {a} og {b}; der er ingen v\u{e6}rdi imellem med skridtet {}.",
                of.grid.step_text()
            ),
        )];
    }
    let Some(best) = &of.best else { return Vec::new() };
    let at = of.grid.text(best.at);
    let figure = of.tried.get(&best.at).map_or_else(String::new, |(seen, _)| words(of, seen, lang));
    let name = &of.condition.figure.text;
    let lever = &of.lever;
    vec![match best.why {
        Why::NotConnected => lang.pick(
            format!("{name} does not rest on {lever}: it is {figure} whatever {lever} is."),
            format!("{name} hviler ikke p\u{e5} {lever}: det er {figure}, uanset hvad {lever} er."),
        ),
        Why::Still => lang.pick(
            format!("It is {figure} at every value that was tried: {lever} moves nothing there."),
            format!("Det er {figure} ved alle pr\u{f8}vede v\u{e6}rdier: {lever} flytter intet der."),
        ),
        Why::RangeEnds => lang.pick(
            format!("It comes nearest at {at}, where the range ends: {figure}."),
            format!("Det kommer n\u{e6}rmest ved {at}, hvor intervallet ender: {figure}."),
        ),
        Why::Turns => lang.pick(
            format!("It comes nearest at {at}: {figure}. It turns there: more or less of {lever} leads away again."),
            format!("Det kommer n\u{e6}rmest ved {at}: {figure}. Der vender det: mere eller mindre af {lever} f\u{f8}rer v\u{e6}k igen."),
        ),
    }]
}

fn unknown(of: &Sought, from: u64, to: u64, lang: Lang) -> String {
    let (a, b) = (of.grid.text(from), of.grid.text(to));
    let why = reasons(of.tried.get(&from).map(|(seen, _)| seen), lang);
    let place = if from == to {
        lang.pick(format!("at {a}"), format!("ved {a}"))
    } else {
        lang.pick(format!("from {a} to {b}"), format!("fra {a} til {b}"))
    };
    let start = lang.pick("Not known", "Ikke kendt");
    if why.is_empty() { format!("{start} {place}.") } else { format!("{start} {place}: {}", why.join("; ")) }
}

fn reasons(seen: Option<&Seen>, lang: Lang) -> Vec<String> {
    let notes: &[Note] = match seen {
        Some(Seen::Missing(why)) => why,
        _ => &[],
    };
    sentences(notes, lang)
}

/// A sentence whose last word may end in a full stop of its own.
fn ended(text: String) -> String {
    text.strip_suffix("..").map_or(text.clone(), |text| format!("{text}."))
}

/// The answer that is nearest to where the lever stands, as a flag to paste.
fn paste(of: &Sought, lang: Lang) -> Option<String> {
    if of.now.seen.1 == Some(true) {
        let (figure, now) = (words(of, &of.now.seen.0, lang), of.now.value.as_ref());
        let at = now.map_or_else(String::new, |now| lang.pick(format!(" at {now}"), format!(" ved {now}")));
        return Some(lang.pick(
            format!("It holds as the scenario stands{at}: {figure}."),
            format!("Det g\u{e6}lder, som scenariet st\u{e5}r{at}: {figure}."),
        ));
    }
    let Some(at) = chosen(of) else {
        let (figure, value) = (words(of, &of.now.seen.0, lang), of.now.value.as_ref()?);
        return Some(lang.pick(
            format!("As the scenario stands, at {value}, it is {figure}."),
            format!("Som scenariet st\u{e5}r, ved {value}, er det {figure}."),
        ));
    };
    let set = set_flag(of, at);
    let figure = of.tried.get(&at).map_or_else(String::new, |(seen, _)| words(of, seen, lang));
    let now = words(of, &of.now.seen.0, lang);
    Some(match &of.now.value {
        Some(value) => lang.pick(
            format!("Nearest to where it stands now, {value} ({now}), is\n  {set}\nwhich gives {figure}."),
            format!(
                "N\u{e6}rmest ved, hvor det st\u{e5}r nu, {value} ({now}), er\n  {set}\nsom giver {figure}."
            ),
        ),
        None => lang.pick(
            format!("To take it:\n  {set}\nwhich gives {figure}; as it stands it is {now}."),
            format!("Tag den med\n  {set}\nsom giver {figure}; som det st\u{e5}r, er det {now}."),
        ),
    })
}

/// The place among the answers that is nearest to where the lever stands; where nobody knows that, the first at which it
/// begins or ceases to hold.
fn chosen(of: &Sought) -> Option<u64> {
    let edges = || of.answers.iter().flat_map(|(from, to)| [*from, *to]);
    let last = of.grid.len().saturating_sub(1);
    match of.now.near {
        Some(now) => edges().min_by_key(|at| at.abs_diff(now)),
        None => edges().find(|at| *at != 0 && *at != last).or_else(|| edges().next()),
    }
}

fn set_flag(of: &Sought, at: u64) -> String {
    format!("--set '{}={}'", of.lever, of.grid.text(at))
}

/// The places that stand in the table: some evenly spread, every edge with its neighbour, where the lever stands.
fn places(of: &Sought, count: u64) -> Vec<u64> {
    let edges = of.answers.iter().chain(&of.unknown).flat_map(|(from, to)| {
        [from.checked_sub(1), Some(*from), Some(*to), to.checked_add(1)].into_iter().flatten()
    });
    let turned = of.between.iter().flat_map(|(a, b)| [*a, *b]);
    let more = of.now.place.into_iter().chain(of.best.iter().map(|best| best.at));
    let mut all: Vec<u64> =
        of.grid.spread(count).into_iter().chain(edges).chain(turned).chain(more).collect();
    all.retain(|at| of.tried.contains_key(at));
    all.sort_unstable();
    all.dedup();
    all
}

fn table(of: &Sought, lang: Lang) -> Table {
    let measure = fine(of);
    let figure = Column { heading: heading(of, lang), measure };
    // Of something that is yes or no, whether it holds says all.
    let plain = of.ty == Type::YesNo;
    let columns = [
        Some(Column::text(if of.lever.chars().count() > LONGEST {
            lang.pick("the lever", "grebet").to_owned()
        } else {
            of.lever.clone()
        })),
        (!plain).then_some(figure),
        Some(Column::text(lang.pick("holds", "g\u{e6}lder"))),
        Some(Column::text(String::new())),
    ];
    let mut table = Table {
        columns: columns.into_iter().flatten().collect(),
        keys: 1,
        exact: of.draws == 0,
        ..Table::default()
    };
    let mut why: Vec<String> = Vec::new();
    for at in places(of, ROWS) {
        let Some((seen, holds)) = of.tried.get(&at) else { continue };
        let mark = if of.now.place == Some(at) { lang.pick("now", "nu") } else { "" };
        let cells = [
            Some(Cell::Text(of.grid.text(at))),
            (!plain).then(|| cell(of, seen)),
            Some(holds.map_or(Cell::Missing, |yes| Cell::Text(number::yes_no(yes, lang).to_owned()))),
            Some(Cell::Text(mark.to_owned())),
        ];
        table.rows.push(Row::new(cells.into_iter().flatten().collect()));
        why.extend(reasons(Some(seen), lang));
    }
    table.notes = crate::figures::reason_notes(&crate::figures::distinct(why.into_iter()), lang);
    table
}

/// What the column of figures is called: what is taken of the figure.
fn heading(of: &Sought, lang: Lang) -> String {
    let name = &of.condition.figure.text;
    match &of.condition.taken {
        Taken::Itself => name.clone(),
        Taken::Chance(..) => "P(\u{2026})".to_owned(),
        Taken::Quantile(level) => {
            let level = number::with_unit(&Exact::Dec(*level), &Unit::percent(), 2, lang);
            lang.pick(format!("{level} quantile of {name}"), format!("{level} fraktil af {name}"))
        }
        Taken::Mean => lang.pick(format!("mean of {name}"), format!("gennemsnit af {name}")),
        Taken::Shortfall => {
            lang.pick(format!("expected shortfall of {name}"), format!("forventet manko af {name}"))
        }
    }
}

/// The measure of the figures, with decimals enough to see on which side of the bound they are.
fn fine(of: &Sought) -> Option<Measure> {
    let found = measure(&of.ty)?;
    let decimals = if found.unit.has_money() { found.decimals } else { found.decimals.max(DECIMALS) };
    let drawn = of.draws > 0;
    Some(Measure { decimals: if drawn { found.decimals } else { decimals }, ..found })
}

fn cell(of: &Sought, seen: &Seen) -> Cell {
    match seen {
        Seen::Exact(Exact::Ratio(ratio)) => {
            let shift = unit_of(&of.ty).map_or(0, Unit::shift);
            let short = ratio.round(DECIMALS.saturating_add(shift), Rounding::HalfUp);
            Cell::Figure(Figure::Exact(short.map_or(Exact::Ratio(*ratio), Exact::Dec)))
        }
        Seen::Exact(value) => Cell::Figure(Figure::Exact(value.clone())),
        Seen::Drawn(x) => Cell::Figure(Figure::Drawn(*x)),
        Seen::Missing(_) => Cell::Missing,
    }
}

fn chart(of: &Sought, lang: Lang) -> Option<Chart> {
    let measure = measure(&of.ty).filter(|_| matches!(of.ty, Type::Num(_)))?;
    let places = places(of, DRAWN);
    let size = |seen: &Seen| match seen {
        Seen::Exact(value) => approximate(value),
        Seen::Drawn(x) => Some(*x),
        Seen::Missing(_) => None,
    };
    let points: Vec<Option<f64>> =
        places.iter().map(|at| of.tried.get(at).and_then(|(seen, _)| size(seen))).collect();
    if points.iter().flatten().count() < 3 {
        return None;
    }
    let mut lines = vec![Line { name: heading(of, lang), points, ..Line::default() }];
    if let Bound::Value(Given::Dec(bound)) = &of.condition.bound {
        let held = approximate(&Exact::Dec(*bound));
        let name = lang.pick("bound", "gr\u{e6}nse").to_owned();
        lines.push(Line { name, points: vec![held; places.len()], ..Line::default() });
    }
    let name = heading(of, lang);
    Some(Chart {
        title: format!("{name}, {}", of.lever),
        description: lang.pick(
            format!("A line: {name} at values of {} that were tried.", of.lever),
            format!("En linje: {name} ved pr\u{f8}vede v\u{e6}rdier af {}.", of.lever),
        ),
        measure,
        drawing: Drawing::Lines { times: places.iter().map(|at| of.grid.text(*at)).collect(), lines },
        of: Vec::new(),
    })
}

/// What was looked at and what was not, and what draws leave open.
fn certainty(of: &Sought, basis: &Basis, lang: Lang) -> Vec<String> {
    let tried = number::count(of.tried.len(), lang);
    let step = of.grid.step_text();
    let mut lines = Vec::new();
    if of.whole {
        lines.push(lang.pick(
            format!("All {tried} values of the range were tried, {step} apart."),
            format!("Alle {tried} v\u{e6}rdier i intervallet er pr\u{f8}vet, med skridtet {step}."),
        ));
    } else {
        let all = number::count(usize::try_from(of.grid.len()).unwrap_or(usize::MAX), lang);
        let apart = number::count(usize::try_from(of.apart).unwrap_or(usize::MAX), lang);
        lines.push(lang.pick(
            format!("{tried} of {all} values were tried, at first {apart} steps of {step} apart. Something narrower than that, an answer or a gap in one, can have been missed."),
            format!("{tried} af {all} v\u{e6}rdier er pr\u{f8}vet, i f\u{f8}rste omgang med {apart} skridt a {step} imellem. Noget smallere end det, et svar eller et hul i et, kan v\u{e6}re overset."),
        ));
        lines.push(lang.pick(
            "The edges are exact: on both sides of each the neighbouring value was tried.".to_owned(),
            "Kanterne er eksakte: p\u{e5} begge sider af hver er nabov\u{e6}rdien pr\u{f8}vet.".to_owned(),
        ));
    }
    if of.draws > 0 {
        let draws = number::count(of.draws, lang);
        let seed = basis.seed;
        lines.push(lang.pick(
            format!("The same {draws} draws (seed {seed}) at every value. Another seed may move an edge a little."),
            format!("De samme {draws} tr\u{e6}kninger (fr\u{f8} {seed}) ved alle v\u{e6}rdier. Et andet fr\u{f8} kan flytte en kant lidt."),
        ));
        lines.extend(chance_error(of, lang));
    }
    lines
}

/// What the number of draws leaves open in a chance, and what no number of them tells.
fn chance_error(of: &Sought, lang: Lang) -> Option<String> {
    let (Taken::Chance(..), Bound::Value(Given::Dec(level))) = (&of.condition.taken, &of.condition.bound)
    else {
        return None;
    };
    let p = approximate(&Exact::Dec(*level))?;
    let draws = Decimal::whole(i128::try_from(of.draws).ok()?);
    let error = (p * (1.0 - p) / approximate(&Exact::Dec(draws))?).max(0.0).sqrt() * 100.0;
    let error = number::float(error, 1, lang);
    Some(lang.pick(
        format!("The draws leave {error} percentage points open in a chance (one standard error); a few years of history leave more: `ramme run` gives chances as ranges."),
        format!("Tr\u{e6}kningerne lader {error} procentpoint st\u{e5} \u{e5}bent i en sandsynlighed (\u{e9}n standardfejl); f\u{e5} \u{e5}rs historie mere: `ramme run` giver sandsynligheder som intervaller."),
    ))
}

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    draws: usize,
    condition: String,
    figure: String,
    unit: Option<String>,
    price_level: Option<String>,
    lever: LeverJson,
    /// `none`, `some` or `all` of the range.
    holds: &'static str,
    answers: Vec<AnswerJson>,
    not_known: Vec<UnknownJson>,
    nearest: Option<NearestJson>,
    set: Option<String>,
    tried: usize,
    every_value_tried: bool,
    values: Vec<ValueJson>,
}

#[derive(Serialize)]
struct LeverJson {
    name: String,
    low: String,
    high: String,
    step: String,
    now: Option<String>,
    now_value: Amount,
    now_holds: Option<bool>,
}

#[derive(Serialize)]
struct AnswerJson {
    from: String,
    to: String,
    value_from: Amount,
    value_to: Amount,
}

#[derive(Serialize)]
struct UnknownJson {
    from: String,
    to: String,
    missing: Vec<String>,
}

#[derive(Serialize)]
struct NearestJson {
    at: String,
    value: Amount,
    why: &'static str,
}

#[derive(Serialize)]
struct ValueJson {
    at: String,
    value: Amount,
    holds: Option<bool>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Amount {
    Exact(Scalar),
    Drawn(f64),
    None(Option<()>),
}

/// The document.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn json(basis: &Basis, of: &Sought, version: &str, lang: Lang) -> Result<String, serde_json::Error> {
    let amount = |seen: Option<&Seen>| match seen {
        Some(Seen::Exact(value)) => Amount::Exact(scalar(value, &of.ty)),
        Some(Seen::Drawn(x)) => Amount::Drawn(x * times(unit_of(&of.ty))),
        Some(Seen::Missing(_)) | None => Amount::None(None),
    };
    let at = |place: u64| amount(of.tried.get(&place).map(|(seen, _)| seen));
    let last = of.grid.len().saturating_sub(1);
    let whole = of.answers.as_slice() == [(0, last)];
    let tried: &BTreeMap<u64, (Seen, Option<bool>)> = &of.tried;
    text(&Document {
        head: Head::new(basis, version),
        draws: of.draws,
        condition: of.condition.text.clone(),
        figure: of.condition.figure.text.clone(),
        unit: unit_of(&of.ty).map(ToString::to_string),
        price_level: level_of(&of.ty),
        lever: LeverJson {
            name: of.lever.clone(),
            low: of.grid.text(0),
            high: of.grid.text(last),
            step: of.grid.step_text(),
            now: of.now.value.clone(),
            now_value: amount(Some(&of.now.seen.0)),
            now_holds: of.now.seen.1,
        },
        holds: if whole {
            "all"
        } else if of.answers.is_empty() {
            "none"
        } else {
            "some"
        },
        answers: of
            .answers
            .iter()
            .map(|(from, to)| AnswerJson {
                from: of.grid.text(*from),
                to: of.grid.text(*to),
                value_from: at(*from),
                value_to: at(*to),
            })
            .collect(),
        not_known: of
            .unknown
            .iter()
            .map(|(from, to)| UnknownJson {
                from: of.grid.text(*from),
                to: of.grid.text(*to),
                missing: reasons(of.tried.get(from).map(|(seen, _)| seen), lang),
            })
            .collect(),
        nearest: of.best.as_ref().map(|best| NearestJson {
            at: of.grid.text(best.at),
            value: at(best.at),
            why: match best.why {
                Why::NotConnected => "not_connected",
                Why::Still => "moves_nothing",
                Why::RangeEnds => "range_ends",
                Why::Turns => "turns",
            },
        }),
        set: chosen(of).map(|at| format!("{}={}", of.lever, of.grid.text(at))),
        tried: tried.len(),
        every_value_tried: of.whole,
        values: tried
            .iter()
            .map(|(place, (seen, holds))| ValueJson {
                at: of.grid.text(*place),
                value: amount(Some(seen)),
                holds: *holds,
            })
            .collect(),
    })
}
