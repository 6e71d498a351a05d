//! Numbers written in Chinese characters, everyday and financial.
//!
//! Invariant: the whole text is one number or nothing is returned; a reading is never made by skipping characters.
//! Knows 零〇两廿卅, 壹贰叁 and their traditional forms, nested 万 and 亿, the spoken short form
//! (一百二 is 120, 三万五 is 35 000), decimals (三点五万), and rows of digits (二〇二四).
//! Limits: up to 9 999 亿亿 as an f64; vague numbers (几百, 三五, 七八个, 十余) are no numbers.

/// The value of a numeral without sign and unit; `None` when the text is not wholly one numeral.
pub fn parse(text: &str) -> Option<f64> {
    let chars: Vec<char> = text.chars().collect();
    match chars.iter().position(|c| matches!(c, '点' | '點')) {
        Some(at) => decimal(chars.get(..at)?, chars.get(at + 1..)?),
        None => digit_row(&chars).or_else(|| integer(&chars)),
    }
}

/// The longest numeral at the start of `text`: its value and its length in bytes.
pub fn leading(text: &str) -> Option<(f64, usize)> {
    let mut end: usize = text.chars().take_while(|c| is_numeral(*c)).map(char::len_utf8).sum();
    while let Some(head) = text.get(..end).filter(|head| !head.is_empty()) {
        if let Some(value) = parse(head) {
            return Some((value, end));
        }
        end -= head.chars().next_back().map_or(1, char::len_utf8);
    }
    None
}

/// Whether `c` may stand in a numeral.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || small_unit(c).is_some() || matches!(c, '万' | '萬' | '亿' | '億' | '点' | '點' | '廿' | '卅')
}

/// The value 0..=9 of one character.
pub fn digit(c: char) -> Option<u8> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' | '弌' => 1,
        '二' | '贰' | '貳' | '弍' | '两' | '兩' => 2,
        '三' | '叁' | '參' | '叄' | '弎' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn small_unit(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1000.0,
        _ => return None,
    })
}

/// 二〇二四, 一二三. Two digits without a zero (三五) are a vague "three to five".
fn digit_row(chars: &[char]) -> Option<f64> {
    let digits: Option<Vec<u8>> = chars.iter().map(|c| digit(*c)).collect();
    let digits = digits.filter(|d| d.len() != 2 || d.contains(&0))?;
    if digits.is_empty() || digits.len() > 15 {
        return None;
    }
    Some(digits.iter().fold(0.0, |sum, d| sum * 10.0 + f64::from(*d)))
}

/// `whole` 点 `fraction`, where the fraction may end in units: 一点二亿.
fn decimal(whole: &[char], fraction: &[char]) -> Option<f64> {
    let whole = digit_row(whole).or_else(|| integer(whole))?;
    let count = fraction.iter().take_while(|c| digit(**c).is_some()).count();
    let (digits, units) = fraction.split_at_checked(count)?;
    if digits.is_empty() {
        return None;
    }
    let mut exponent = 0;
    for unit in units {
        exponent += match unit {
            '万' | '萬' => 4,
            '亿' | '億' => 8,
            // 10, 100, 1000: exact logarithms.
            _ => small_unit(*unit)?.log10().round() as i32,
        };
    }
    let digits: String = digits.iter().filter_map(|c| digit(*c)).map(|d| char::from(b'0' + d)).collect();
    format!("{whole}.{digits}e{exponent}").parse().ok()
}

fn integer(chars: &[char]) -> Option<f64> {
    for (big, names) in [(1e8, ['亿', '億']), (1e4, ['万', '萬'])] {
        let Some(at) = chars.iter().rposition(|c| names.contains(c)) else {
            continue;
        };
        let (left, right) = (chars.get(..at)?, chars.get(at + 1..)?);
        let left = integer(left)?;
        let right = match right {
            [] => 0.0,
            // The spoken short form: the next lower place.
            [one] if digit(*one).is_some_and(|d| d > 0) => f64::from(digit(*one)?) * big / 10.0,
            more => integer(more).filter(|value| *value < big)?,
        };
        return Some(left * big + right);
    }
    section(chars)
}

/// Below ten thousand.
fn section(chars: &[char]) -> Option<f64> {
    let (mut sum, mut pending, mut last_unit, mut zero) = (0.0, None::<u8>, f64::INFINITY, false);
    for (at, c) in chars.iter().enumerate() {
        if let Some(d) = digit(*c) {
            // Two digits in a row are no place-value number, except across a zero.
            if pending.is_some_and(|before| before != 0) {
                return None;
            }
            zero |= d == 0 && at > 0;
            pending = Some(d);
        } else if let Some(unit) = small_unit(*c) {
            if unit >= last_unit {
                return None;
            }
            let count = match pending.take() {
                Some(0) if unit == 10.0 => 1,
                Some(0) => return None,
                Some(d) => d,
                None if unit == 10.0 || (chars.len() == 1 && unit == 100.0) => 1,
                None => return None,
            };
            sum += f64::from(count) * unit;
            (last_unit, zero) = (unit, false);
        } else {
            let tens = match c {
                '廿' => 20.0,
                '卅' => 30.0,
                _ => return None,
            };
            if pending.take().is_some_and(|d| d != 0) || last_unit <= 10.0 {
                return None;
            }
            (sum, last_unit, zero) = (sum + tens, 10.0, false);
        }
    }
    let ones = pending.map_or(0.0, f64::from);
    if chars.is_empty() || (pending == Some(0) && chars.len() > 1) {
        return None;
    }
    // 一百二 is 120; 一百零二 and 十二 are not short forms.
    let place = if zero || last_unit <= 10.0 || last_unit.is_infinite() { 1.0 } else { last_unit / 10.0 };
    Some(sum + ones * place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_and_financial() {
        let rows: &[(&str, f64)] = &[
            ("〇", 0.0),
            ("零", 0.0),
            ("十", 10.0),
            ("十二", 12.0),
            ("二十", 20.0),
            ("廿五", 25.0),
            ("一百", 100.0),
            ("百", 100.0),
            ("一百零五", 105.0),
            ("一百二", 120.0),
            ("一百二十", 120.0),
            ("一百一十二", 112.0),
            ("三千五", 3500.0),
            ("三千零五十", 3050.0),
            ("两千零二", 2002.0),
            ("一万", 1e4),
            ("一万五", 15_000.0),
            ("一万五千", 15_000.0),
            ("一万零一十二", 10_012.0),
            ("一万零十二", 10_012.0),
            ("两百万", 2e6),
            ("一百六十八万", 1_680_000.0),
            ("一千八百万", 18e6),
            ("一亿", 1e8),
            ("一亿二千万", 1.2e8),
            ("一亿二", 1.2e8),
            ("一亿零五十万三千", 100_503_000.0),
            ("二百五十亿", 250e8),
            ("一万亿", 1e12),
            ("壹万贰仟叁佰肆拾伍", 12_345.0),
            ("陸佰萬", 6e6),
            ("三点五", 3.5),
            ("零点零五", 0.05),
            ("一点二亿", 1.2e8),
            ("一点五千万", 1.5e7),
            ("十二点五", 12.5),
            ("二〇二四", 2024.0),
            ("一二三", 123.0),
        ];
        for (text, value) in rows {
            assert_eq!(parse(text), Some(*value), "{text}");
        }
    }

    #[test]
    fn what_is_vague_or_broken_is_no_number() {
        for text in
            ["", "三五", "七八百", "十五六", "几百", "万", "千", "一百百", "十百", "三点", "点五", "一点二三四点五", "一万万千", "一百零"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_longest_head_is_taken() {
        assert_eq!(leading("三千克"), Some((3000.0, 6)));
        assert_eq!(leading("两万元"), Some((20_000.0, 6)));
        assert_eq!(leading("三点"), Some((3.0, 3)));
        assert_eq!(leading("万元"), None);
    }
}
