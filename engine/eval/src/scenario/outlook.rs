//! What a scenario says about what has not happened: forecasts, levers, chances.
//!
//! In: their sections. Out: checked values. Not here: whether the inputs exist, and how a forecast is made.

use ramme_diag::Diagnostic;
use ramme_value::Decimal;

use super::walk::{Section, Walk};
use super::{
    Bridge, Chances, DecisionRule, DeclaredEvent, EventKind, Forecast, ForecastKind, Lever, Placed, Prior,
    PublishedCheck, Scenario, SeriesForecast, methods, say,
};

/// `[forecast.NAME]`, each.
pub(super) fn forecasts(walk: &mut Walk, root: &mut Section<'_>) -> Vec<Forecast> {
    let section = root.get("forecast").and_then(|item| walk.section(item, "forecast"));
    let entries = section.map(|section| section.others(walk)).unwrap_or_default();
    let mut out = Vec::new();
    for (input, item) in entries {
        let Some(mut section) = walk.section(item, &input.value) else { continue };
        section.span = input.span;
        let kind = match section.get("rule") {
            Some(_) => decision(walk, &mut section),
            None => series(walk, &mut section),
        };
        walk.no_others(&section);
        out.extend(kind.map(|kind| Forecast { input, kind }));
    }
    out
}

fn decision(walk: &mut Walk, section: &mut Section<'_>) -> Option<ForecastKind> {
    let rule = section.get("rule").and_then(|item| walk.text(item, "rule"));
    let follows = walk.needed(section, "follows").and_then(|item| walk.text(item, "follows"));
    let deviation = section.get("deviation").and_then(|item| walk.text(item, "deviation"));
    let rule = rule?;
    let known =
        [("mixture", DecisionRule::Mixture), ("habit", DecisionRule::Habit), ("lag", DecisionRule::Lag)];
    match known.iter().find(|(name, _)| *name == rule.value) {
        Some((_, rule)) => Some(ForecastKind::Decision { rule: *rule, follows: follows?, deviation }),
        None => {
            walk.say(say::not_one_of(&rule, "rule", &known.map(|(name, _)| name)));
            None
        }
    }
}

fn series(walk: &mut Walk, section: &mut Section<'_>) -> Option<ForecastKind> {
    let method = walk.needed(section, "method").and_then(|item| walk.text(item, "method"));
    let damping = number(walk, section, "damping", |x| x > 0.0 && x <= 1.0);
    let growth = number(walk, section, "growth", |x| (-1.0..=1.0).contains(&x));
    let by_size = section.get("prior").is_some_and(|item| item.get_ref().as_str() == Some("size"));
    let prior = if by_size { None } else { prior(walk, section) };
    let common_year = number(walk, section, "common_year", |x| (0.0..=1.0).contains(&x));
    let drawn = drawn(walk, section);
    let events = events(walk, section);
    let independent_drift =
        section.get("independent_drift").and_then(|item| walk.text(item, "independent_drift"));
    let method = method?;
    if !methods().contains(&method.value.as_str()) {
        walk.say(say::not_one_of(&method, "method", &methods()));
        return None;
    }
    let made = SeriesForecast {
        method,
        damping: damping.map(|x| x.value),
        prior,
        by_size,
        common_year: common_year.map(|x| x.value),
        growth: growth.as_ref().map(|x| x.value),
        drawn,
        events,
        independent_drift: independent_drift.map(|text| text.value),
    };
    if made.needs_drift() && !made.is_drift() && made.method.text() != "auto" {
        walk.say(say::for_drift_alone(&made.method));
    }
    if let Some(growth) = growth.filter(|_| made.is_drift() || made.needs_drift()) {
        walk.say(say::for_panels_alone(growth.span));
    }
    Some(ForecastKind::Series(Box::new(made)))
}

/// A number inside its bounds.
fn number(
    walk: &mut Walk,
    section: &mut Section<'_>,
    key: &'static str,
    fits: impl Fn(f64) -> bool,
) -> Option<Placed<f64>> {
    let item = section.get(key)?;
    let value = walk.float(item, key)?;
    if fits(value) {
        return Some(walk.placed(value, item.span()));
    }
    walk.say(say::out_of_bounds(walk.span(item.span()), key));
    None
}

/// `history = "as published"` or `"drawn"`.
fn drawn(walk: &mut Walk, section: &mut Section<'_>) -> bool {
    let Some(text) = section.get("history").and_then(|item| walk.text(item, "history")) else { return false };
    if !matches!(text.text(), "as published" | "drawn") {
        walk.say(say::not_one_of(&text, "history", &["as published", "drawn"]));
    }
    text.text() == "drawn"
}

/// `[[forecast.NAME.event]]`, each.
fn events(walk: &mut Walk, section: &mut Section<'_>) -> Vec<DeclaredEvent> {
    let items = section.get("event").and_then(|item| walk.list(item, "event")).unwrap_or_default();
    let sections: Vec<_> = items.into_iter().filter_map(|item| walk.section(item, "event")).collect();
    sections.into_iter().filter_map(|mut section| event(walk, &mut section)).collect()
}

fn event(walk: &mut Walk, section: &mut Section<'_>) -> Option<DeclaredEvent> {
    let year = walk.needed(section, "year").and_then(|item| walk.whole(item, "year"));
    let kind = walk.needed(section, "kind").and_then(|item| walk.text(item, "kind"));
    let reason = walk.needed(section, "reason").and_then(|item| walk.text(item, "reason"));
    let kind = match kind.as_ref().map(|kind| kind.text()) {
        Some("one-off") => Some(EventKind::OneOff),
        Some("break") => bridge(walk, section).map(EventKind::Break),
        Some("revision") => {
            let was = walk.needed(section, "was").and_then(|item| walk.float(item, "was"));
            was.map(EventKind::Revision)
        }
        Some(_) => {
            kind.iter()
                .for_each(|kind| walk.say(say::not_one_of(kind, "kind", &["one-off", "break", "revision"])));
            None
        }
        None => None,
    };
    walk.no_others(section);
    let year = year?;
    let placed = i32::try_from(year.value).ok().map(|value| Placed { value, span: year.span });
    if placed.is_none() {
        walk.say(say::out_of_bounds(year.span, "year"));
    }
    Some(DeclaredEvent { year: placed?, kind: kind?, reason: reason?.value })
}

/// `"typical"`, `"cut"`, or the year's new figure over its old one.
fn bridge(walk: &mut Walk, section: &mut Section<'_>) -> Option<Bridge> {
    let item = walk.needed(section, "bridge")?;
    if item.get_ref().as_str().is_none() {
        let factor = walk.float(item, "bridge")?;
        if factor > 0.0 {
            return Some(Bridge::Factor(factor));
        }
        walk.say(say::out_of_bounds(walk.span(item.span()), "bridge"));
        return None;
    }
    let text = walk.text(item, "bridge")?;
    match text.text() {
        "typical" => Some(Bridge::Typical),
        "cut" => Some(Bridge::Cut),
        _ => {
            walk.say(say::not_one_of(&text, "bridge", &["typical", "cut"]));
            None
        }
    }
}

fn prior(walk: &mut Walk, section: &mut Section<'_>) -> Option<Prior> {
    let item = section.get("prior")?;
    let mut section = walk.section(item, "prior")?;
    let positive = |walk: &mut Walk, section: &mut Section<'_>, key| {
        let item = walk.needed(section, key)?;
        let number = walk.float(item, key)?;
        if number >= 0.0 {
            return Some(number);
        }
        walk.say(say::negative(walk.span(item.span()), key));
        None
    };
    let freedom = positive(walk, &mut section, "freedom");
    let variance = positive(walk, &mut section, "variance");
    let source = walk.needed(&mut section, "source").and_then(|item| walk.text(item, "source"));
    walk.no_others(&section);
    Some(Prior { freedom: freedom?, variance: variance?, source: source?.value })
}

/// A budget is a decision: drawn as a series of its own beside the accounts it is made from, the two part for ever. So
/// whatever the chances take shares of, and whatever is called a budget, has to follow something, or the scenario says
/// why not.
pub(super) fn decisions_drawn(scenario: &Scenario) -> Vec<Diagnostic> {
    let whole = scenario.chances.as_ref().and_then(|chances| chances.share_of.as_ref()).map(Placed::text);
    let mut out = Vec::new();
    for forecast in &scenario.forecasts {
        let name = forecast.input.value.as_str();
        let decided = whole == Some(name) || name.split('_').any(|word| word == "budget");
        let alone = matches!(&forecast.kind, ForecastKind::Series(s) if s.independent_drift.is_none());
        if decided && alone {
            out.push(say::decision_drawn(&forecast.input));
        }
    }
    out
}

/// `[[lever]]`, each.
pub(super) fn levers(walk: &mut Walk, root: &mut Section<'_>) -> Vec<Lever> {
    let items = root.get("lever").and_then(|item| walk.list(item, "lever")).unwrap_or_default();
    let sections: Vec<_> = items.into_iter().filter_map(|item| walk.section(item, "lever")).collect();
    sections.into_iter().filter_map(|mut section| lever(walk, &mut section)).collect()
}

fn lever(walk: &mut Walk, section: &mut Section<'_>) -> Option<Lever> {
    let mut text = |key| walk.needed(section, key).and_then(|item| walk.text(item, key));
    let (name, value) = (text("name"), text("value"));
    let (reason, author) = (text("reason"), text("author"));
    let range = section.get("range").and_then(|item| walk.text(item, "range"));
    let range = range.and_then(|range| span_of_values(walk, &range));
    let step = section.get("step").and_then(|item| walk.text(item, "step"));
    if let (Some(step), None) = (&step, section.get("range")) {
        walk.say(say::missing_key(step.span, "range"));
    }
    walk.no_others(section);
    Some(Lever {
        name: name?,
        value: value?,
        range,
        step,
        reason: reason?.value,
        author: author?.value,
        script: None,
    })
}

/// `2 % .. 5 %`
fn span_of_values(walk: &mut Walk, range: &Placed<String>) -> Option<(Placed<String>, Placed<String>)> {
    let side = |text: &str| Placed { value: text.trim().to_owned(), span: range.span };
    match range.value.split_once("..") {
        Some((low, high)) if !low.trim().is_empty() && !high.trim().is_empty() => {
            Some((side(low), side(high)))
        }
        _ => {
            walk.say(say::not_a_range(range));
            None
        }
    }
}

/// `[[check]]`, each.
pub(super) fn checks(walk: &mut Walk, root: &mut Section<'_>) -> Vec<PublishedCheck> {
    let items = root.get("check").and_then(|item| walk.list(item, "check")).unwrap_or_default();
    let sections: Vec<_> = items.into_iter().filter_map(|item| walk.section(item, "check")).collect();
    let mut out = Vec::new();
    for mut section in sections {
        let mut text = |key| walk.needed(&mut section, key).and_then(|item| walk.text(item, key));
        let (value, published) = (text("value"), text("published"));
        walk.no_others(&section);
        out.extend(value.zip(published).map(|(value, published)| PublishedCheck { value, published }));
    }
    out
}

/// `[chances]`
pub(super) fn chances(walk: &mut Walk, root: &mut Section<'_>) -> Option<Chances> {
    let item = root.get("chances")?;
    let mut section = walk.section(item, "chances")?;
    let of = walk.needed(&mut section, "of").and_then(|item| walk.text(item, "of"));
    let share_of = section.get("share_of").and_then(|item| walk.text(item, "share_of"));
    let above = section.get("above").map(|item| walk.shares(item, "above"));
    let holds = section.get("holds").and_then(|item| walk.text(item, "holds"));
    let holds_with = section.get("holds_with").map(|item| walk.shares(item, "holds_with"));
    if let (Some(above), None) = (&above, &share_of)
        && let Some(one) = above.iter().find(|share| !share.value.is_zero())
    {
        walk.say(say::share_of_what(one.span));
    }
    for outside in holds_with.iter().flatten().filter(|p| !is_chance(p.value)) {
        walk.say(say::not_a_chance(outside.span));
    }
    walk.no_others(&section);
    let plain = |shares: Vec<Placed<Decimal>>| shares.into_iter().map(|share| share.value).collect();
    Some(Chances {
        of: of?,
        share_of,
        above: above.map_or_else(|| [0, 1, 2].map(|n| Decimal::new(n, 2)).to_vec(), plain),
        holds,
        holds_with: holds_with.map_or_else(|| [50, 80, 90].map(|n| Decimal::new(n, 2)).to_vec(), plain),
    })
}

fn is_chance(share: Decimal) -> bool {
    share > Decimal::zero(0) && share < Decimal::whole(1)
}
