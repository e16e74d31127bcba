//! One annual series. In: an id and years with values. Out: a checked `Series`.
//!
//! Not here: files, units, money. A series has no holes: a hole is an error that names the years.

use crate::error::{ForecastError, all_finite};

/// How many missing years an error names at most.
const MOST_NAMED: usize = 20;

/// A series of consecutive values, one a year (or one an index).
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name, unique within a panel.
    pub id: String,
    /// The year (or index) of the first value.
    pub start: i32,
    /// The values, in order of time, all finite.
    pub values: Vec<f64>,
}

impl Series {
    /// A series from consecutive values. Error: a value that is not finite.
    pub fn new(id: impl Into<String>, start: i32, values: Vec<f64>) -> Result<Self, ForecastError> {
        all_finite("series", &values)?;
        Ok(Self { id: id.into(), start, values })
    }

    /// A series from (year, value) in any order. Errors: a year twice, a year missing in between, a
    /// value that is not finite (its index counts in order of time), no points at all.
    pub fn from_points(id: impl Into<String>, points: &[(i32, f64)]) -> Result<Self, ForecastError> {
        let id = id.into();
        let mut sorted = points.to_vec();
        sorted.sort_by_key(|point| point.0);
        let Some(first) = sorted.first() else {
            return Err(ForecastError::TooFew { what: "points", found: 0, needed: 1 });
        };
        let start = first.0;
        let mut missing = Vec::new();
        for pair in sorted.windows(2) {
            if pair[0].0 == pair[1].0 {
                return Err(ForecastError::Duplicate { id, year: pair[0].0 });
            }
            missing.extend((pair[0].0 + 1..pair[1].0).take(MOST_NAMED));
        }
        if !missing.is_empty() {
            missing.truncate(MOST_NAMED);
            return Err(ForecastError::Gap { id, missing });
        }
        Self::new(id, start, sorted.iter().map(|point| point.1).collect())
    }

    /// The number of values.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// True when there is no value at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The year of the last value; the year before `start` when there is none.
    pub fn end(&self) -> i32 {
        let years = i32::try_from(self.values.len()).unwrap_or(i32::MAX);
        self.start.saturating_add(years).saturating_sub(1)
    }

    /// The same series known only through `year`. Error: nothing is left.
    pub fn until(&self, year: i32) -> Result<Self, ForecastError> {
        let years = i64::from(year) - i64::from(self.start) + 1;
        let keep = years.clamp(0, self.values.len() as i64) as usize;
        if keep == 0 {
            return Err(ForecastError::TooFew { what: "points", found: 0, needed: 1 });
        }
        Ok(Self { id: self.id.clone(), start: self.start, values: self.values[..keep].to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_sorted_and_holes_are_named() {
        let series = Series::from_points("a", &[(2020, 3.0), (2018, 1.0), (2019, 2.0)]).unwrap();
        assert_eq!((series.start, series.end(), series.values.clone()), (2018, 2020, vec![1.0, 2.0, 3.0]));
        let error = Series::from_points("a", &[(2018, 1.0), (2021, 2.0)]).unwrap_err();
        assert_eq!(error.to_string(), "series a: no value for 2019, 2020");
        let error = Series::from_points("a", &[(2018, 1.0), (2018, 2.0)]).unwrap_err();
        assert_eq!(error.to_string(), "series a: two values for 2018");
        assert_eq!(series.until(2019).unwrap().values, vec![1.0, 2.0]);
        assert!(series.until(2017).is_err());
        assert!(Series::new("a", 1, vec![1.0, f64::NAN]).is_err());
    }
}
