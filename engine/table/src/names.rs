//! Texts, each kept once and numbered in the order in which they came.
//!
//! In: texts. Out: their numbers, and back. All texts lie in one string and the index holds four bytes a slot, so that
//! hundreds of thousands of keys take little room. Not here: what the texts mean.

/// Texts with their numbers.
#[derive(Debug, Clone, Default)]
pub struct Names {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// Open addressing: one more than the number of a text, 0 where there is none. The length is a power of two.
    slots: Vec<u32>,
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.ends == other.ends
    }
}

impl Eq for Names {}

impl Names {
    /// How many texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&str> {
        let (start, end) = self.range(number)?;
        self.text.get(start..end)
    }

    /// All texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|number| self.get(number))
    }

    /// The number of a text that is there.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash(text.as_bytes()) & mask;
        loop {
            let number = (*self.slots.get(at)? as usize).checked_sub(1)?;
            if self.bytes(number) == Some(text.as_bytes()) {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a text, made if new. Texts beyond four gigabytes in all are not taken: those get the number that the
    /// next would have had, at which there is nothing.
    pub fn add(&mut self, text: &str) -> usize {
        if self.slots.len() < self.len().saturating_add(1).saturating_mul(2) {
            self.grow();
        }
        let mask = self.slots.len().saturating_sub(1);
        let mut at = hash(text.as_bytes()) & mask;
        while let Some(number) = self.slots.get(at).and_then(|held| (*held as usize).checked_sub(1)) {
            if self.bytes(number) == Some(text.as_bytes()) {
                return number;
            }
            at = (at + 1) & mask;
        }
        let number = self.len();
        let end = self.text.len().checked_add(text.len()).and_then(|end| u32::try_from(end).ok());
        if let (Some(end), Some(slot), Ok(next)) =
            (end, self.slots.get_mut(at), u32::try_from(number.saturating_add(1)))
        {
            self.text.push_str(text);
            self.ends.push(end);
            *slot = next;
        }
        number
    }

    /// Room for so many texts more, without moving those that are there.
    pub fn reserve(&mut self, many: usize) {
        while self.slots.len() < self.len().saturating_add(many).saturating_mul(2) {
            self.grow_to(
                self.slots.len().saturating_mul(2).max(many.saturating_mul(2).next_power_of_two()).max(64),
            );
        }
        self.ends.reserve(many);
    }

    fn range(&self, number: usize) -> Option<(usize, usize)> {
        let end = *self.ends.get(number)? as usize;
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        Some((start, end))
    }

    fn bytes(&self, number: usize) -> Option<&[u8]> {
        let (start, end) = self.range(number)?;
        self.text.as_bytes().get(start..end)
    }

    fn grow(&mut self) {
        self.grow_to(self.slots.len().saturating_mul(2).max(64));
    }

    /// `size` is a power of two, and more than twice what there is.
    fn grow_to(&mut self, size: usize) {
        let mut slots = vec![0_u32; size];
        let mask = size.saturating_sub(1);
        for number in 0..self.len() {
            let mut at = hash(self.bytes(number).unwrap_or_default()) & mask;
            while slots.get(at).is_some_and(|held| *held != 0) {
                at = (at + 1) & mask;
            }
            if let (Some(slot), Ok(next)) = (slots.get_mut(at), u32::try_from(number.saturating_add(1))) {
                *slot = next;
            }
        }
        self.slots = slots;
    }
}

/// Up to eight bytes as a number: its ends overlap where there are fewer, so that most keys take two reads and no loop.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    let (head, tail) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>());
    if let (Some(head), Some(tail)) = (head, tail) {
        return u64::from(u32::from_le_bytes(*head)) | (u64::from(u32::from_le_bytes(*tail)) << 32);
    }
    let at = |i: usize| bytes.get(i).copied().map_or(0, u64::from);
    at(0) | (at(bytes.len() / 2) << 8) | (at(bytes.len().saturating_sub(1)) << 16)
}

impl<'a> FromIterator<&'a str> for Names {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut names = Names::default();
        texts.into_iter().for_each(|text| {
            names.add(text);
        });
        names
    }
}

/// Eight bytes at a time, each folded in by a multiplication of which both halves are kept.
#[inline]
fn hash(bytes: &[u8]) -> usize {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let fold = |state: u64, word: u64| {
        let product = u128::from(state ^ word).wrapping_mul(u128::from(SPREAD));
        (product as u64) ^ ((product >> 64) as u64)
    };
    let mut state = SPREAD ^ (bytes.len() as u64);
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        state = fold(state, u64::from_le_bytes(*eight));
    }
    if !rest.is_empty() {
        state = fold(state, short(rest));
    }
    // Keys that count up differ in a few bits only, and all bits have to tell in the lowest.
    state ^= state >> 32;
    state = state.wrapping_mul(0xd6e8_feb8_6659_fd93);
    state ^= state >> 32;
    state as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn each_text_has_one_number(texts in prop::collection::vec("[a-cæ0-3]{0,4}", 0..300)) {
            let mut names = Names::default();
            let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
            for text in &texts {
                let next = wanted.len();
                let number = *wanted.entry(text.clone()).or_insert(next);
                prop_assert_eq!(names.add(text), number);
            }
            prop_assert_eq!(names.len(), wanted.len());
            for (text, number) in &wanted {
                prop_assert_eq!(names.find(text), Some(*number));
                prop_assert_eq!(names.get(*number), Some(text.as_str()));
            }
            prop_assert_eq!(names.find("none such"), None);
            prop_assert_eq!(names.iter().count(), wanted.len());
        }
    }
}
