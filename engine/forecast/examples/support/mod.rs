//! What the examples share: the public yearly series, read from a folder of `*_yearly.csv.gz` files.

#![allow(dead_code, reason = "each example uses its own part")]

use std::io::Read;
use std::path::Path;

/// The panels, by the names of their files.
pub const PANELS: [&str; 4] = ["m4", "m3", "m1", "tourism"];

/// One series with its training part and its test years.
pub struct Entry {
    /// The number of its panel.
    pub panel: usize,
    /// Its id.
    pub id: String,
    /// The years to learn from.
    pub train: Vec<f64>,
    /// The years to be forecast.
    pub test: Vec<f64>,
}

/// Reads all panels of a folder; a file that is not there is left out.
pub fn load(folder: &Path) -> Result<Vec<Entry>, Box<dyn std::error::Error>> {
    let mut all: Vec<Entry> = Vec::new();
    for (panel, name) in PANELS.iter().enumerate() {
        let path = folder.join(format!("{name}_yearly.csv.gz"));
        if !path.exists() {
            continue;
        }
        let mut text = String::new();
        flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [id, _, value, split] = cells[..] else {
                return Err(format!("not four cells: {line}").into());
            };
            if all.last().is_none_or(|entry| entry.id != id) {
                all.push(Entry { panel, id: id.to_string(), train: Vec::new(), test: Vec::new() });
            }
            let Some(entry) = all.last_mut() else { continue };
            let side = if split == "train" { &mut entry.train } else { &mut entry.test };
            side.push(value.parse()?);
        }
    }
    Ok(all)
}

/// True for the series, about one in eight, that are never trained on: by a hash of the id.
pub fn held_out(id: &str) -> bool {
    ramme_forecast::random::series_key(id).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 61 == 0
}
