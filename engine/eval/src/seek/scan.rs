//! Where a condition holds on a grid of values: a scan, a closer look where it almost turns, and bisection where it turns.
//!
//! In: how many places there are, and what is found at one. Out: stretches of places that are alike, with exact edges: the
//! places on either side of an edge were both looked at. Not here: what a place means, and what is looked at.
//!
//! A grid of few places is looked at whole. Of a larger one so many places are, evenly spread, and then: where three of them
//! in a row come near to turning in the middle, the nearest is looked for by thirds; where two neighbours differ, the edge
//! is found by halves. What turns and turns back between two places that are looked at can be missed, and the result says how
//! far apart they are.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// On which side of its bound a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Below.
    Below,
    /// At it.
    At,
    /// Above.
    Above,
    /// Not known.
    Missing,
}

/// What is found at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<T> {
    /// On which side.
    pub side: Side,
    /// How far above its bound, in any unit: says where to look closer and decides nothing.
    pub above: f64,
    /// What was seen.
    pub seen: T,
}

/// Places next to each other where the figure is on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// Where the figure is.
    pub side: Side,
}

/// What a scan found.
#[derive(Debug, Clone)]
pub struct Scan<T> {
    /// Every place that was looked at.
    pub tried: BTreeMap<u64, Found<T>>,
    /// The stretches, in order; they cover the grid.
    pub stretches: Vec<Stretch>,
    /// True where every place was looked at.
    pub whole: bool,
    /// How many places lie between two that were looked at first, one of them counted.
    pub apart: u64,
}

/// So many times a place that almost turns is looked for.
const CLOSER: usize = 6;

/// Looks along a grid of `len` places, at `most` of them first, and at those of `also`.
///
/// # Errors
/// Whatever stops a look.
pub fn scan<T, E>(
    len: u64,
    most: u64,
    also: &[u64],
    mut look: impl FnMut(u64) -> Result<Found<T>, E>,
) -> Result<Scan<T>, E> {
    let whole = len <= most.max(2);
    let mut tried = BTreeMap::new();
    let places = if whole { (0..len).collect() } else { spread(len, most) };
    let apart = if whole { 1 } else { len.saturating_sub(1).div_ceil(most.max(2).saturating_sub(1)) };
    for at in places.into_iter().chain(also.iter().copied().filter(|at| *at < len)) {
        if let Entry::Vacant(free) = tried.entry(at) {
            free.insert(look(at)?);
        }
    }
    if !whole {
        for between in near_turns(&tried) {
            closer(between, &mut tried, &mut look)?;
        }
        halve(&mut tried, &mut look)?;
    }
    let stretches = stretches(&tried);
    Ok(Scan { tried, stretches, whole, apart })
}

fn spread(len: u64, most: u64) -> Vec<u64> {
    let gaps = u128::from(most.max(2) - 1);
    let last = u128::from(len.saturating_sub(1));
    (0..=gaps).filter_map(|k| u64::try_from(last.saturating_mul(k) / gaps).ok()).collect()
}

/// Where three places in a row are on one side and the middle one is nearest to the bound: the outer two, the nearest first.
fn near_turns<T>(tried: &BTreeMap<u64, Found<T>>) -> Vec<(u64, u64)> {
    let all: Vec<(u64, &Found<T>)> = tried.iter().map(|(at, found)| (*at, found)).collect();
    let mut out: Vec<(f64, (u64, u64))> = Vec::new();
    for three in all.windows(3) {
        let [(first, a), (_, b), (last, c)] = three else { continue };
        let alike = a.side == b.side && b.side == c.side && matches!(b.side, Side::Below | Side::Above);
        let (x, y, z) = (a.above.abs(), b.above.abs(), c.above.abs());
        if alike && y <= x && y <= z && (y < x || y < z) && last - first > 2 {
            out.push((y, (*first, *last)));
        }
    }
    out.sort_by(|a, b| a.0.total_cmp(&b.0));
    out.into_iter().take(CLOSER).map(|(_, between)| between).collect()
}

/// Looks for the place nearest to the bound between two, by thirds; ends where the side changes.
fn closer<T, E>(
    (mut first, mut last): (u64, u64),
    tried: &mut BTreeMap<u64, Found<T>>,
    look: &mut impl FnMut(u64) -> Result<Found<T>, E>,
) -> Result<(), E> {
    let Some(side) = tried.get(&first).map(|found| found.side) else { return Ok(()) };
    while last - first > 2 {
        let third = ((last - first) / 3).max(1);
        let (left, right) = (first + third, last - third);
        let mut found = [0.0; 2];
        for (at, how_far) in [left, right].into_iter().zip(&mut found) {
            if let Entry::Vacant(free) = tried.entry(at) {
                free.insert(look(at)?);
            }
            let Some(one) = tried.get(&at) else { return Ok(()) };
            if one.side != side {
                return Ok(());
            }
            *how_far = one.above.abs();
        }
        if left >= right {
            return Ok(());
        }
        if found[0] <= found[1] { last = right } else { first = left }
    }
    Ok(())
}

/// Where two neighbours differ, looks between them until they are next to each other.
fn halve<T, E>(
    tried: &mut BTreeMap<u64, Found<T>>,
    look: &mut impl FnMut(u64) -> Result<Found<T>, E>,
) -> Result<(), E> {
    let places: Vec<(u64, Side)> = tried.iter().map(|(at, found)| (*at, found.side)).collect();
    let pairs = places.windows(2).filter_map(|two| match two {
        [a, b] => Some((*a, *b)),
        _ => None,
    });
    let mut open: Vec<((u64, Side), (u64, Side))> = pairs.collect();
    while let Some((a, b)) = open.pop() {
        if a.1 == b.1 || b.0 - a.0 <= 1 {
            continue;
        }
        let middle = a.0 + (b.0 - a.0) / 2;
        let found = look(middle)?;
        let side = found.side;
        tried.insert(middle, found);
        open.push((a, (middle, side)));
        open.push(((middle, side), b));
    }
    Ok(())
}

fn stretches<T>(tried: &BTreeMap<u64, Found<T>>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (at, found) in tried {
        match out.last_mut() {
            Some(held) if held.side == found.side => held.last = *at,
            _ => out.push(Stretch { first: *at, last: *at, side: found.side }),
        }
    }
    out
}

/// The stretches that satisfy, those next to each other as one.
#[must_use]
pub fn joined(stretches: &[Stretch], satisfies: impl Fn(Side) -> bool) -> Vec<(u64, u64)> {
    let mut out: Vec<(u64, u64)> = Vec::new();
    for one in stretches.iter().filter(|one| satisfies(one.side)) {
        match out.last_mut() {
            Some(held) if held.1.saturating_add(1) == one.first => held.1 = one.last,
            _ => out.push((one.first, one.last)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use std::convert::Infallible;

    fn found(above: i64) -> Found<()> {
        let side = match above.cmp(&0) {
            std::cmp::Ordering::Less => Side::Below,
            std::cmp::Ordering::Equal => Side::At,
            std::cmp::Ordering::Greater => Side::Above,
        };
        Found { side, above: above as f64, seen: () }
    }

    fn scanned(len: u64, most: u64, f: impl Fn(i64) -> i64) -> (Scan<()>, u64) {
        let mut looks = 0;
        let all = scan::<_, Infallible>(len, most, &[], |at| {
            looks += 1;
            Ok(found(f(at as i64)))
        });
        (all.unwrap(), looks)
    }

    fn below(scan: &Scan<()>) -> Vec<(u64, u64)> {
        joined(&scan.stretches, |side| matches!(side, Side::Below | Side::At))
    }

    #[test]
    fn an_edge_in_a_large_grid_is_exact_and_cheap() {
        let (scan, looks) = scanned(4_000_000_001, 101, |at| at - 1_234_567_891);
        assert_eq!(below(&scan), [(0, 1_234_567_891)]);
        assert!(looks < 170, "{looks}");
        assert!(!scan.whole && scan.apart == 40_000_000);
        // Exactly at the bound there is one place.
        let at = scan.stretches.iter().find(|one| one.side == Side::At).unwrap();
        assert_eq!((at.first, at.last), (1_234_567_891, 1_234_567_891));
    }

    #[test]
    fn a_narrow_valley_between_two_places_is_found() {
        // Below zero from 499_990 to 500_010 only; the places first looked at are ten thousand apart.
        let (scan, _) = scanned(1_000_001, 101, |at| (at - 500_000).abs() - 10);
        assert_eq!(below(&scan), [(499_990, 500_010)]);
        let (hill, _) = scanned(1_000_001, 101, |at| 10 - (at - 503_333).abs());
        assert_eq!(below(&hill), [(0, 503_323), (503_343, 1_000_000)]);
    }

    #[test]
    fn several_answers_and_none() {
        let (scan, _) = scanned(31, 101, |at| if at % 10 < 3 { -1 } else { 1 });
        assert_eq!(below(&scan), [(0, 2), (10, 12), (20, 22), (30, 30)]);
        assert!(scan.whole);
        let (none, _) = scanned(1_000, 11, |_| 5);
        assert_eq!(below(&none), []);
        assert_eq!(none.stretches.len(), 1);
    }

    #[test]
    fn a_scan_agrees_with_looking_everywhere() {
        // Sums of a few broad waves, so that nothing turns within one gap of the scan.
        let mut state: u64 = 7;
        let mut next = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % most
        };
        for _ in 0..300 {
            let len = 50 + next(2_000);
            let (a, b, shift) = (next(2_001) as f64 - 1_000.0, next(1_000) as f64, next(628) as f64 / 100.0);
            let f = |at: i64| {
                let x = at as f64 / len as f64;
                (a * (x - 0.5) + b * (6.3 * x + shift).sin()) as i64
            };
            let (scan, looks) = scanned(len, 41, f);
            let everywhere: BTreeMap<u64, Found<()>> = (0..len).map(|at| (at, found(f(at as i64)))).collect();
            assert_eq!(scan.stretches, stretches(&everywhere), "len {len}, a {a}, b {b}, shift {shift}");
            assert!(looks <= len);
        }
    }
}
