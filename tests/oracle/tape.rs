//! A tape of numbers from which everything random is read, so that a shorter or smaller tape is a simpler case.

/// The tape; where it ends there are only zeros, the simplest choice.
#[derive(Debug, Clone)]
pub struct Tape {
    numbers: Vec<u32>,
    at: usize,
    seed: Option<u64>,
}

impl Tape {
    pub fn new(numbers: Vec<u32>) -> Tape {
        Tape { numbers, at: 0, seed: None }
    }

    /// One that never ends, of the numbers that a seed makes.
    pub fn endless(seed: u64) -> Tape {
        Tape { numbers: Vec::new(), at: 0, seed: Some(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)) }
    }

    fn next(&mut self) -> u32 {
        if let Some(seed) = &mut self.seed {
            // The mixing of SplitMix64 (Steele, Lea, Flood 2014).
            *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *seed;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            return (z >> 32) as u32;
        }
        let n = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        n
    }

    /// One of so many; 0 is the simplest.
    pub fn pick(&mut self, many: usize) -> usize {
        self.next() as usize % many.max(1)
    }

    /// A number between −`most` and `most`, most often above zero, now and then nothing.
    pub fn number(&mut self, most: i128) -> i128 {
        let n = i128::from(self.next()) % (most + 1);
        match self.next() % 8 {
            7 => -n,
            6 => 0,
            _ => n,
        }
    }
}
