//! Letters: one for each subject of which something was found, and the list of them all.
//!
//! In: a judgement, the findings that count, templates. Out: files with safe names. Not here: writing them.

use crate::Made;
use crate::context::{self, Matter, is_period, who};
use crate::press::Press;
use crate::shelf::{Kind, Shelf};
use minijinja::value::Value;
use ramme_diag::Diagnostic;
use ramme_eval::result::{Verdict, VerdictKind};
use ramme_value::Lang;
use std::collections::BTreeSet;

/// A text for a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The file's name.
    pub file: String,
    /// The text.
    pub text: String,
}

/// The name of the committee's list.
#[must_use]
pub fn list_file(lang: Lang) -> &'static str {
    lang.pick("committee.md", "udvalget.md")
}

/// The verdicts about one subject, whatever the year.
struct Addressed<'a> {
    /// Axis and key.
    subject: Vec<&'a (String, String)>,
    file: String,
    /// Each with the same in words.
    verdicts: Vec<(&'a Verdict, &'a Verdict)>,
}

/// A letter for each subject of which something was found, and the committee's list at the end; `counts` says which
/// verdicts are findings. The text of what is made stands in the letters, its warnings beside them.
///
/// # Errors
/// What is wrong with a template.
pub fn letters(
    shelf: &Shelf,
    matter: &Matter,
    lang: Lang,
    counts: impl Fn(&Verdict) -> bool,
) -> Result<(Vec<Letter>, Made), Box<Diagnostic>> {
    let mut press = Press::new(shelf, matter, lang);
    let (all, said) = (&matter.result.judgement.results, &matter.spoken.judgement.results);
    let found: Vec<(&Verdict, &Verdict)> = all.iter().zip(said).filter(|(v, _)| counts(v)).collect();
    let addressed = addressed(&found, lang);
    let base = context::of(matter, lang);
    let mut made = Vec::new();
    for one in &addressed {
        let context = with(&base, subject(one, lang));
        let text = press.print(Kind::Letter.file(lang), context)?;
        made.push(Letter { file: one.file.clone(), text });
    }
    let list: Vec<Value> = addressed.iter().map(|one| Value::from_pairs(subject(one, lang))).collect();
    let context = with(&base, vec![("letters", Value::from(list))]);
    let list = press.print(Kind::Committee.file(lang), context)?;
    let warnings = press.warnings(matter, lang);
    Ok((made, Made { text: list, warnings }))
}

/// A context with more in it.
fn with(base: &Value, more: Vec<(&'static str, Value)>) -> Value {
    minijinja::value::merge_maps([base.clone(), Value::from_pairs(more)])
}

/// What the letter to a subject sees besides what every template sees.
fn subject(one: &Addressed<'_>, lang: Lang) -> Vec<(&'static str, Value)> {
    let rows = |kind: VerdictKind| -> Value {
        let of = one.verdicts.iter().filter(|(v, _)| v.outcome == kind);
        Value::from(of.map(|(v, said)| context::verdict(v, said, lang)).collect::<Vec<_>>())
    };
    let name = one.verdicts.first().map(|(_, said)| who(said, lang)).unwrap_or_default();
    vec![
        ("who", Value::from(name)),
        ("subject", Value::from_pairs(one.subject.iter().map(|(axis, key)| (axis.clone(), key.clone())))),
        ("file", Value::from(one.file.clone())),
        ("breaches", rows(VerdictKind::Breach)),
        ("open", rows(VerdictKind::Undetermined)),
    ]
}

/// The findings by subject, in the order in which they were found.
fn addressed<'a>(found: &[(&'a Verdict, &'a Verdict)], lang: Lang) -> Vec<Addressed<'a>> {
    let mut all: Vec<Addressed<'a>> = Vec::new();
    let mut places: std::collections::BTreeMap<Vec<&(String, String)>, usize> =
        std::collections::BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::from([list_file(lang).to_owned()]);
    for (verdict, said) in found {
        let subject: Vec<&(String, String)> =
            verdict.subject.iter().filter(|(axis, _)| !is_period(axis)).collect();
        if let Some(one) = places.get(&subject).and_then(|at| all.get_mut(*at)) {
            one.verdicts.push((verdict, said));
            continue;
        }
        let file = free(&file_name(&subject, lang), &mut taken);
        places.insert(subject.clone(), all.len());
        all.push(Addressed { subject, file, verdicts: vec![(verdict, said)] });
    }
    all
}

/// The longest name of a file without its ending, in bytes: every file system takes twice as many.
const LONGEST: usize = 100;

/// A name that every file system takes: letters, digits and `-`, begun by the subject's kind, so that no name of a device
/// and no step to another folder can come of it.
fn file_name(subject: &[&(String, String)], lang: Lang) -> String {
    let mut out = String::new();
    let words = subject.iter().flat_map(|(axis, key)| [axis.as_str(), key.as_str()]);
    for word in words {
        if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        for c in word.chars() {
            let c = if c.is_alphanumeric() || c == '_' { c } else { '-' };
            if c == '-' && out.ends_with('-') {
                continue;
            }
            if out.len().saturating_add(c.len_utf8()) > LONGEST {
                break;
            }
            out.push(c);
        }
    }
    let out = out.trim_matches('-');
    if out.is_empty() { lang.pick("whole", "helheden").to_owned() } else { out.to_owned() }
}

/// The name with a number behind it where it is taken; small and capital letters are one to some file systems.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut at = 1_usize;
    loop {
        let tried = if at == 1 { format!("{name}.md") } else { format!("{name}-{at}.md") };
        if taken.insert(tried.to_lowercase()) {
            return tried;
        }
        at = at.saturating_add(1);
    }
}
