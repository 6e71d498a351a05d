//! Which texts of a block hold a term, and with what weight.

/// Terms of many texts, text by text; a text's terms in ascending order.
#[derive(Debug, Default)]
pub struct Lists {
    starts: Vec<u32>,
    items: Vec<(u32, f32)>,
}

impl Lists {
    /// The lists of texts, in their order.
    pub fn of<I: IntoIterator<Item = (u32, f32)>>(texts: impl Iterator<Item = I>) -> Self {
        let mut lists = Lists { starts: vec![0], items: Vec::new() };
        for text in texts {
            lists.items.extend(text);
            lists.starts.push(lists.items.len() as u32);
        }
        lists
    }

    /// A text's terms with their weights.
    pub fn text(&self, at: usize) -> &[(u32, f32)] {
        &self.items[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The other way round, for terms below `terms`.
    pub fn turned(&self, terms: usize) -> Postings {
        let mut starts = vec![0_u32; terms + 1];
        for (term, _) in &self.items {
            starts[*term as usize + 1] += 1;
        }
        for term in 0..terms {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let mut items = vec![(0_u32, 0.0_f32); self.items.len()];
        for text in 0..self.starts.len().saturating_sub(1) {
            for (term, weight) in self.text(text) {
                let at = &mut next[*term as usize];
                items[*at as usize] = (text as u32, *weight);
                *at += 1;
            }
        }
        Postings { starts, items }
    }
}

/// Texts of many terms, term by term.
#[derive(Debug, Default)]
pub struct Postings {
    starts: Vec<u32>,
    items: Vec<(u32, f32)>,
}

impl Postings {
    /// The texts that hold a term, in their order, with its weight in each.
    pub fn term(&self, term: u32) -> &[(u32, f32)] {
        &self.items[self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_turn_round() {
        let lists = Lists::of([vec![(0, 0.5), (2, 1.0)], vec![], vec![(2, 0.25)]].into_iter());
        assert_eq!(lists.text(0), [(0, 0.5), (2, 1.0)]);
        assert!(lists.text(1).is_empty());
        let turned = lists.turned(4);
        assert_eq!(turned.term(0), [(0, 0.5)]);
        assert!(turned.term(1).is_empty());
        assert_eq!(turned.term(2), [(0, 1.0), (2, 0.25)]);
        assert!(turned.term(3).is_empty());
    }
}
