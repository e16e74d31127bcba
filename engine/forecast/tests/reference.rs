//! Values of other programs and certified ones, with relative tolerances.
//!
//! ETS: statsforecast 2.1.1 (`AutoETS`), 22 November 2026, on the flow of the Nile at Aswan 1871-1900 (Cobb 1978, Biometrika 65)
//! and Australian air passengers 1970-1990 (Hyndman & Athanasopoulos, Forecasting: Principles and Practice). That program
//! keeps smoothing parameters at 1e-4 or above and stops its search early, so points agree to 2e-3 and our AICc may be lower.
//! Its Theta starts from another initial state and is not compared; `identities.rs` holds the formula.
//! Regression: NIST Statistical Reference Datasets, Norris, NoInt1, Longley, Wampler1 to Wampler3 (certified to 15 digits).

#![allow(clippy::unwrap_used)]

use ndarray::Array2;
use ramme_forecast::method::{Ets, EtsForm, by_name, forecast, regression};

const NILE: [f64; 30] = [
    1120.0, 1160.0, 963.0, 1210.0, 1160.0, 1160.0, 813.0, 1230.0, 1370.0, 1140.0, 995.0, 935.0, 1110.0,
    994.0, 1020.0, 960.0, 1180.0, 799.0, 958.0, 1140.0, 1100.0, 1210.0, 1150.0, 1250.0, 1260.0, 1220.0,
    1030.0, 1100.0, 774.0, 840.0,
];
const AIR: [f64; 21] = [
    17.5534, 21.8601, 23.8866, 26.9293, 26.8885, 28.8314, 30.0751, 30.9535, 30.1857, 31.5797, 32.577569,
    33.477398, 39.021581, 41.386432, 41.596552, 44.657324, 46.951775, 48.728837, 51.488427, 50.026967,
    60.640908,
];

fn form(multiplicative: bool, trend: bool, damped: bool) -> EtsForm {
    EtsForm { multiplicative, trend, damped }
}

#[test]
fn ets_forms() {
    let cases: [(&[f64], EtsForm, [f64; 2], f64); 8] = [
        (&NILE, form(false, false, false), [1078.750988, 1078.750988], 408.561424),
        (&NILE, form(false, true, false), [1037.25816, 1034.581143], 413.411361),
        (&NILE, form(false, true, true), [1041.922013, 1040.012052], 416.597743),
        (&NILE, form(true, false, false), [1078.288784, 1078.288784], 408.560976),
        (&AIR, form(false, false, false), [60.639847, 60.639847], 120.575214),
        (&AIR, form(false, true, false), [59.352254, 61.28982], 112.987121),
        (&AIR, form(false, true, true), [59.454222, 60.997017], 118.805496),
        (&AIR, form(true, true, false), [60.732406, 62.761018], 107.587391),
    ];
    for (values, form, points, aicc) in cases {
        let answer = forecast(&Ets { forms: vec![form] }, values, 2).unwrap();
        for (found, wanted) in answer.points.iter().zip(points) {
            assert!((found / wanted - 1.0).abs() < 2e-3, "{}: {found} {wanted}", form.name());
        }
        let found = answer.parameters.iter().find(|p| p.0 == "aicc").unwrap().1;
        assert!(found < aicc + 0.01 && found > aicc - 0.25, "{}: {found} {aicc}", form.name());
    }
}

#[test]
fn the_automatic_choice() {
    let best = forecast(by_name("ets").unwrap().as_ref(), &AIR, 4).unwrap();
    assert_eq!(best.note.en, "ETS(M,A,N)");
    for (found, wanted) in best.points.iter().zip([60.732406, 62.761018, 64.789631, 66.818244]) {
        assert!((found / wanted - 1.0).abs() < 1e-3);
    }
}

#[test]
fn longley() {
    let rows: [[f64; 7]; 16] = [
        [60323.0, 83.0, 234289.0, 2356.0, 1590.0, 107608.0, 1947.0],
        [61122.0, 88.5, 259426.0, 2325.0, 1456.0, 108632.0, 1948.0],
        [60171.0, 88.2, 258054.0, 3682.0, 1616.0, 109773.0, 1949.0],
        [61187.0, 89.5, 284599.0, 3351.0, 1650.0, 110929.0, 1950.0],
        [63221.0, 96.2, 328975.0, 2099.0, 3099.0, 112075.0, 1951.0],
        [63639.0, 98.1, 346999.0, 1932.0, 3594.0, 113270.0, 1952.0],
        [64989.0, 99.0, 365385.0, 1870.0, 3547.0, 115094.0, 1953.0],
        [63761.0, 100.0, 363112.0, 3578.0, 3350.0, 116219.0, 1954.0],
        [66019.0, 101.2, 397469.0, 2904.0, 3048.0, 117388.0, 1955.0],
        [67857.0, 104.6, 419180.0, 2822.0, 2857.0, 118734.0, 1956.0],
        [68169.0, 108.4, 442769.0, 2936.0, 2798.0, 120445.0, 1957.0],
        [66513.0, 110.8, 444546.0, 4681.0, 2637.0, 121950.0, 1958.0],
        [68655.0, 112.6, 482704.0, 3813.0, 2552.0, 123366.0, 1959.0],
        [69564.0, 114.2, 502601.0, 3931.0, 2514.0, 125368.0, 1960.0],
        [69331.0, 115.7, 518173.0, 4806.0, 2572.0, 127852.0, 1961.0],
        [70551.0, 116.9, 554894.0, 4007.0, 2827.0, 130081.0, 1962.0],
    ];
    let certified = [
        -3482258.63459582,
        15.0618722713733,
        -0.0358191792925910,
        -2.02022980381683,
        -1.03322686717359,
        -0.0511041056535807,
        1829.15146461355,
    ];
    let y: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    let x = Array2::from_shape_fn((16, 7), |(i, j)| if j == 0 { 1.0 } else { rows[i][j] });
    let fit = regression(&y, x.view()).unwrap();
    for (found, wanted) in fit.coefficients.iter().zip(certified) {
        assert!((found / wanted - 1.0).abs() < 1e-7, "{found} {wanted}");
    }
    assert!((fit.sigma / 304.854073561965 - 1.0).abs() < 1e-9, "{}", fit.sigma);
}

/// Coefficients and the residual standard deviation against certified ones, to a log relative error of 9 for the sets of lower
/// difficulty and 7 for the higher.
fn certified(y: &[f64], x: &Array2<f64>, coefficients: &[f64], sigma: f64, tolerance: f64) {
    let fit = regression(y, x.view()).unwrap();
    assert_eq!(fit.coefficients.len(), coefficients.len());
    for (found, wanted) in fit.coefficients.iter().zip(coefficients) {
        assert!((found / wanted - 1.0).abs() < tolerance, "{found} {wanted}");
    }
    if sigma > 0.0 {
        assert!((fit.sigma / sigma - 1.0).abs() < tolerance, "{} {sigma}", fit.sigma);
    }
}

#[test]
fn norris() {
    let rows: [[f64; 2]; 36] = [
        [0.1, 0.2],
        [338.8, 337.4],
        [118.1, 118.2],
        [888.0, 884.6],
        [9.2, 10.1],
        [228.1, 226.5],
        [668.5, 666.3],
        [998.5, 996.3],
        [449.1, 448.6],
        [778.9, 777.0],
        [559.2, 558.2],
        [0.3, 0.4],
        [0.1, 0.6],
        [778.1, 775.5],
        [668.8, 666.9],
        [339.3, 338.0],
        [448.9, 447.5],
        [10.8, 11.6],
        [557.7, 556.0],
        [228.3, 228.1],
        [998.0, 995.8],
        [888.8, 887.6],
        [119.6, 120.2],
        [0.3, 0.3],
        [0.6, 0.3],
        [557.6, 556.8],
        [339.3, 339.1],
        [888.0, 887.2],
        [998.5, 999.0],
        [778.9, 779.0],
        [10.2, 11.1],
        [117.6, 118.3],
        [228.9, 229.2],
        [668.4, 669.1],
        [449.2, 448.9],
        [0.2, 0.5],
    ];
    let y: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    let x = Array2::from_shape_fn((36, 2), |(i, j)| if j == 0 { 1.0 } else { rows[i][1] });
    certified(&y, &x, &[-0.262323073774029, 1.00211681802045], 0.884796396144373, 1e-9);
}

#[test]
fn a_line_through_zero() {
    // NoInt1: one column, no constant.
    let y: Vec<f64> = (130..=140).map(f64::from).collect();
    let x = Array2::from_shape_fn((11, 1), |(i, _)| 60.0 + i as f64);
    certified(&y, &x, &[2.07438016528926], 3.56753034006338, 1e-9);
}

#[test]
fn wampler() {
    // Polynomials of the fifth degree in 0 to 20: the columns nearly say the same.
    let x = Array2::from_shape_fn((21, 6), |(i, j)| (i as f64).powi(i32::try_from(j).unwrap()));
    let exact = |coefficients: &[f64; 6]| -> Vec<f64> {
        x.rows().into_iter().map(|row| row.iter().zip(coefficients).map(|(a, b)| a * b).sum()).collect()
    };
    let ones = [1.0; 6];
    certified(&exact(&ones), &x, &ones, 0.0, 1e-7);
    let tenths = [1.0, 0.1, 0.01, 0.001, 1e-4, 1e-5];
    certified(&exact(&tenths), &x, &tenths, 0.0, 1e-7);
    let third: [i32; 21] = [
        760, -2042, 2111, -1684, 3888, 1858, 11379, 17560, 39287, 64382, 113159, 175108, 273291, 400186,
        581243, 811568, 1121004, 1506550, 2002767, 2611612, 3369180,
    ];
    certified(&third.map(f64::from), &x, &ones, 2360.14502379268, 1e-7);
}
