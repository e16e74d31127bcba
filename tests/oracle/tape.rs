//! A tape of numbers from which everything random is read, so that a shorter or smaller tape is a simpler case.

/// The tape; where it ends there are only zeros, the simplest choice.
#[derive(Debug, Clone)]
pub struct Tape {
    numbers: Vec<u32>,
    at: usize,
}

impl Tape {
    pub fn new(numbers: Vec<u32>) -> Tape {
        Tape { numbers, at: 0 }
    }

    fn next(&mut self) -> u32 {
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
