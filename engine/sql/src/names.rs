//! Names of relations and columns: each once, whatever a database makes of capitals and length.
//!
//! In: names as rules have them. Out: names that no two things share, quoted. Not here: what they name.

use std::collections::BTreeSet;

/// The names that have been given.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// Names of which these are taken.
    pub(crate) fn without(taken: &[&str]) -> Names {
        Names { taken: taken.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// The name, or one like it that is free: databases do not tell `Sum` from `sum`, and cut what is too long.
    pub(crate) fn free(&mut self, wanted: &str, longest: usize) -> String {
        let plain: String = wanted.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut number = 1_u32;
        loop {
            let end = if number == 1 { String::new() } else { format!(" ({number})") };
            let name = format!("{}{end}", cut(&plain, longest.saturating_sub(end.len())));
            if !name.is_empty() && self.taken.insert(name.to_lowercase()) {
                return name;
            }
            number = number.saturating_add(1);
        }
    }
}

/// As much of a text as fits so many bytes.
fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_names_are_one_to_a_database() {
        let mut names = Names::default();
        let given: Vec<String> =
            ["sum", "Sum", "Æble", "æble", "sum"].iter().map(|n| names.free(n, 63)).collect();
        assert_eq!(given, ["sum", "Sum (2)", "Æble", "æble (2)", "sum (3)"]);
        let long = "ø".repeat(40);
        let (one, other) = (names.free(&long, 63), names.free(&long, 63));
        assert!(one.len() <= 63 && other.len() <= 63 && one != other, "{one} {other}");
    }
}
