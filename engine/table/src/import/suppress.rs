//! Small cells held back, so that nobody is recognised, and what can still be said of sums over them.
//!
//! In: counts in rows of one total each, and a rule. Out: which are held back, themselves or so that another cannot be
//! found from the total; sums as ranges. Not here: which figures are counts of people. Of a total that is shown and one
//! part that is not, the part is what is left; that is why a second one is held back as well.

use ramme_value::Decimal;

/// Which counts are held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The smallest count that is held back; 0 is shown unless this is 0.
    pub from: u64,
    /// The largest.
    pub to: u64,
    /// Whether a further cell is held back where a lone one could be found from the total.
    pub complementary: bool,
}

impl Default for Rule {
    /// 1 to 5, with a further cell where one alone could be found. The reports have lost the sign before the 5 of their
    /// rule; this is the careful reading.
    fn default() -> Rule {
        Rule { from: 1, to: 5, complementary: true }
    }
}

impl Rule {
    /// Fewer than five: the other reading.
    pub const FEWER_THAN_FIVE: Rule = Rule { from: 1, to: 4, complementary: true };
}

/// A count after the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It is shown.
    Count(u64),
    /// It is held back because it is small.
    Small,
    /// It is held back so that a small one cannot be found.
    Complement,
    /// It was not known to begin with.
    Missing,
}

impl Shown {
    /// True where nothing is shown though it is known.
    #[must_use]
    pub const fn is_suppressed(self) -> bool {
        matches!(self, Shown::Small | Shown::Complement)
    }
}

/// A sum of which not every part is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumRange {
    /// The least it can be.
    pub low: u64,
    /// The most it can be; none where a part has no upper end.
    pub high: Option<u64>,
    /// How many parts are shown, of how many.
    pub shown: usize,
    /// How many there are.
    pub of: usize,
}

impl Rule {
    /// Whether a count is small.
    #[must_use]
    pub fn is_small(self, count: u64) -> bool {
        (self.from..=self.to).contains(&count)
    }

    /// Holds back the parts of one total. With `complementary`, a lone small part takes the smallest shown one with it.
    #[must_use]
    pub fn apply(self, parts: &[Option<u64>]) -> Vec<Shown> {
        let line: Vec<usize> = (0..parts.len()).collect();
        self.apply_along(parts, &[line])
    }

    /// Holds back cells that stand in several totals each: `lines` are the cells of one total, by position. A cell that is
    /// hidden for the sake of one line may be alone in another, so this goes on until no line gives a cell away.
    #[must_use]
    pub fn apply_along(self, parts: &[Option<u64>], lines: &[Vec<usize>]) -> Vec<Shown> {
        let mut out: Vec<Shown> = parts
            .iter()
            .map(|part| match part {
                None => Shown::Missing,
                Some(n) if self.is_small(*n) => Shown::Small,
                Some(n) => Shown::Count(*n),
            })
            .collect();
        let mut changed = self.complementary;
        while changed {
            changed = false;
            for line in lines {
                if !self.gives_away(parts, &out, line) {
                    continue;
                }
                // Zero gives nothing away and hides nothing: the rest would still be the lone part.
                let count = |at: &usize| match out.get(*at) {
                    Some(Shown::Count(n)) if *n > 0 => Some((*n, *at)),
                    _ => None,
                };
                let least = line.iter().filter_map(count).min();
                if let Some(slot) = least.and_then(|(_, at)| out.get_mut(at)) {
                    *slot = Shown::Complement;
                    changed = true;
                }
            }
        }
        out
    }

    /// Whether the total of a line and its shown cells say what is held back: one cell alone, or small cells that are all
    /// as small or all as large as they can be.
    fn gives_away(self, parts: &[Option<u64>], shown: &[Shown], line: &[usize]) -> bool {
        let hidden = || line.iter().filter(|at| !matches!(shown.get(**at), Some(Shown::Count(_))));
        let are = |wanted: fn(&Shown) -> bool| hidden().all(|at| shown.get(*at).is_some_and(wanted));
        let count = hidden().count() as u64;
        if count < 2 {
            return count == 1 && are(|s| s.is_suppressed());
        }
        let sum: u64 = hidden().filter_map(|at| parts.get(*at).copied().flatten()).sum();
        are(|s| *s == Shown::Small)
            && (sum == count.saturating_mul(self.from) || sum == count.saturating_mul(self.to))
    }

    /// What the sum of parts can be. A small part lies in the range of the rule; a complement is above it.
    #[must_use]
    pub fn sum(self, parts: &[Shown]) -> SumRange {
        let mut range = SumRange { low: 0, high: Some(0), shown: 0, of: parts.len() };
        for part in parts {
            let (low, high) = match part {
                Shown::Count(n) => (*n, Some(*n)),
                Shown::Small => (self.from, Some(self.to)),
                Shown::Complement => (self.to.saturating_add(1), None),
                Shown::Missing => (0, None),
            };
            range.low = range.low.saturating_add(low);
            range.high = range.high.zip(high).and_then(|(a, b)| a.checked_add(b));
            if matches!(part, Shown::Count(_)) {
                range.shown = range.shown.saturating_add(1);
            }
        }
        range
    }
}

/// What a published figure can be before it was rounded: half a unit of its last decimal to either side. `decimals` may be
/// below zero: −3 is to the thousand. None where it does not fit.
#[must_use]
pub fn half_units(value: Decimal, decimals: i8) -> Option<(Decimal, Decimal)> {
    let half = if decimals >= 0 {
        Decimal::new(5, u8::try_from(decimals).ok()?.checked_add(1)?)
    } else {
        Decimal::whole(ramme_value::pow10(decimals.unsigned_abs())?.checked_div(2)?)
    };
    value.checked_sub(half).zip(value.checked_add(half))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_to_five_are_held_back_and_zero_and_six_are_not() {
        let rule = Rule { complementary: false, ..Rule::default() };
        let shown = rule.apply(&[Some(0), Some(1), Some(5), Some(6), None]);
        assert_eq!(shown, [Shown::Count(0), Shown::Small, Shown::Small, Shown::Count(6), Shown::Missing]);
        assert_eq!(Rule::FEWER_THAN_FIVE.apply(&[Some(5), Some(4), Some(3)])[0], Shown::Count(5));
    }

    #[test]
    fn a_lone_one_takes_the_smallest_other_with_it() {
        let rule = Rule::default();
        assert_eq!(
            rule.apply(&[Some(3), Some(40), Some(20), Some(0)]),
            [Shown::Small, Shown::Count(40), Shown::Complement, Shown::Count(0)]
        );
        assert_eq!(rule.apply(&[Some(3), Some(4), Some(20)]), [Shown::Small, Shown::Small, Shown::Count(20)]);
        assert_eq!(rule.apply(&[Some(3), None, Some(20)]), [Shown::Small, Shown::Missing, Shown::Count(20)]);
        assert_eq!(rule.apply(&[Some(3), Some(0)]), [Shown::Small, Shown::Count(0)]);
        assert_eq!(rule.apply(&[]), []);
    }

    #[test]
    fn no_line_gives_a_cell_away() {
        // Two rows of three, with totals across and down. The small one takes one of its row and one of its column with
        // it, and these take the cell where the two cross.
        let parts = [3, 40, 20, 30, 10, 50].map(Some);
        let lines = [vec![0, 1, 2], vec![3, 4, 5], vec![0, 3], vec![1, 4], vec![2, 5]];
        let shown = Rule::default().apply_along(&parts, &lines);
        let hidden: Vec<bool> = shown.iter().map(|s| s.is_suppressed()).collect();
        for line in &lines {
            assert_ne!(line.iter().filter(|at| hidden[**at]).count(), 1, "{shown:?}");
        }
        // Two ones beside a total of their own sum: both have to be 1.
        assert_eq!(
            Rule::default().apply(&[Some(1), Some(1), Some(9)]),
            [Shown::Small, Shown::Small, Shown::Complement]
        );
    }

    #[test]
    fn sums_are_ranges_with_how_many_are_shown() {
        let rule = Rule::default();
        let sum = rule.sum(&[Shown::Small, Shown::Small, Shown::Count(20)]);
        assert_eq!(sum, SumRange { low: 22, high: Some(30), shown: 1, of: 3 });
        let open = rule.sum(&rule.apply(&[Some(3), Some(40), Some(20)]));
        assert_eq!(open, SumRange { low: 47, high: None, shown: 1, of: 3 });
    }

    #[test]
    fn the_true_sum_always_lies_in_the_range() {
        let rule = Rule::default();
        for a in 0..9 {
            for b in 0..9 {
                for c in 0..9 {
                    let range = rule.sum(&rule.apply(&[Some(a), Some(b), Some(c)]));
                    let sum = a + b + c;
                    assert!(range.low <= sum && range.high.is_none_or(|high| sum <= high), "{a} {b} {c}");
                }
            }
        }
    }

    #[test]
    fn published_figures_with_their_half_units() {
        let of = |text: &str, decimals| half_units(Decimal::parse(text).unwrap(), decimals).unwrap();
        assert_eq!(of("16.6", 1), (Decimal::new(1655, 2), Decimal::new(1665, 2)));
        assert_eq!(of("319000", -3), (Decimal::whole(318_500), Decimal::whole(319_500)));
        assert_eq!(of("7", 0), (Decimal::new(65, 1), Decimal::new(75, 1)));
    }
}
