//! Order of names as people count: "Area 2" before "Area 10".

use std::cmp::Ordering;

/// By letters, runs of digits by their value; names that are the same so far by their length, so that only equal names are equal.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a, b);
    loop {
        let (m, n) = (digits(x), digits(y));
        if m > 0 && n > 0 {
            let (p, q) = (x.get(..m).unwrap_or_default().trim_start_matches('0'), y.get(..n).unwrap_or_default().trim_start_matches('0'));
            // Longer is larger without leading zeros, however many digits there are.
            let order = p.len().cmp(&q.len()).then_with(|| p.cmp(q));
            if order != Ordering::Equal {
                return order;
            }
            (x, y) = (x.get(m..).unwrap_or_default(), y.get(n..).unwrap_or_default());
            continue;
        }
        let (mut left, mut right) = (x.chars(), y.chars());
        match (left.next(), right.next()) {
            (None, None) => return a.cmp(b),
            (p, q) if p != q => return p.cmp(&q),
            _ => (x, y) = (left.as_str(), right.as_str()),
        }
    }
}

/// Bytes of digits at the start.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_and_letters_do_as_ever() {
        let mut names = ["第10区", "第2区", "Area 10", "Area 2", "Area 02", "Area", "Area 2b", "第2区"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["Area", "Area 02", "Area 2", "Area 2b", "Area 10", "第2区", "第2区", "第10区"]);
        let long = ["9".repeat(40), format!("1{}", "0".repeat(40))];
        assert_eq!(natural(&long[0], &long[1]), Ordering::Less);
    }
}
