//! Two small minimisers without derivatives. In: a function, a box. Out: the least value found and where.
//!
//! Both start from a grid, take a fixed count of steps and use no randomness. A value that is not finite counts
//! as infinitely bad. Not here: constraints other than a box.

/// The minimum of `f` on [low, high]: a grid of `cells` + 1 points, then golden-section search (Kiefer 1953)
/// around the best one. Returns (place, value).
pub fn golden(f: impl Fn(f64) -> f64, low: f64, high: f64, cells: usize) -> (f64, f64) {
    let at = |i: usize| low + (high - low) * i as f64 / cells as f64;
    let safe = |x: f64| Some(f(x)).filter(|v| v.is_finite()).unwrap_or(f64::INFINITY);
    let mut best = (low, safe(low), 0);
    for i in 1..=cells {
        let value = safe(at(i));
        if value < best.1 {
            best = (at(i), value, i);
        }
    }
    let ratio = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (at(best.2.saturating_sub(1)), at((best.2 + 1).min(cells)));
    let (mut x, mut y) = (b - ratio * (b - a), a + ratio * (b - a));
    let (mut fx, mut fy) = (safe(x), safe(y));
    for _ in 0..24 {
        if fx <= fy {
            (b, y, fy) = (y, x, fx);
            x = b - ratio * (b - a);
            fx = safe(x);
        } else {
            (a, x, fx) = (x, y, fy);
            y = a + ratio * (b - a);
            fy = safe(y);
        }
    }
    let found = if fx <= fy { (x, fx) } else { (y, fy) };
    if found.1 < best.1 { found } else { (best.0, best.1) }
}

/// The minimum of `f` in the box `bounds`, from the best of `starts`, by Nelder & Mead (1965) with points outside
/// moved to the box's edge; then once more from there with a smaller simplex. `steps` is the count of iterations of each. Returns (place, value).
pub fn simplex<const N: usize>(
    f: impl Fn(&[f64; N]) -> f64,
    bounds: &[(f64, f64); N],
    starts: &[[f64; N]],
    steps: usize,
) -> ([f64; N], f64) {
    let safe = |x: &[f64; N]| Some(f(x)).filter(|v| v.is_finite()).unwrap_or(f64::INFINITY);
    let inside = |mut x: [f64; N]| {
        x.iter_mut().zip(bounds).for_each(|(x, b)| *x = x.clamp(b.0, b.1));
        x
    };
    let mut best = (bounds.map(|b| 0.5 * (b.0 + b.1)), f64::INFINITY);
    for start in starts {
        let value = safe(start);
        if value < best.1 {
            best = (*start, value);
        }
    }
    for reach in [0.15, 0.05] {
        let mut corners: Vec<([f64; N], f64)> = vec![best];
        for (i, bound) in bounds.iter().enumerate() {
            let mut x = best.0;
            let reach = reach * (bound.1 - bound.0);
            x[i] += if x[i] + reach <= bound.1 { reach } else { -reach };
            corners.push((x, safe(&x)));
        }
        for _ in 0..steps {
            corners.sort_by(|a, b| a.1.total_cmp(&b.1));
            step(&mut corners, &safe, &inside);
        }
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        best = corners[0];
    }
    best
}

/// One iteration on sorted corners.
fn step<const N: usize>(
    corners: &mut [([f64; N], f64)],
    f: &impl Fn(&[f64; N]) -> f64,
    inside: &impl Fn([f64; N]) -> [f64; N],
) {
    let worst = corners[N];
    let mut centre = [0.0; N];
    for corner in &corners[..N] {
        centre.iter_mut().zip(corner.0).for_each(|(c, x)| *c += x / N as f64);
    }
    let along = |t: f64| {
        let mut x = centre;
        x.iter_mut().zip(worst.0).for_each(|(c, w)| *c += t * (*c - w));
        let x = inside(x);
        (x, f(&x))
    };
    let mirrored = along(1.0);
    if mirrored.1 < corners[0].1 {
        let far = along(2.0);
        corners[N] = if far.1 < mirrored.1 { far } else { mirrored };
    } else if mirrored.1 < corners[N - 1].1 {
        corners[N] = mirrored;
    } else {
        let near = along(if mirrored.1 < worst.1 { 0.5 } else { -0.5 });
        if near.1 < worst.1.min(mirrored.1) {
            corners[N] = near;
            return;
        }
        let best = corners[0].0;
        for corner in &mut corners[1..] {
            corner.0.iter_mut().zip(best).for_each(|(x, b)| *x = 0.5 * (*x + b));
            corner.1 = f(&corner.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_find_the_bottom() {
        let (x, _) = golden(|x| (x - 0.3) * (x - 0.3), 0.0, 1.0, 8);
        assert!((x - 0.3).abs() < 1e-5);
        let f = |x: &[f64; 2]| (x[0] - 0.2).powi(2) + 3.0 * (x[1] - 0.9).powi(2);
        let (x, v) = simplex(f, &[(0.0, 1.0), (0.0, 0.8)], &[[0.5, 0.5]], 80);
        assert!((x[0] - 0.2).abs() < 1e-3 && (x[1] - 0.8).abs() < 1e-3 && v < 0.0301);
    }
}
