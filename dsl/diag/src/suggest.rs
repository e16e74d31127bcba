//! Suggestions: the name that was probably meant.
//!
//! In: a name that is not known, and those that are. Out: the closest, if it is close. Not here: what is in scope.

/// The longest name that is compared, in characters; identifiers end at 128 bytes.
const LONGEST: usize = 128;

/// The candidate that differs least from `name`, if it differs by no more than about a third of its letters.
///
/// Letter case does not count; `æ`, `ø`, `å` and `ae`, `oe`, `aa` are the same; two neighbours that changed places
/// are one difference. Among equals the first in the alphabet is taken; `name` itself never is.
///
/// ```
/// use ramme_diag::closest;
/// assert_eq!(closest("tarif", ["ceiling", "tariff"]), Some("tariff".to_owned()));
/// assert_eq!(closest("belaegning", ["belægning"]), Some("belægning".to_owned()));
/// assert_eq!(closest("gap", ["ceiling", "tariff"]), None);
/// ```
pub fn closest<I>(name: &str, candidates: I) -> Option<String>
where
    I: IntoIterator,
    I::Item: AsRef<str>,
{
    let wanted = folded(name);
    if wanted.len() > LONGEST {
        return None;
    }
    let most = if wanted.len() < 3 { 0 } else { (wanted.len() / 3).max(1) };
    let mut best: Option<(usize, String)> = None;
    for candidate in candidates {
        let candidate = candidate.as_ref();
        if candidate.is_ascii() && candidate.len().abs_diff(wanted.len()) > most {
            continue;
        }
        let letters = folded(candidate);
        if candidate == name || letters.len().abs_diff(wanted.len()) > most {
            continue;
        }
        let found = (distance(&wanted, &letters), candidate);
        let better = best.as_ref().is_none_or(|(least, held)| found < (*least, held.as_str()));
        if found.0 <= most && better {
            best = Some((found.0, candidate.to_owned()));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Small letters, with the Danish ones spelled out.
fn folded(name: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'æ' => out.extend(['a', 'e']),
            'ø' => out.extend(['o', 'e']),
            'å' => out.extend(['a', 'a']),
            other => out.push(other),
        }
    }
    out
}

/// Letters put in, left out, changed, or swapped with a neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i.saturating_add(1));
        for (j, &to) in b.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let changed = get(&last, j).saturating_add(usize::from(from != to));
            let left_out = get(&last, j.saturating_add(1)).saturating_add(1);
            let put_in = get(&row, j).saturating_add(1);
            let mut least = changed.min(left_out).min(put_in);
            let earlier =
                i.checked_sub(1).and_then(|i| a.get(i)).zip(j.checked_sub(1).and_then(|j| b.get(j)));
            if earlier == Some((&to, &from)) {
                least = least.min(get(&before, j.saturating_sub(1)).saturating_add(1));
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(a: &str, b: &str) -> usize {
        distance(&folded(a), &folded(b))
    }

    #[test]
    fn distances() {
        let table = [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("tariff", "tarif", 1),
            ("tairff", "tariff", 1),
            ("kitten", "sitting", 3),
            ("Takst", "takst", 0),
            ("døgn", "doegn", 0),
            ("år", "aar", 0),
            ("ab", "ba", 1),
        ];
        for (a, b, differ) in table {
            assert_eq!(between(a, b), differ, "{a} {b}");
            assert_eq!(between(b, a), differ, "{b} {a}");
        }
    }

    #[test]
    fn suggestions() {
        let names = ["cost_per_day", "tariff", "overhead", "pl", "Takst"];
        let table = [
            ("cost_pr_day", Some("cost_per_day")),
            ("tarrif", Some("tariff")),
            ("takst", Some("Takst")),
            ("overhaed", Some("overhead")),
            ("PL", Some("pl")),
            ("pk", None),
            ("pl", None),
            ("budget", None),
            ("", None),
        ];
        for (name, meant) in table {
            assert_eq!(closest(name, names).as_deref(), meant, "{name}");
        }
    }

    #[test]
    fn order_of_candidates_does_not_matter() {
        assert_eq!(closest("taxa", ["taxi", "taxe"]), closest("taxa", ["taxe", "taxi"]));
        assert_eq!(closest(&"x".repeat(500), ["y"]), None);
    }
}
