//! What each of several differences is worth: shares that add up to the whole, to the last unit.
//!
//! In: how many differences there are, and what comes out with any of them taken. Out: a share each. Up to six differences
//! get the Shapley value (L. S. Shapley, A value for n-person games, 1953, eq. 12): the mean of what a difference adds over
//! all orders in which they can be taken, so that no order has to be chosen. More are taken in the order in which they
//! are given. Shares are rounded to a step so that they add up to the rounded whole: each down, then the largest remainders
//! up. Not here: what the differences are, and running.

/// So many differences are taken in every order.
pub const MOST_IN_EVERY_ORDER: usize = 6;

/// What each difference is worth for one amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    /// With none of them.
    pub before: i128,
    /// With all of them.
    pub after: i128,
    /// Each one's share of the difference; together they are `after - before`.
    pub shares: Vec<i128>,
    /// What each would add alone, where that is known.
    pub alone: Vec<Option<i128>>,
}

impl Shares {
    /// What they add together beyond what each adds alone.
    #[must_use]
    pub fn interaction(&self) -> Option<i128> {
        let alone = self.alone.iter().try_fold(0i128, |sum, a| sum.checked_add((*a)?))?;
        self.after.checked_sub(self.before)?.checked_sub(alone)
    }
}

/// The combinations that have to be run for `count` differences, none first and all last.
#[must_use]
pub fn combinations(count: usize) -> Vec<Vec<bool>> {
    if count <= MOST_IN_EVERY_ORDER {
        let all = 1usize << count;
        return (0..all).map(|mask| (0..count).map(|i| mask >> i & 1 == 1).collect()).collect();
    }
    let mut runs: Vec<Vec<bool>> = (0..=count).map(|taken| (0..count).map(|i| i < taken).collect()).collect();
    // Each alone, for the interaction; the first alone is there already.
    runs.extend((1..count).map(|one| (0..count).map(|i| i == one).collect()));
    let last = runs.remove(count);
    runs.push(last);
    runs
}

/// The shares of one amount: `amounts` stand in the order of [`combinations`], in whole steps (øre). `None` where an
/// amount is not known in one of the combinations that decide, or where the figures are too large.
#[must_use]
pub fn shares(count: usize, amounts: &[Option<i128>]) -> Option<Shares> {
    let runs = combinations(count);
    let of = |want: &dyn Fn(&[bool]) -> bool| {
        runs.iter().position(|taken| want(taken)).and_then(|at| amounts.get(at).copied().flatten())
    };
    let before = of(&|taken| taken.iter().all(|t| !t))?;
    let after = of(&|taken| taken.iter().all(|t| *t))?;
    let alone = (0..count)
        .map(|i| of(&|taken| taken.iter().enumerate().all(|(j, t)| *t == (i == j)))?.checked_sub(before))
        .collect();
    let shares = if count <= MOST_IN_EVERY_ORDER {
        in_every_order(count, amounts, after.checked_sub(before)?)?
    } else {
        in_given_order(count, &of)?
    };
    Some(Shares { before, after, shares, alone })
}

/// The amount of the run that takes just what is wanted.
type AmountOf<'a> = dyn Fn(&dyn Fn(&[bool]) -> bool) -> Option<i128> + 'a;

fn in_given_order(count: usize, of: &AmountOf<'_>) -> Option<Vec<i128>> {
    let first = |n: usize| of(&|taken: &[bool]| taken.iter().enumerate().all(|(i, t)| *t == (i < n)));
    (0..count).map(|i| first(i.saturating_add(1))?.checked_sub(first(i)?)).collect()
}

/// Sums of what a difference adds, weighted by `s! (n - s - 1)!`, over `n!`.
fn in_every_order(count: usize, amounts: &[Option<i128>], whole: i128) -> Option<Vec<i128>> {
    let factorial = |n: usize| (1..=n).try_fold(1i128, |p, k| p.checked_mul(i128::try_from(k).ok()?));
    let orders = factorial(count)?;
    let mut sums = vec![0i128; count];
    for (mask, without) in amounts.iter().enumerate() {
        let taken = usize::try_from(mask.count_ones()).ok()?;
        for (i, sum) in sums.iter_mut().enumerate() {
            if mask >> i & 1 == 1 {
                continue;
            }
            let with = amounts.get(mask | 1 << i)?;
            let adds = (*with)?.checked_sub((*without)?)?;
            let weight =
                factorial(taken)?.checked_mul(factorial(count.checked_sub(taken)?.checked_sub(1)?)?)?;
            *sum = sum.checked_add(adds.checked_mul(weight)?)?;
        }
    }
    rounded(&sums, orders, whole)
}

/// Each sum over `orders`, rounded down; then the largest remainders up, until they add up to the whole.
fn rounded(sums: &[i128], orders: i128, whole: i128) -> Option<Vec<i128>> {
    let mut shares: Vec<i128> = sums.iter().map(|s| s.div_euclid(orders)).collect();
    let given = shares.iter().try_fold(0i128, |a, b| a.checked_add(*b))?;
    let left = usize::try_from(whole.checked_sub(given)?).ok()?;
    let mut order: Vec<usize> = (0..sums.len()).collect();
    let remainder = |i: &usize| sums.get(*i).map_or(0, |s| s.rem_euclid(orders));
    order.sort_by(|a, b| remainder(b).cmp(&remainder(a)).then(a.cmp(b)));
    for i in order.into_iter().take(left) {
        if let Some(share) = shares.get_mut(i) {
            *share = share.checked_add(1)?;
        }
    }
    Some(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shares where an amount is a function of what is taken.
    fn of(count: usize, amount: impl Fn(&[bool]) -> i128) -> Shares {
        let amounts: Vec<Option<i128>> = combinations(count).iter().map(|t| Some(amount(t))).collect();
        shares(count, &amounts).unwrap()
    }

    #[test]
    fn what_does_not_interact_keeps_what_it_adds() {
        let worth = [100, -7, 13];
        let found = of(3, |t| 1_000 + t.iter().zip(worth).map(|(t, w)| if *t { w } else { 0 }).sum::<i128>());
        assert_eq!(found.shares, worth);
        assert_eq!((found.before, found.after, found.interaction()), (1_000, 1_106, Some(0)));
    }

    #[test]
    fn what_interacts_is_shared_alike() {
        // A product: 2 x 3 with neither, 5 x 7 with both.
        let found = of(2, |t| (if t[0] { 5 } else { 2 }) * (if t[1] { 7 } else { 3 }));
        // First: ((15 - 6) + (35 - 14)) / 2; second: ((14 - 6) + (35 - 15)) / 2.
        assert_eq!(found.shares, [15, 14]);
        assert_eq!(found.alone, [Some(9), Some(8)]);
        assert_eq!(found.interaction(), Some(29 - 17));
    }

    #[test]
    fn shares_add_up_to_the_last_unit_whatever_the_amounts() {
        let mut state = 7u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i128::from(state >> 40) - 8_000_000
        };
        for count in 0..9 {
            for _ in 0..50 {
                let amounts: Vec<Option<i128>> = combinations(count).iter().map(|_| Some(next())).collect();
                let found = shares(count, &amounts).unwrap();
                assert_eq!(found.shares.iter().sum::<i128>(), found.after - found.before, "{count}");
                assert_eq!(found.shares.len(), count);
            }
        }
    }

    #[test]
    fn many_are_taken_in_the_order_given() {
        let found = of(8, |t| t.iter().rev().fold(1, |x, t| x * if *t { 2 } else { 1 }));
        assert_eq!(found.shares, [1, 2, 4, 8, 16, 32, 64, 128]);
        assert_eq!(found.alone, [Some(1); 8]);
    }

    #[test]
    fn what_is_not_known_has_no_shares() {
        assert_eq!(shares(1, &[Some(1), None]), None);
        assert_eq!(shares(1, &[Some(i128::MAX), Some(i128::MIN)]), None);
    }
}
