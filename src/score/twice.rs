//! Elements that say the same in two languages: both readings are brought together, so that advice hangs less on the words of one of them.
//!
//! The mean of two readings has less noise than each of them. Where single readings correlate with r, the mean stands for 2 / (1 + r) times its
//! distance from what is usual (regression on the mean of two measurements, after Spearman and Brown); the calibration is made for single ones.

use crate::error::Message;
use crate::model::{Case, Element};
use crate::score::judge::head::Opinion;
use crate::score::{KpiProfile, Parts, Scorer};

/// How the judge's readings of a catalog entry in its two languages correlate over KPIs and entries: log-odds of helps, of hurts, likeness.
/// A test measures them again.
const AGREEMENT: [f32; 3] = [0.86, 0.85, 0.84];
/// Their means over the same pairs.
const USUAL: [f32; 3] = [-2.07, -2.77, 0.02];

/// Brings the parts of elements that have other words as well, element by element as in the case, together with those of the other words.
///
/// # Errors
/// The judge cannot be run.
pub(super) fn add(case: &Case, scorer: &Scorer, kpis: &[KpiProfile], parts: &mut [Parts]) -> Result<(), Message> {
    let others: Vec<(usize, Element)> = case.elements.iter().enumerate().filter_map(|(i, e)| Some((i, e.in_other_words()?))).collect();
    let read = scorer.elements(&others.iter().map(|(_, e)| e).collect::<Vec<_>>())?;
    let heard = scorer.parts(kpis, &read)?;
    for ((at, _), row) in others.iter().zip(heard.chunks(kpis.len().max(1))) {
        for (mine, other) in parts[at * kpis.len()..].iter_mut().zip(row) {
            *mine = together(mine, other);
        }
    }
    Ok(())
}

/// One pair from two readings. Shared words and causes are found in one of two languages as a rule, and count where they are found.
fn together(mine: &Parts, other: &Parts) -> Parts {
    let middle = |a: f32, b: f32| f32::midpoint(a, b);
    let understood = match (mine.known, other.known) {
        (true, false) => (mine.driver, mine.semantic),
        (false, true) => (other.driver, other.semantic),
        _ => (middle(mine.driver, other.driver), middle(mine.semantic, other.semantic)),
    };
    Parts {
        opinion: agreed(mine.opinion, other.opinion),
        driver: understood.0,
        semantic: understood.1,
        lexical: mine.lexical.max(other.lexical),
        known: mine.known || other.known,
        crossing: middle(mine.crossing, other.crossing),
        ..*mine
    }
}

fn agreed(a: Opinion, b: Opinion) -> Opinion {
    let of = |which: usize, a: f32, b: f32| USUAL[which] + (f32::midpoint(a, b) - USUAL[which]) * 2.0 / (1.0 + AGREEMENT[which]);
    Opinion { helps: of(0, a.helps, b.helps), hurts: of(1, a.hurts, b.hurts), likeness: of(2, a.likeness, b.likeness).clamp(-1.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Direction, Kpi, Lang, Origin};
    use crate::read::catalog;
    use crate::score::calibrate::BASE_HELPS;

    const KPIS: [(&str, &str); 12] = [
        ("市场部", "提升品牌知名度"),
        ("人力资源部", "降低核心员工流失率"),
        ("IT部", "数字化转型场景落地"),
        ("采购部", "供应商准时交付"),
        ("财务部", "控制项目费用超支"),
        ("培训部", "提高技师认证通过率"),
        ("Sales", "Qualified leads"),
        ("Operations", "Waste per visitor"),
        ("Quality", "Complaints answered within a day"),
        ("HR", "Applications for open jobs"),
        ("Press office", "Reach of own channels"),
        ("Finance", "Spend within budget"),
    ];

    fn read(lang: Lang) -> (Scorer, Vec<KpiProfile>, Vec<Element>) {
        let scorer = Scorer::new(BASE_HELPS).unwrap();
        let origin = Origin { file: "-".into(), line: 1 };
        let kpis: Vec<Kpi> = KPIS.iter().map(|(_, name)| Kpi::from_text("K", name, Some(Direction::Increase), origin.clone())).collect();
        let named: Vec<(&Kpi, &str)> = kpis.iter().zip(KPIS).map(|(k, (department, _))| (k, department)).collect();
        let profiles = scorer.kpis(&named).unwrap();
        (scorer, profiles, catalog::embedded(lang))
    }

    fn parts(scorer: &Scorer, kpis: &[KpiProfile], elements: &[Element]) -> Vec<Parts> {
        scorer.parts(kpis, &scorer.elements(&elements.iter().collect::<Vec<_>>()).unwrap()).unwrap()
    }

    #[test]
    fn the_two_readings_agree_as_it_is_said() {
        let (scorer, kpis, zh) = read(Lang::Zh);
        let en: Vec<Element> = zh.iter().map(|e| e.in_other_words().unwrap()).collect();
        let (a, b) = (parts(&scorer, &kpis, &zh), parts(&scorer, &kpis, &en));
        let of: [fn(&Parts) -> f32; 3] = [|p| p.opinion.helps, |p| p.opinion.hurts, |p| p.opinion.likeness];
        let mut found: Vec<[f64; 2]> = Vec::new();
        for of in of {
            // KPIs of one language at a time: readings of the other language lie lower, which has its own place in the calibration.
            let correlations = [false, true].map(|han| {
                let pairs = |all: &[Parts]| -> Vec<f64> {
                    all.chunks(kpis.len())
                        .flat_map(|row| row.iter().zip(&kpis).filter(|(_, k)| k.han == han).map(|(p, _)| f64::from(of(p))))
                        .collect()
                };
                let (x, y) = (pairs(&a), pairs(&b));
                let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
                let (mx, my) = (mean(&x), mean(&y));
                let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(&y).map(|(x, y)| f(x - mx, y - my)).sum::<f64>();
                sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
            });
            let usual = a.iter().chain(&b).map(|p| f64::from(of(p))).sum::<f64>() / (2 * a.len()) as f64;
            found.push([f64::midpoint(correlations[0], correlations[1]), usual]);
        }
        for (which, [agreement, usual]) in found.iter().enumerate() {
            assert!((agreement - f64::from(AGREEMENT[which])).abs() < 0.05, "agreement {which}: {found:?}");
            assert!((usual - f64::from(USUAL[which])).abs() < 0.1, "usual {which}: {found:?}");
        }
    }

    #[test]
    fn it_does_not_matter_which_of_the_two_comes_first() {
        let (scorer, kpis, zh) = read(Lang::Zh);
        let en: Vec<Element> = zh.iter().map(|e| e.in_other_words().unwrap()).collect();
        for (a, b) in parts(&scorer, &kpis, &zh).iter().zip(&parts(&scorer, &kpis, &en)) {
            assert_eq!(together(a, b), together(b, a));
        }
    }

    #[test]
    fn two_alike_readings_beyond_the_usual_say_more_than_one() {
        let opinion = Opinion { helps: 1.0, hurts: -6.0, likeness: 0.4 };
        let both = agreed(opinion, opinion);
        assert!(both.helps > 1.2 && both.helps < 1.3 && both.hurts < -6.0 && both.likeness > 0.4, "{both:?}");
        let usual = Opinion { helps: USUAL[0], hurts: USUAL[1], likeness: USUAL[2] };
        assert_eq!(agreed(usual, usual), usual);
    }
}
