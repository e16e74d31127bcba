//! What was tried on the command line, kept: an overlay that says the same.
//!
//! In: a scenario and the flags that it was run with. Out: the text of an overlay over it, with its levers, readings, day of
//! knowledge, seed and draws. Not here: whether a run of it gives the same, which the caller looks at, and writing it.

use crate::cli::Shared;
use crate::pipeline::Loaded;
use crate::world;
use ramme_diag::{FileId, Limits, SourceMap, Span, Text};
use ramme_eval::bind::parts_of_set;
use ramme_eval::scenario::{Lever, Part, Placed};
use ramme_value::Lang;
use std::path::{Component, Path, PathBuf};

/// Who answers for what is kept.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Why.
    pub reason: Option<String>,
    /// Who says so.
    pub author: Option<String>,
}

/// True where the flags say something that an overlay can keep and a second scenario can differ in.
pub fn says_something(flags: &Shared) -> bool {
    !flags.sets.is_empty() || !flags.readings.is_empty()
}

/// The flags without what an overlay says in their place.
pub fn without(flags: &Shared) -> Shared {
    Shared { sets: Vec::new(), readings: Vec::new(), ..flags.clone() }
}

/// The text of an overlay over a scenario that says what the flags say. `extends` is the scenario seen from the overlay.
///
/// # Errors
/// A `--set` that cannot be taken apart.
pub fn text(extends: &str, base: &Loaded, flags: &Shared, kept: &Kept) -> Result<String, Text> {
    let lang = flags.speech.lang;
    let mut levers: Vec<(String, String)> = Vec::new();
    for set in &flags.sets {
        let (name, value) = parts_of_set(set).ok_or_else(|| {
            Text::both(
                format!("`{set}` does not say what to set, so it cannot be kept"),
                format!("`{set}` siger ikke, hvad der skal s\u{e6}ttes, s\u{e5} det kan ikke gemmes"),
            )
        })?;
        // The last of one name holds.
        levers.retain(|(held, _)| key(held) != key(&name));
        levers.push((name, value));
    }
    let title = |lang: Lang| lang.pick("What was tried out with", "Hvad der blev pr\u{f8}vet med");
    let command = "`ramme compare`";
    let over = lang.pick("Whatever is not said here is as in", "Alt, hvad der ikke st\u{e5}r her, er som i");
    let mut out = format!("# {} {command}. {over} {extends}.\n\n", title(lang));
    out.push_str(&format!("format   = 1\nextends  = {}\n", quoted(extends)));
    if let Some(day) = flags.known_on {
        out.push_str(&format!("known_on = {day}\n"));
    }
    if let Some(seed) = flags.seed {
        out.push_str(&format!("seed     = {seed}\n"));
    }
    if let Some(draws) = flags.draws {
        out.push_str(&format!("draws    = {draws}\n"));
    }
    readings(&mut out, flags);
    for (name, value) in &levers {
        lever(&mut out, (name, value), base, kept, lang);
    }
    Ok(out)
}

fn readings(out: &mut String, flags: &Shared) {
    let mut taken: Vec<(&str, &str)> = Vec::new();
    for (group, name) in flags.readings.iter().filter_map(|flag| flag.split_once('=')) {
        taken.retain(|(held, _)| *held != group.trim());
        taken.push((group.trim(), name.trim()));
    }
    if !taken.is_empty() {
        out.push_str("\n[readings]\n");
    }
    for (group, name) in taken {
        out.push_str(&format!("{} = {}\n", quoted(group), quoted(name)));
    }
}

/// Its name and keys without blanks and quotes, as overlays know a lever again.
fn key(name: &str) -> String {
    let span = Span::at(FileId(0), 0..0);
    let placed = |value: &str| Placed { value: value.to_owned(), span };
    let lever = Lever {
        name: placed(name),
        value: placed(""),
        range: None,
        step: None,
        reason: String::new(),
        author: String::new(),
        script: None,
    };
    lever.key()
}

fn lever(out: &mut String, (name, value): (&str, &str), base: &Loaded, kept: &Kept, lang: Lang) {
    let to_fill = lang.pick("to be filled in", "skal udfyldes");
    out.push_str(&format!("\n[[lever]]\nname   = {}\nvalue  = {}\n", quoted(name), quoted(value)));
    // What is thinkable does not change because something was tried out.
    let below = base.scenario.levers.iter().rev().find(|held| held.key() == key(name));
    if let Some((low, high)) = below.and_then(|held| held.range.as_ref()) {
        out.push_str(&format!("range  = {}\n", quoted(&format!("{} .. {}", low.text(), high.text()))));
    }
    if let Some(step) = below.and_then(|held| held.step.as_ref()) {
        out.push_str(&format!("step   = {}\n", quoted(step.text())));
    }
    out.push_str(&format!("reason = {}\n", quoted(kept.reason.as_deref().unwrap_or(to_fill))));
    out.push_str(&format!("author = {}\n", quoted(kept.author.as_deref().unwrap_or(to_fill))));
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A scenario with an overlay laid over it that is a text yet and no file.
///
/// # Errors
/// What is wrong with the text.
pub fn over(
    base: &Loaded,
    text: &str,
    name: &str,
) -> Result<Loaded, (Vec<ramme_diag::Diagnostic>, SourceMap)> {
    let mut with = base.clone();
    let id = with.trees.sources.add(name, text.to_owned());
    let laid =
        Part::read(id, name, text, &Limits::default()).and_then(|part| part.over(with.scenario.clone()));
    match laid {
        Ok(scenario) => {
            with.scenario = scenario;
            Ok(with)
        }
        Err(problems) => Err((problems, with.trees.sources)),
    }
}

/// A scenario as it is seen from the folder of another file.
pub fn seen_from(base: &Path, at: &Path) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let clean = |path: PathBuf| PathBuf::from(world::shown(&path));
    let (base, at) = (clean(whole(base)), clean(whole(at)));
    let folder = at.parent().map(Path::to_path_buf).unwrap_or_default();
    let common = base.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return world::shown(&base);
    }
    let up = folder.components().skip(common).filter(|part| matches!(part, Component::Normal(_))).count();
    let mut parts: Vec<String> = vec!["..".to_owned(); up];
    parts.extend(base.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned()));
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_seen_from_where_the_overlay_lies() {
        let table = [
            ("a.toml", "o.toml", "a.toml"),
            ("scenarios/a.toml", "o.toml", "scenarios/a.toml"),
            ("scenarios/a.toml", "scenarios/o.toml", "a.toml"),
            ("a.toml", "kept/deep/o.toml", "../../a.toml"),
            ("x/a.toml", "y/o.toml", "../x/a.toml"),
            ("./x/../a.toml", "y/../o.toml", "a.toml"),
        ];
        for (base, at, seen) in table {
            assert_eq!(seen_from(Path::new(base), Path::new(at)), seen, "{base} from {at}");
        }
    }

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("budget[\"i alt\", 2024]"), "\"budget[\\\"i alt\\\", 2024]\"");
        assert_eq!(quoted("a\\b\nc\u{7}"), "\"a\\\\b\\nc\\u0007\"");
        assert_eq!(key("budget[ \"i alt\",2024 ]"), key("budget[i alt, 2024]"));
    }
}
