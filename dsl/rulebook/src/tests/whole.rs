//! Whole rulebooks, as snapshots of their typed form.

use super::good;

#[test]
fn a_ceiling_and_a_target() {
    let book = good(
        "readings rounding = exact | down\n\
         parameter pl by year : % with 1 decimal\n  2023 = 3.4 %\n\
         define ceiling of house by year : kr/day with 5 decimals\n  from 2023\n  \
         reading exact = previous b * (100 % + pl)\n  reading down = round down (previous b * (100 % + pl)) to 0.01000 kr/day\n\
         rule ceiling_kept of house by year\n  from 2023 to 2024\n  require b <= ceiling or tone_of is cold\n  unless flag -> explained\n\
         define mean_p by year : % = mean of p over house where tone_of is warm weighted by a\n\
         target p_low by year\n  from 2024\n  aim mean_p <= 6 %\n",
    );
    insta::assert_snapshot!(after_inputs(&book.dump()));
}

#[test]
fn days_and_allotment() {
    let book = good(
        "parameter part : %\n  = 50 %\n\
         define ok of house for a day : yes/no\n  to 2023-09-30 = yes\n  from 2023-10-01 = day < begun + 3 months (end of month: clamp)\n\
         define ok_days of house : day = days from begun until (ended if known else 2024-06-30) where ok\n\
         define town_days of town : day = sum of ok_days over house via owner\n\
         define paid of trade by year : kr = allot volume at most 400_000 kr per buyer in order of volume, trade\n\
         define half of trade by year : kr with 6 decimals = paid * part\n",
    );
    insta::assert_snapshot!(after_inputs(&book.dump()));
}

fn after_inputs(dump: &str) -> String {
    dump.lines().filter(|line| !line.starts_with("input ")).collect::<Vec<_>>().join("\n")
}
