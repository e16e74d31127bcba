//! The formatter: the same meaning, the same comments, nothing changed the second time (`assert_formats` checks all three).

mod common;

use common::assert_formats;

#[test]
fn the_sample_is_as_the_formatter_writes_it() {
    let text = include_str!("samples/formatted.ramme");
    assert_eq!(assert_formats(text), text);
    assert_eq!(assert_formats(include_str!("samples/every-item.ramme")), text);
}

#[test]
fn the_rules_of_the_repository_keep_their_meaning() {
    for path in common::rule_files("../../rules") {
        assert_formats(&std::fs::read_to_string(path).unwrap());
    }
}

#[test]
fn line_ends_blanks_and_the_mark_at_the_start_are_tidied() {
    let text = "\u{FEFF}unit a\r\n\r\n\r\nunit\tb  \r\n# note  \r\nset c = d|\u{A0}\"e f\"\rinput x : 6_0 \n";
    let text = text.replace(": 6_0", ": %").replace(" \n", "\n");
    insta::assert_snapshot!(assert_formats(&text), @r#"
        unit a

        unit b
        # note
        set c = d | "e f"
        input x : %
        "#);
}

#[test]
fn comments_stay_where_they_stood() {
    let text = "\
# first

# second
language 1   # version
unit a # one
  # belongs to a

    # apart from it
# right above
entity b # two
  # before the field
  c : d # three

  # the last

define x of b by year : kr # four
 # five
 = min( # six
  a, # seven
  # eight
  b + # nine
  c ) # ten

test \"t\" # eleven
  given a = 1 kr # twelve

  # thirteen
  | a | b | # fourteen
  # fifteen
  | 1 | 2 | # sixteen
# end";
    insta::assert_snapshot!(assert_formats(text), @r#"
        # first

        # second
        language 1  # version

        unit a  # one
          # belongs to a

        # apart from it
        # right above
        entity b  # two
          # before the field
          c : d  # three

        # the last

        define x of b by year : kr  # four
          # five
          = min(  # six
            a,  # seven
            # eight
            b +  # nine
              c)  # ten

        test "t"  # eleven
          given a = 1 kr  # twelve

          # thirteen
          | a | b |  # fourteen
          # fifteen
          | 1 | 2 |  # sixteen
        # end
        "#);
}

#[test]
fn parentheses_are_those_that_are_needed() {
    let bodies = [
        "((a) + (b * c)) * (d)",
        "a - (b - c) - (d)",
        "(a is b) and ((c or d))",
        "not (a and b)",
        "(not a) and b",
        "-(a + b) * -(-c)",
        "(previous a) * previous (b * c)",
        "(a if b else c) if d else (e if f else g)",
        "(a if known else b) + c",
        "(sum of a over b) + sum of c over d where e",
        "sum of (sum of a over b) over c",
        "min((sum of a over b), (c))",
        "(sum of a over b where c) > 0 kr",
        "(days from a until b) + c",
        "clamp (a if b else c) between (d) and (e + f)",
        "(a)[(b)].c[(d if e else f)]",
        "(a + b)[2024]",
        "year of (a + b)",
        "(a + 3 months (end of month: clamp)) + 1 day",
        "(a < b) is (c < d)",
        "(a is known) and not (b is missing)",
        "(a + b) in 2023-pl by pl * (c[2024] in current by pl)",
        "previous (a in current by pl) - (previous a) in current by pl",
        "(sum of a over b) in 2023-pl by pl in 2024-pl by pl",
        "round down (a) to 1 kr in 2023-pl by pl",
    ];
    let text: String = bodies.iter().map(|body| format!("define x : kr = {body}\n")).collect();
    insta::assert_snapshot!(assert_formats(&text), @r#"
        define x : kr = (a + b * c) * d
        define x : kr = a - (b - c) - d
        define x : kr = a is b and (c or d)
        define x : kr = not (a and b)
        define x : kr = not a and b
        define x : kr = -(a + b) * -(-c)
        define x : kr = previous a * previous (b * c)
        define x : kr = (a if b else c) if d else e if f else g
        define x : kr = (a if known else b) + c
        define x : kr = sum of a over b + (sum of c over d where e)
        define x : kr = sum of (sum of a over b) over c
        define x : kr = min((sum of a over b), c)
        define x : kr = (sum of a over b where c) > 0 kr
        define x : kr = (days from a until b) + c
        define x : kr = clamp (a if b else c) between d and e + f
        define x : kr = a[b].c[d if e else f]
        define x : kr = (a + b)[2024]
        define x : kr = year of (a + b)
        define x : kr = a + 3 months (end of month: clamp) + 1 day
        define x : kr = (a < b) is (c < d)
        define x : kr = a is known and not b is missing
        define x : kr = (a + b) in 2023-pl by pl * c[2024] in current by pl
        define x : kr = previous a in current by pl - (previous a) in current by pl
        define x : kr = (sum of a over b) in 2023-pl by pl in 2024-pl by pl
        define x : kr = (round down (a) to 1 kr) in 2023-pl by pl
        "#);
}

#[test]
fn long_lines_break() {
    let long = |count: usize, word: &str, between: &str| vec![word; count].join(between);
    let text = [
        format!("define x : kr = {}", long(12, "a_rather_long_name", " + ")),
        format!("define y : yes/no = {}", long(4, "kind is municipal and (cost_per_day > ceiling or known_by_all)", " or ")),
        format!("define z : kr = min({})", long(7, "a_rather_long_name * 2", ", ")),
        format!("define v : kr = {}c", long(4, "a_rather_long_name if another_name else ", "")),
        "define w of e by year : kr = round half up (sum of known a_rather_long_name over provider, year via operator where kind is municipal) to 0.01 kr".to_owned(),
        format!("set s = {}", long(9, "a_rather_long_name", " | ")),
        format!("test \"t\"\n  given e A : {}, b = {{ {} }}", long(4, "a_rather_long_name = 5 kr", ", "), long(9, "2023: 1000.00 kr", ", ")),
        format!("rule r\n  require {} <= 3\n  unless a -> explained", long(6, "a_rather_long_name", " * ")),
    ]
    .join("\n");
    let tidy = assert_formats(&text);
    assert!(tidy.lines().all(|line| line.chars().count() <= 110), "{tidy}");
    insta::assert_snapshot!(tidy, @r#"
        define x : kr
          = a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name
              + a_rather_long_name

        define y : yes/no
          = kind is municipal and (cost_per_day > ceiling or known_by_all)
              or kind is municipal and (cost_per_day > ceiling or known_by_all)
              or kind is municipal and (cost_per_day > ceiling or known_by_all)
              or kind is municipal and (cost_per_day > ceiling or known_by_all)

        define z : kr
          = min(
              a_rather_long_name * 2,
              a_rather_long_name * 2,
              a_rather_long_name * 2,
              a_rather_long_name * 2,
              a_rather_long_name * 2,
              a_rather_long_name * 2,
              a_rather_long_name * 2
            )

        define v : kr
          = a_rather_long_name
              if another_name
              else a_rather_long_name
              if another_name
              else a_rather_long_name
              if another_name
              else a_rather_long_name
              if another_name
              else c

        define w of e by year : kr
          = round half up (
              sum of known a_rather_long_name over provider, year via operator where kind is municipal
            ) to 0.01 kr

        set s = a_rather_long_name | a_rather_long_name | a_rather_long_name | a_rather_long_name | a_rather_long_name
          | a_rather_long_name | a_rather_long_name | a_rather_long_name | a_rather_long_name

        test "t"
          given e A : a_rather_long_name = 5 kr, a_rather_long_name = 5 kr, a_rather_long_name = 5 kr,
            a_rather_long_name = 5 kr,
            b = {
              2023: 1000.00 kr, 2023: 1000.00 kr, 2023: 1000.00 kr, 2023: 1000.00 kr, 2023: 1000.00 kr,
              2023: 1000.00 kr, 2023: 1000.00 kr, 2023: 1000.00 kr, 2023: 1000.00 kr
            }

        rule r
          require a_rather_long_name
              * a_rather_long_name
              * a_rather_long_name
              * a_rather_long_name
              * a_rather_long_name
              * a_rather_long_name
              <= 3
          unless a -> explained
        "#);
}

#[test]
fn questions_to_days_and_running_years() {
    let text = "\
define a of s : yes/no = any day from b until c where d

define e of s : date = first day from b until (c if known else f) where not d

define g of s : kr
  = 1 kr + (sum of h + 1 kr/day over days from b until c where any day from b until c)

define i of s : day
  = allot days from b until c where d  # asked
      # the limit
      at most j per k, l
      in running years from 2023-10-01 opening again at the next start
      in order of b, s
";
    assert_eq!(assert_formats(text), text);
    let spread =
        "define i of s : day = allot (days from b\n until c) at most 3 days in running # x\n years from m
 opening   again on the
 anniversary keeping  the
 first limit in order of b";
    let tidy = "\
define i of s : day
  = allot days from b until c
      at most 3 days  # x
      in running years from m opening again on the anniversary
      keeping the first limit
      in order of b
";
    assert_eq!(assert_formats(spread), tidy);
}

#[test]
fn lines_totals_and_the_years_before() {
    let text = "\
define a of s : kr = sum of b over s per c, year of d where e

define f of s : yes/no = the first of s where e per c in order of d, s

define g of s : kr
  = running sum of b where e per c, a_long_name_of_a_key, another_long_name_of_a_key, c in order of d, s

define h of s by year : kr = running sum of b by year

define l of s : date = greatest of b before where e per c in order of d, s

define m of s : date
  = least of b before where e per c, a_long_name_of_a_key, another_long_name_of_a_key in order of d, s

define before of s : kr = before

define i of s by year : % = 1 + (mean of b over the 3 years before)

define j of s by year : kr = sum of b over the 1 year before

define k of s : kr
  = allot a
      at most (sum of b over s) per c
      in order of d
";
    assert_eq!(assert_formats(text), text);
}
