//! A rulebook of any length, the same every time: chapters of an invented agreement, each with parameters by year, inputs,
//! definitions of every kind, rules, an amendment and a test, which rest on one another and on the chapter before.
//!
//! In: how many lines. Out: the text, sound and without a warning. Not here: what is measured with it.

use std::fmt::Write as _;

const HEAD: &str = "language 1

document act
  title     \"An invented act\"
  rank      law
  published 2018-05-01

document change
  title     \"An invented act that changes it\"
  rank      law
  published 2023-05-01

set kind = municipal | regional | private
set area = children | adults, total \"i alt\"

entity municipality
entity provider
  operator : municipality
  of_kind  : kind
entity stay
  payer   : municipality
  citizen : text

input days_sold of provider by year : day
input explained of provider by year : yes/no
input starts_on of stay             : date
input ends_on   of stay             : date

define ceiling_0 of provider by year : kr/day   cite act page 1 = 1_000 kr/day
";

/// The text of so many lines, or a few more: a chapter is whole.
pub fn rulebook(lines: usize) -> String {
    let mut text = HEAD.to_owned();
    let mut chapter = 0;
    while text.lines().count() < lines {
        chapter += 1;
        write(&mut text, chapter);
    }
    text
}

fn write(text: &mut String, n: usize) {
    let before = n - 1;
    let _ = writeln!(text, "\n# Chapter {n}: what an offer may cost, and what of a stay is paid.");
    let _ =
        writeln!(text, "input cost_{n} of provider by year : kr/day   between 0 kr/day and 50_000 kr/day");
    let _ = writeln!(text, "input overhead_{n} of provider by year : %");
    let _ = writeln!(text, "input budget_{n} by area, year : kr in 2023-pl");
    let _ = writeln!(text, "input accounts_{n} by area, year : kr in 2023-pl\n");
    let _ = writeln!(text, "parameter index_{n} by year : % with 1 decimal");
    for year in 2019..2027 {
        let tenths = (n * 7 + year) % 40;
        let _ =
            writeln!(text, "  {year} = {}.{} %   cite act lines {}..{}", tenths / 10, tenths % 10, n, n + 3);
    }
    let _ = writeln!(text, "\nparameter share_{n} by kind : %");
    for (kind, share) in [("municipal", 5), ("regional", 6), ("private", 7)] {
        let _ = writeln!(text, "  {kind} = {}.50 %   cite act page {n}", share + n % 3);
    }
    let _ = writeln!(text, "\nscale fee_{n} : kr/day -> kr");
    let _ = writeln!(
        text,
        "  cite act page {n}: from 0 kr/day = {n} kr, from 500 kr/day = {} kr, from 2_000 kr/day = {} kr",
        n + 10,
        n + 90
    );
    let _ = writeln!(text, "\nreadings rounding_{n} = exact_{n} | down_{n}");
    let _ = writeln!(
        text,
        "
define ceiling_{n} of provider by year : kr/day with 5 decimals
  from 2020   cite act lines 10..20, {n}
  reading exact_{n} = previous cost_{n} * (100 % + index_{n})
  reading down_{n} = round down (previous cost_{n} * (100 % + index_{n})) to 0.01000 kr/day

define above_{n} of provider by year : kr/day with 5 decimals
  from 2020   cite act page {n}
  = max(0 kr/day, cost_{n} - min(ceiling_{n}, ceiling_{before} * 2))

define owed_{n} of provider by year : kr
  from 2020   cite act page {n}
  = round half up (above_{n} * days_sold) to 0.01 kr

define paid_{n} of provider by year : kr
  base                               from 2020   cite act page {n}                       = owed_{n}
  exception known_{n}                from 2020   cite act page {n} when explained           = 0 kr
  exception late_{n} overrides known_{n} from 2022   cite act page {n} when days_sold > 300 day = fee_{n} at cost_{n}

amend paid_{n}
  replaces from 2025   cite change page {n} = owed_{n} + 100 kr

define mean_{n} of municipality by year : %
  from 2020   cite act page {n}
  = mean of overhead_{n} over provider where of_kind is municipal weighted by days_sold

define limit_{n} of provider : % = share_{n}[of_kind]

define paid_in_all_{n} by year : kr
  from 2020   cite act page {n}
  # of all providers, whoever runs them
  = sum of paid_{n} over provider

define gap_{n} by area, year : kr in 2023-pl   cite act page {n} = accounts_{n} - budget_{n}

define gap_today_{n} by year : kr
  cite act page {n}
  = round half up (gap_{n}[\"i alt\"] in current by index_{n}) to 0.01 kr

define counts_{n} of stay for a day : yes/no
  to 2023-09-30   cite act page {n}
  = yes
  from 2023-10-01   cite act page {n}
  = day < starts_on + {} months (end of month: clamp)

define counted_{n} of stay : day   cite act page {n} = days from starts_on until ends_on where counts_{n}

rule within_{n} of provider by year
  from 2020 to 2026   cite act lines 30..{}
  require cost_{n} <= ceiling_{n}
  unless explained -> explained
  addressee \"The invented council\"

target aim_{n} of municipality by year
  from 2021   cite act page {n}
  aim mean_{n} <= 6 %

test \"chapter {n}: one above the ceiling\"
  given index_{n}[2023] = 2.0 %
  given provider A : explained = {{ 2023: no }}, days_sold = {{ 2023: 10 day }},
    cost_{n} = {{ 2022: 1000.00 kr/day, 2023: 1021.00 kr/day }}
  expect ceiling_{n}[A, 2023] = 1020.00000 kr/day
  expect within_{n}[A, 2023] breached by 1.00000 kr/day
",
        1 + n % 6,
        30 + n
    );
}
