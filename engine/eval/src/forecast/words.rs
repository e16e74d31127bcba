//! How a forecast was made, in both languages.
//!
//! In: pasts, models, choices. Out: notes. Not here: tables of figures (the report's).

use ramme_diag::Text;
use ramme_forecast::ForecastError;
use ramme_forecast::Series;
use ramme_forecast::distribution::t_quantile;
use ramme_forecast::gap::{AccountsModel, BudgetRule, GapSimulation, SizeLaw};
use ramme_forecast::panel::PanelLaws;

use ramme_value::Date;

use super::past::Past;
use crate::dataset::{Outlook, OutlookPart};
use crate::result::Note;
use crate::scenario::{Bridge, DeclaredEvent, EventKind, SeriesForecast};

/// How many series that could not be forecast are named.
const NAMED: usize = 5;

/// A figure with a decimal comma.
fn da(x: &str) -> String {
    x.replace('.', ",")
}

/// What is declared of a year.
pub(super) fn event(e: &DeclaredEvent) -> Note {
    let (year, reason) = (e.year.value, &e.reason);
    match e.kind {
        EventKind::OneOff => Note {
            en: format!("{year} is declared a one-off year ({reason}): its neighbours stand in for it"),
            da: format!("{year} er erklæret et særligt år ({reason}): naboårene træder i stedet"),
        },
        EventKind::Revision(was) => Note {
            en: format!(
                "{year} is declared revised from {} ({reason}): the later figure is taken",
                amount(was)
            ),
            da: format!(
                "{year} er erklæret revideret fra {} ({reason}): det senere tal er taget",
                da(&amount(was)).replace(" bn", " mia.")
            ),
        },
        EventKind::Break(bridge) => {
            let (en, da) = match bridge {
                Bridge::Factor(factor) => (
                    format!("earlier years times {factor}"),
                    format!("tidligere år ganget med {}", da(&factor.to_string())),
                ),
                Bridge::Typical => (
                    "earlier years moved so that the change into it is a typical one".to_owned(),
                    "tidligere år flyttet, så ændringen ind i det er en typisk".to_owned(),
                ),
                Bridge::Cut => ("earlier years left out".to_owned(), "tidligere år udeladt".to_owned()),
            };
            Note {
                en: format!("{year} is declared a break ({reason}): {en}"),
                da: format!("{year} er erklæret et brud ({reason}): {da}"),
            }
        }
    }
}

/// A figure without more digits than it says anything with.
fn amount(x: f64) -> String {
    if x.abs() >= 1e9 {
        return format!("{} bn", x / 1e9);
    }
    format!("{x}")
}

/// An event of a year that the history lacks.
pub(super) fn outside(year: i32, history: &Series) -> Text {
    let (first, last) = (history.start, history.end());
    Text::both(
        format!("an event is declared for {year}, outside {first}-{last}"),
        format!("der er erklæret noget om {year}, uden for {first}-{last}"),
    )
}

/// The law of variance by size, and what it weighs.
pub(super) fn size_law(name: &str, law: &SizeLaw) -> Note {
    let (beta, count) = (format!("{:.2}", law.beta), law.areas);
    let freedom = format!("{:.0}", law.freedom);
    Note {
        en: format!(
            "{name}: spreads are drawn to a law of size over {count} series, ln σ = α + β ln size with β = {beta}; beside a series' own \
             history it weighs as {freedom} years"
        ),
        da: format!(
            "{name}: spredninger trækkes mod en lov om størrelse over {count} serier, ln σ = α + β ln størrelse med β = {}; ved siden \
             af en series egen historie vejer den som {freedom} år",
            da(&beta)
        ),
    }
}

/// What the series of one year have in common.
pub(super) fn common_year(name: &str, share: f64, declared: bool) -> Note {
    let share = format!("{:.0}", 100.0 * share);
    let (en, danish) = if declared { ("declared", "erklæret") } else { ("estimated", "skønnet") };
    Note {
        en: format!("{name}: the series have {share}% of a year's variance in common ({en})"),
        da: format!("{name}: serierne har {share} % af et års varians til fælles ({danish})"),
    }
}

/// A year whose figure differs in a later report.
pub(super) fn revision(year: i32, (was, now): (f64, f64), published: Date, place: &str) -> Note {
    let share =
        if was.abs() > 0.0 { format!(" ({:+.1}%)", 100.0 * (now / was - 1.0)) } else { String::new() };
    let day = published.to_string();
    Note {
        en: format!(
            "{year} was revised from {} (published {day}, {place}) to {}{share}: the later figure is taken",
            amount(was),
            amount(now)
        ),
        da: format!(
            "{year} blev revideret fra {} (offentliggjort {day}, {place}) til {}{}: det senere tal er taget",
            da(&amount(was)).replace(" bn", " mia."),
            da(&amount(now)).replace(" bn", " mia."),
            da(&share).replace('%', " %")
        ),
    }
}

/// The drift in logarithms, and what so few points can and cannot say.
pub(super) fn drift(past: &Past, model: &AccountsModel, how: &SeriesForecast, cells: usize) -> Note {
    let (n, changes) = (past.seen.len(), model.differences);
    let (first, last, damping) = (past.seen.start, past.seen.end(), model.damping);
    let rate = format!("{:.1}", 100.0 * libm::expm1(model.drift));
    let spread = format!("{:.1}", 100.0 * model.spread);
    let factor = format!("{:.2}", t_quantile(0.975, model.freedom));
    let freedom = format!("{:.0}", model.freedom);
    let (round_en, round_da) = rounding(past, how);
    let (more_en, more_da) = match cells {
        1 => (String::new(), String::new()),
        _ => (
            format!(" Likewise the other {} series; they share a part of each year's shock.", cells - 1),
            format!(" Ligeså de andre {} serier; de deler en del af hvert års stød.", cells - 1),
        ),
    };
    let (prior_en, prior_da) = match &how.prior {
        Some(p) => (
            format!(" A prior is declared: {}.", p.source),
            format!(" En forhåndsviden er erklæret: {}.", p.source),
        ),
        None => (String::new(), String::new()),
    };
    let name = past.name();
    Note {
        en: format!(
            "{name}: drift in logarithms from the {n} years {first}–{last}. {changes} yearly changes give a mean of {rate}% a year \
             with a spread of {spread}%, on {freedom} degrees of freedom: a 95% interval is {factor} spreads wide on either \
             side, not 1.96. They can't tell a lasting trend from a good run, nor damping from none (here {damping}), and they \
             give no chance to two digits.{round_en}{prior_en}{more_en}"
        ),
        da: format!(
            "{name}: drift i logaritmer ud fra de {n} år {first}–{last}. {changes} årlige ændringer giver et gennemsnit på {} pct. om \
             året med en spredning på {} pct. og {freedom} frihedsgrader: et 95 %-interval er {} spredninger bredt til hver \
             side, ikke 1,96. De kan ikke skelne en varig tendens fra et held, ej heller dæmpning fra ingen (her {}), og de \
             giver ingen chance med to cifre.{round_da}{prior_da}{more_da}",
            da(&rate),
            da(&spread),
            da(&factor),
            da(&damping.to_string())
        ),
    }
}

/// What rounding adds: how far one yearly change may be off, and whether the history is drawn.
fn rounding(past: &Past, how: &SeriesForecast) -> (String, String) {
    let half = past.halves.as_ref().and_then(|h| h.iter().copied().reduce(f64::max)).unwrap_or(0.0);
    let level = past.raw.values.last().copied().unwrap_or(0.0);
    if !(half > 0.0 && level > 0.0) {
        return (String::new(), String::new());
    }
    let off = format!("{:.1}", 200.0 * half / level);
    let (en, danish) = if how.drawn {
        (
            "the history is drawn from all that rounds to it",
            "historien er trukket blandt alt, der afrunder til dem",
        )
    } else {
        ("the history is taken as published", "historien er taget, som den er offentliggjort")
    };
    (
        format!(" The figures are rounded, so that one change may be off by {off} percentage points; {en}."),
        format!(
            " Tallene er afrundede, så én ændring kan være {} procentpoint ved siden af; {danish}.",
            da(&off)
        ),
    )
}

/// A decision, and the rule that stands in.
pub(super) fn decision(name: &str, follows: &str, made: &GapSimulation) -> Note {
    let (en, da) = match made.rule {
        BudgetRule::Mixture => (
            "half of the draws by habit (the usual ratio of the same year), half by lag (two years before)",
            "halvdelen af trækningerne efter vane (det sædvanlige forhold i samme år), halvdelen efter efterslæb (to år før)",
        ),
        BudgetRule::Habit => {
            ("by habit (the usual ratio of the same year)", "efter vane (det sædvanlige forhold i samme år)")
        }
        BudgetRule::Lag => ("by lag (two years before)", "efter efterslæb (to år før)"),
    };
    let more: String = made.notes.iter().map(|n| format!(" {}.", n.en)).collect();
    let more_da: String = made.notes.iter().map(|n| format!(" {}.", n.da)).collect();
    Note {
        en: format!(
            "{name}: a decision, so it is not drawn where it is decided or proposed; else it follows {follows}, {en}.{more}"
        ),
        da: format!(
            "{name}: en beslutning, så den trækkes ikke, hvor den er vedtaget eller foreslået; ellers følger den {follows}, \
             {da}.{more_da}"
        ),
    }
}

/// A panel: why this method, how often its intervals held, what its years have in common.
pub(super) fn panel(name: &str, how: &SeriesForecast, made: &PanelLaws, share: f64) -> Note {
    let (growth, common) = (format!("{:.2}", made.growth), format!("{share:.2}"));
    let asked = how.method.text();
    let count = made.laws.iter().filter(|law| law.is_ok()).count();
    let (reason_en, reason_da) = (&made.reason.en, &made.reason.da);
    let held = made.backtest.as_ref().map(|b| b.calibration());
    let (held_en, held_da) = held.map_or_else(Default::default, |w| {
        (format!(" {}.", w.en.replacen("its", "Its", 1)), format!(" {}.", w.da))
    });
    Note {
        en: format!(
            "{name}: {count} series, method `{asked}`: {reason_en}. Growth of the panel {growth} of a mean change a year; share of a \
             year's shock in common {common}.{held_en}"
        ),
        da: format!(
            "{name}: {count} serier, metode `{asked}`: {reason_da}. Panelets vækst {} af en middelændring om året; fælles del af et års \
             stød {}.{held_da}",
            da(&growth),
            da(&common)
        ),
    }
}

/// Series that could not be forecast, and why.
pub(super) fn left_out(left: &[(&str, &ForecastError)]) -> Option<Note> {
    if left.is_empty() {
        return None;
    }
    let named = |say: fn(&ForecastError) -> String| {
        let all: Vec<String> =
            left.iter().take(NAMED).map(|(name, e)| format!("{name} ({})", say(e))).collect();
        all.join("; ")
    };
    let (list, liste) = (named(ToString::to_string), named(ForecastError::danish));
    let more = left.len().saturating_sub(NAMED);
    let (en, danish) =
        if more > 0 { (format!(" and {more} more"), format!(" og {more} til")) } else { Default::default() };
    Some(Note { en: format!("not forecast: {list}{en}"), da: format!("ikke fremskrevet: {liste}{danish}") })
}

/// What was moved by hand.
pub(super) fn by_hand(outlook: &Outlook) -> Note {
    let Outlook { text, origin, .. } = outlook;
    let (en, danish) = match outlook.part {
        OutlookPart::Growth => ("its median grows by so much a year", "dens median vokser så meget om året"),
        OutlookPart::Level => {
            ("every year to come is moved by so much", "hvert kommende år er flyttet så meget")
        }
        OutlookPart::Path => ("the median of the year is given", "årets median er givet"),
    };
    Note {
        en: format!(
            "by hand, not by the model: {text} ({origin}): {en}; the spread around it stays, as a share"
        ),
        da: format!(
            "i hånden, ikke af modellen: {text} ({origin}): {danish}; spredningen omkring den bliver, som andel"
        ),
    }
}
