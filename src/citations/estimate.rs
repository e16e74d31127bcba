//! Where a passage that changed stands now, by those around it.
//!
//! In: cited lines of one document, and the lines in which they stand now. Out: the lines between the nearest of them,
//! where a passage should be. Not here: finding passages (`print`).

/// First and last lines that were cited, and in which the same words stand now.
pub type Known = ((u32, u32), (u32, u32));

/// What is known of a passage's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Estimate {
    /// Its own lines, or nothing speaks for others.
    Here,
    /// These lines, first and last.
    There(u32, u32),
    /// What stood before and after it meets now.
    Gone,
}

/// Where the lines `first..last` stand now.
pub fn estimate(first: u32, last: u32, known: &[Known]) -> Estimate {
    let shift = |was: u32, now: u32| i64::from(now).saturating_sub(i64::from(was));
    let before = known.iter().filter(|((_, end), _)| *end < first).max_by_key(|((_, end), _)| *end);
    let after = known.iter().filter(|((start, _), _)| *start > last).min_by_key(|((start, _), _)| *start);
    let before = before.map(|(was, now)| shift(was.1, now.1));
    let after = after.map(|(was, now)| shift(was.0, now.0));
    let (Some(down), Some(up)) = (before.or(after), after.or(before)) else { return Estimate::Here };
    let move_by = |line: u32, by: i64| i64::from(line).saturating_add(by);
    let (from, to) = (move_by(first, down), move_by(last, up));
    if (from, to) == (i64::from(first), i64::from(last)) {
        return Estimate::Here;
    }
    if to < from {
        return Estimate::Gone;
    }
    match (u32::try_from(from), u32::try_from(to)) {
        (Ok(from), Ok(to)) if from > 0 => Estimate::There(from, to),
        _ => Estimate::Here,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_stands_between_its_neighbours() {
        let moved: [Known; 2] = [((1, 2), (1, 2)), ((20, 22), (23, 25))];
        assert_eq!(estimate(10, 12, &moved), Estimate::There(10, 15));
        assert_eq!(estimate(30, 31, &moved), Estimate::There(33, 34));
        assert_eq!(estimate(5, 6, &moved[..1]), Estimate::Here);
        assert_eq!(estimate(5, 6, &[]), Estimate::Here);
        assert_eq!(estimate(10, 12, &[((1, 2), (1, 2)), ((20, 22), (17, 19))]), Estimate::Gone);
    }
}
