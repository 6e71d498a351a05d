//! What the words of an outcome say about a matter: settled, still standing, or not answered yet.
//!
//! Waiting is looked for first, then negations and "still", then words of agreement, then words of refusal: `no change: still refused`
//! stands, `refused at first, accepted on 9 January` is settled. Words that only look like a negation (`no problem`, 没问题) are passed
//! over. What holds none of the words says nothing here; what follows from it is the reader's rule.

mod words;

use crate::text::fold::fold;
use crate::text::simplified::simplified;
use words::{AGREEMENT, BARE, BETWEEN, DENIED, FROM_OTHERS, HALF, HARMLESS, NOT, NOT_YET, REFUSED, TO_COME, UNABLE, UNSURE, WAITING, YES};

/// What an outcome says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Agreed to, solved.
    Settled,
    /// Refused, or as before.
    Standing,
    /// No answer yet.
    Waiting,
}

/// What an outcome says; `None` when it is blank or holds no clear word.
pub fn verdict(outcome: &str) -> Option<Verdict> {
    let text = plain(outcome);
    let says = |words: &[&str]| words.iter().any(|word| holds(&text, word));
    match () {
        () if says(WAITING) || is_awaited(&text) => Some(Verdict::Waiting),
        () if says(HALF) => None,
        () if says(NOT) || says(UNABLE) => Some(Verdict::Standing),
        () if says(YES) => Some(Verdict::Settled),
        () if says(REFUSED) => Some(Verdict::Standing),
        () if agrees(outcome) => Some(Verdict::Settled),
        () => None,
    }
}

/// Whether somebody is still to say yes: `需要总监批准`. An agreement that stands before it holds: `同意，需要在五月前确认人数`.
fn is_awaited(text: &str) -> bool {
    let from_others = |rest: &str| {
        let near: String = rest.chars().take(BETWEEN).collect();
        // 会议室等已确认: done already.
        FROM_OTHERS.iter().any(|word| near.find(word).is_some_and(|at| !near[..at].contains('已')))
    };
    let granted = |before: &str| YES.iter().any(|word| holds(before, word));
    TO_COME.iter().any(|word| text.match_indices(word).any(|(at, _)| from_others(&text[at + word.len()..]) && !granted(&text[..at])))
}

/// Whether an outcome without any word of the lists agrees all the same.
fn agrees(outcome: &str) -> bool {
    let text = simplified(&fold(outcome)).into_owned();
    let says = |words: &[&str]| words.iter().any(|word| holds(&text, word));
    (says(AGREEMENT) || BARE.contains(&text.trim())) && !says(UNSURE)
}

/// Whether an outcome turns a request down in so many words: a word of refusal, an agreement that is denied (`not approved`, 未同意), or a
/// bare `no`, and no agreement besides.
pub fn is_refusal(outcome: &str) -> bool {
    let mut text = plain(outcome);
    let bare = matches!(text.trim(), "no" | "not now" | "否" | "不");
    let open = NOT_YET.iter().chain(WAITING).any(|word| holds(&text, word)) || is_awaited(&text);
    let denied = !open && DENIED.iter().chain(UNABLE).any(|word| holds(&text, word));
    let refused = denied || REFUSED.iter().any(|word| holds(&text, word));
    for word in REFUSED.iter().chain(DENIED).chain(UNABLE) {
        text = text.replace(word, " ");
    }
    (refused || bare) && !YES.iter().any(|word| holds(&text, word))
}

fn plain(outcome: &str) -> String {
    let mut text = simplified(&fold(outcome)).into_owned();
    for phrase in HARMLESS {
        text = text.replace(phrase, " ");
    }
    text
}

/// Whether a text holds a word: a Chinese one anywhere, an English one between characters that are no letters.
fn holds(text: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return text.contains(word);
    }
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '\'');
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
        !letter(before.chars().next_back()) && !letter(after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_that_is_denied_is_a_refusal() {
        for text in [
            "未同意",
            "没同意",
            "未批准",
            "未通过",
            "没时间",
            "无法安排",
            "not agreed",
            "Not approved",
            "not possible",
            "cannot do",
            "said no",
        ] {
            assert!(is_refusal(text), "{text}");
            assert_eq!(verdict(text), Some(Verdict::Standing), "{text}");
        }
        for text in
            ["尚未同意", "还没批准", "not yet approved", "waiting, not agreed yet", "refused at first, agreed on 9 January", "no problem"]
        {
            assert!(!is_refusal(text), "{text}");
        }
    }

    #[test]
    fn an_approval_still_to_come_grants_nothing() {
        for text in ["需要总监批准", "等总监批准", "待财务审批", "on hold until March", "需等领导决定", "要领导拍板"]
        {
            assert_eq!(verdict(text), Some(Verdict::Waiting), "{text}");
            assert!(!is_refusal(text), "{text}");
        }
        for text in ["同意研究一下", "原则同意", "agreed in principle", "approved subject to a review"] {
            assert_eq!(verdict(text), None, "{text}");
        }
        for text in ["已排期1月15日", "同意，需要在五月前确认人数", "会议室等已确认", "scheduled for 15 January", "总监已批准"]
        {
            assert_eq!(verdict(text), Some(Verdict::Settled), "{text}");
        }
    }

    #[test]
    fn plain_refusals_are_seen() {
        for text in ["暂不考虑", "没有预算，做不了", "暂时安排不了", "No budget this year", "too busy", "turned it down"]
        {
            assert!(is_refusal(text), "{text}");
            assert_eq!(verdict(text), Some(Verdict::Standing), "{text}");
        }
    }

    #[test]
    fn everyday_words_agree() {
        for text in ["没问题", "可以", "好的", "批了", "行", "No problem", "will do"] {
            assert_eq!(verdict(text), Some(Verdict::Settled), "{text}");
        }
        for text in ["可以考虑", "不可以", "maybe, no problem as such"] {
            assert_ne!(verdict(text), Some(Verdict::Settled), "{text}");
        }
    }

    #[test]
    fn negations_come_before_agreement() {
        let all = |verdict_of: Option<Verdict>, texts: &[&str]| {
            for text in texts {
                assert_eq!(verdict(text), verdict_of, "{text}");
            }
        };
        let settled = [
            "solved on 5 January",
            "Accepted on 9 January after all",
            "refused at first, agreed on 9 January",
            "No problem, approved",
            "no longer refused: signed",
            "Allowed with a notice",
            "已解决",
            "已同意",
            "已同意，未来三个月执行",
            "沒問題，同意",
        ];
        all(Some(Verdict::Settled), &settled);
        let standing = [
            "still no",
            "No change: still refused",
            "declined: no budget",
            "Not solved",
            "can't be approved",
            "仍未解决",
            "还是不同意",
            "没有批准",
            "拒绝",
        ];
        all(Some(Verdict::Standing), &standing);
        all(Some(Verdict::Waiting), &["waiting for keys", "Pending", "no answer yet", "未答复", "待批"]);
        all(None, &["", "Room in May", "ask again", "缺少落地场景", "notice of nobility"]);
    }

    #[test]
    fn a_condition_is_no_refusal() {
        assert!(["declined: no budget", "No", "拒绝：无预算", "不同意"].iter().all(|t| is_refusal(t)));
        assert!(!["agreed, but not before May", "agreed and signed", "同意，但不含周末", "Room in May", ""].iter().any(|t| is_refusal(t)));
    }
}
