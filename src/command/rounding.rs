//! `--round STEP`: values of a hierarchy as whole steps that still add up.
//!
//! In: the step as written, coherent values. Out: texts of exact decimals. Not here: who gets the remainder
//! (`ramme_forecast::reconcile::round_hierarchy`).

use super::reconcile::untied;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_forecast::hierarchy::Hierarchy;
use ramme_forecast::reconcile::round_hierarchy;
use ramme_value::Decimal;

/// A step of rounding, exact.
#[derive(Clone, Copy)]
pub struct Step {
    decimal: Decimal,
    float: f64,
}

impl Step {
    /// Reads a step: a plain number above zero with a decimal point.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str) -> Result<Step, Vec<Diagnostic>> {
        let wrong = || {
            vec![
                Diagnostic::new(Code::TieRefused).arg("what", "--round").arg(
                    "reason",
                    Text::both(
                        format!("the step of rounding is {text}, and a number above 0 such as 1, 0.01 or 1000 is needed"),
                        format!("afrundingens trin er {text}, og der skal et tal over 0 til, som 1, 0.01 eller 1000"),
                    ),
                ),
            ]
        };
        let float: f64 = text.parse().map_err(|_| wrong())?;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let scale = u8::try_from(fraction.len()).map_err(|_| wrong())?;
        let digits = format!("{whole}{fraction}");
        let plain = digits.bytes().all(|b| b.is_ascii_digit()) && scale <= 12 && !digits.is_empty();
        let mantissa: i128 = digits.parse().map_err(|_| wrong())?;
        if !plain || mantissa <= 0 || !float.is_finite() {
            return Err(wrong());
        }
        Ok(Step { decimal: Decimal::new(mantissa, scale), float })
    }

    /// The values of all nodes of one step, in the order of the hierarchy: aggregates are exactly the sums of their parts.
    ///
    /// # Errors
    /// Values that are no numbers, or beyond what can be counted in steps.
    pub fn coherent(self, hierarchy: &Hierarchy, values: &[f64]) -> Result<Vec<String>, Vec<Diagnostic>> {
        let counts = round_hierarchy(hierarchy, values, self.float).map_err(|e| untied("--round", &e))?;
        Ok(counts.into_iter().map(|count| self.spell(i128::from(count))).collect())
    }

    /// One value by itself, to the nearest step, halves away from zero.
    pub fn alone(self, value: f64) -> String {
        let count = (value / self.float).round();
        if count.abs() > 9_007_199_254_740_992.0 || !count.is_finite() {
            return value.to_string();
        }
        self.spell(count as i128)
    }

    fn spell(self, count: i128) -> String {
        let scale = self.decimal.scale();
        Decimal::new(self.decimal.mantissa().saturating_mul(count), scale).to_string()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_exactly_in_every_step() {
        let tree = Hierarchy::from_edges(&[("a", "all"), ("b", "all"), ("c", "all")]).unwrap();
        let order: Vec<usize> = ["all", "a", "b", "c"].iter().map(|n| tree.find(n).unwrap()).collect();
        let mut values = vec![0.0; 4];
        for (node, x) in order.iter().zip([1.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]) {
            values[*node] = x;
        }
        for (step, said) in [("0.01", ["1.00", "0.34", "0.33", "0.33"]), ("1", ["1", "1", "0", "0"])] {
            let texts = Step::parse(step).unwrap().coherent(&tree, &values).unwrap();
            let texts: Vec<&str> = order.iter().map(|n| texts[*n].as_str()).collect();
            assert_eq!(texts, said);
        }
        assert_eq!(Step::parse("1000").unwrap().alone(-1500.0), "-2000");
        for bad in ["0", "-1", "x", "", "1e3", "0,01"] {
            assert!(Step::parse(bad).is_err(), "{bad}");
        }
    }
}
