//! What a run says of a value wherever it shows it: the notices in a scenario's words, with the value and where it comes from.
//!
//! In: a result. Out: sentences, in the order of the values. A value that is 0, no or missing says nothing; of a value of many
//! rows each that says something is named. Not here: where notices stand (`run_report`), how they are written
//! (`scenario::Wording`).

use crate::pipeline::Ready;
use ramme_eval::cites_of;
use ramme_eval::result::{CellValue, Exact, Note, Output, OutputCell, RunResult};
use ramme_report::comply_report::cited_shortly;
use ramme_report::{Words, number};
use ramme_rulebook::model::{Symbol, Type};
use ramme_value::{Lang, Unit};

/// So many rows of a value are named.
const MOST: usize = 40;

/// Two decimals, as of kroner.
const DECIMALS: u8 = 2;

/// The notices of a result.
pub fn of(ready: &Ready, result: &RunResult) -> Vec<Note> {
    let told: Vec<(&Output, &Note)> =
        result.values.iter().filter_map(|o| Some((o, ready.wording.notice(&o.name)?))).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let rows = ready.row_names();
    let words = [Lang::En, Lang::Da].map(|lang| Words::new(ready.wording.clone(), rows.clone(), lang));
    let [en, da] = &words;
    let one = |(output, note): (&Output, &Note)| {
        let en = sentence(ready, output, &note.en, (en, Lang::En))?;
        Some(Note { en, da: sentence(ready, output, &note.da, (da, Lang::Da))? })
    };
    told.into_iter().filter_map(one).collect()
}

/// The sentence with the value in it; none where there is nothing to say.
fn sentence(ready: &Ready, output: &Output, text: &str, words: (&Words, Lang)) -> Option<String> {
    let lang = words.1;
    let telling: Vec<String> = output.cells.iter().filter_map(|cell| told(output, cell, words)).collect();
    if telling.is_empty() {
        return None;
    }
    let rest = telling.len().saturating_sub(MOST);
    let mut value = telling.into_iter().take(MOST).collect::<Vec<_>>().join("; ");
    if rest > 0 {
        value.push_str(&lang.pick(format!("; and {rest} more"), format!("; og {rest} til")));
    }
    // A unit that ends in a point needs no second one.
    let text = if value.ends_with('.') { text.replace("{}.", "{}") } else { text.to_owned() };
    let mut out = text.replace("{}", &value);
    if let Some(Symbol::Definition(id)) = ready.book.find(&output.name) {
        let cites = cites_of(&ready.book, &ready.view, id);
        let cites: Vec<String> = cites.iter().map(|cite| cited_shortly(cite, lang)).collect();
        if !cites.is_empty() {
            out.push_str(&format!(" {} {}.", lang.pick("See", "Se"), cites.join("; ")));
        }
    }
    Some(out)
}

/// One value with the keys that it is of; none where it is 0, no or missing.
fn told(output: &Output, cell: &OutputCell, (words, lang): (&Words, Lang)) -> Option<String> {
    let unit = match &output.ty {
        Type::Num(num) => num.unit.clone(),
        _ => Unit::none(),
    };
    let value = match &cell.value {
        CellValue::Exact(Exact::YesNo(false)) | CellValue::Missing(_) => return None,
        CellValue::Exact(value) if number::faced(value, &unit, DECIMALS).is_some_and(|d| d.is_zero()) => {
            return None;
        }
        CellValue::Exact(value) => number::with_unit(value, &unit, DECIMALS, lang),
        CellValue::Draws(summary) => {
            let middle = summary.quantiles.iter().find(|(level, _)| (level - 0.5).abs() < 1e-9)?.1;
            let figure = number::float(middle, 0, lang);
            let word = number::unit_word(&unit, number::Magnitude::One, lang);
            lang.pick(format!("about {figure} {word}"), format!("omkring {figure} {word}"))
        }
    };
    let keys = output.axes.iter().zip(&cell.keys).map(|(axis, key)| words.key(axis, key));
    let keys: Vec<String> = keys.collect();
    Some(if keys.is_empty() { value } else { format!("{}: {value}", keys.join(", ")) })
}
