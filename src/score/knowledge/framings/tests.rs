//! Titles put together from slots, and rows that cannot be used.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::score::knowledge::{Table, embedded, tables};

fn filled(text: &str, topic: Option<&str>, audience: Option<&str>) -> String {
    Template::parse(text).unwrap().fill(&Words { title: "老客户答谢会", audience, guests: audience, topic })
}

#[test]
fn a_slot_takes_the_first_that_is_given_else_its_word() {
    assert_eq!(filled("{audience|客户}{topic|生活方式}峰会", None, Some("车主")), "车主生活方式峰会");
    assert_eq!(filled("{audience|客户}{topic|生活方式}峰会", Some("露营"), None), "客户露营峰会");
    assert_eq!(filled("{topic|audience|服务}大赛", None, Some("车主")), "车主大赛");
    assert_eq!(filled("{topic|audience|服务}大赛", None, None), "服务大赛");
    assert_eq!(filled("{title}：试点", None, None), "老客户答谢会：试点");
}

#[test]
fn slots_that_could_stay_open_are_refused() {
    for text in ["{audience}峰会", "{city|上海}峰会", "{audience|客户", "客户}", "{}", "{audience|}", "{audience|客户|会员}", "{{title}}"]
    {
        assert_eq!(Template::parse(text), Err(KnowledgeFault::Slot), "{text}");
    }
}

#[test]
fn every_built_in_framing_is_filled_in_both_languages_with_and_without_words() {
    let known = embedded();
    let framings = &known.framings;
    assert!(framings.patterns.len() >= 60, "{}", framings.patterns.len());
    let full = Words { title: "Harbor Festival", audience: Some("visitors"), guests: Some("members"), topic: Some("harbor") };
    let bare = Words { audience: None, guests: None, topic: None, ..full };
    let mut titles: [BTreeSet<String>; 2] = Default::default();
    for framing in &framings.patterns {
        assert!(framing.concepts.len() >= 3, "{}: what is the project then about?", framing.id);
        for (lang, titles) in titles.iter_mut().enumerate() {
            for words in [&full, &bare] {
                let (theme, line) = (framing.theme[lang].fill(words), framing.line[lang].fill(words));
                for text in [&theme, &line] {
                    assert!(!text.is_empty() && !text.contains(['{', '}', '|']) && text.trim() == text, "{}: {text}", framing.id);
                }
                let (longest, longest_line) = if lang == 0 { (40, 45) } else { (70, 120) };
                assert!(theme.chars().count() <= longest && line.chars().count() <= longest_line, "{}: {theme}: {line}", framing.id);
                // An English title holds no Chinese but what the project's own tables bring.
                assert!(lang == 0 || !theme.chars().chain(line.chars()).any(crate::text::is_han), "{}: {theme}: {line}", framing.id);
            }
            assert!(titles.insert(framing.theme[lang].fill(&bare)), "{}: another framing gives the same title", framing.id);
        }
    }
}

#[test]
fn every_kind_of_project_has_framings_of_its_own() {
    let known = embedded();
    for (name, kind) in FormKind::NAMES {
        let own = known.framings.patterns.iter().filter(|f| f.fits.contains(&kind)).count();
        assert!(own >= 15, "{name}: {own}");
        assert!(known.framings.forms.iter().any(|f| f.kind == Some(kind)), "{name}");
    }
    assert!(known.framings.audiences.iter().any(|a| a.side == Side::Inside));
}

#[test]
fn own_rows_add_words_or_stand_in_place_and_faults_have_their_line() {
    let table = |kind: Kind, text: &'static str| Table { file: Arc::from(kind.file_name()), kind, data: text.as_bytes() };
    let concepts = "id,valence,kind,name_zh,name_en,zh,en\nreach,+,outcome,触达,reach,触达,reach\n";
    let head = "id,fits,audience,concepts,theme_zh,theme_en,line_zh,line_en\n";
    let built_in = [
        table(Kind::Concepts, concepts),
        table(Kind::Forms, "id,kind,zh,en\nmeet,event,聚会,meeting\n"),
        table(Kind::Audiences, "id,side,weight,name_zh,name_en,zh,en\nfans,outside,2,粉丝,fans,粉丝,fan\n"),
        table(
            Kind::Framings,
            "id,fits,audience,concepts,theme_zh,theme_en,line_zh,line_en\nsummit,event,outside,reach,{title}：峰会,{title}: summit,来,come\n",
        ),
    ];
    let own_text = format!(
        "{head}summit,any,,reach,{{title}}：大会,,,\nsummit,any,,reach,x,x,,\nopen,party,,reach,x,x,,\nfar,any,,rech,x,x,,\nhole,any,,reach,{{who}},x,,\nnone,any,,reach,,,,\n"
    );
    let own = [
        table(Kind::Forms, "id,zh\nmeet,茶会|-宴\nwalk,散步\n"),
        table(Kind::Audiences, "id,side,name_zh,zh\nfans,,,迷\nguests,nowhere,来宾,来宾\nthem,outside,他们,粉丝\n"),
        Table { file: Arc::from("framings.csv"), kind: Kind::Framings, data: own_text.as_bytes() },
    ];
    let mut problems = Vec::new();
    let known = tables::read(&built_in, &own, &mut problems);
    let at: Vec<_> = problems.iter().map(|p| (p.place.file.to_string(), p.place.line.unwrap_or(0), p.place.column.unwrap_or(""))).collect();
    let expected = [
        ("forms.csv", 3, "kind"),
        ("audiences.csv", 3, "side"),
        ("audiences.csv", 4, "zh"),
        ("framings.csv", 3, "id"),
        ("framings.csv", 4, "fits"),
        ("framings.csv", 5, "concepts"),
        ("framings.csv", 6, "theme_zh"),
        ("framings.csv", 7, "theme_zh"),
    ];
    assert_eq!(at, expected.map(|(f, l, c)| (f.to_owned(), l, c)));
    let words = Words { title: "T", audience: None, guests: None, topic: None };
    let patterns = &known.framings.patterns;
    assert_eq!(patterns.iter().map(|f| f.theme[1].fill(&words)).collect::<Vec<_>>(), ["T：大会"]);
    assert_eq!((patterns[0].fits.len(), patterns[0].audience), (0, None));
    assert_eq!(known.framings.forms[0].endings, ["宴"]);
    let found = |text: &str| known.framings.form_words.find(&crate::score::tokens::Tokens::of(text)).len();
    assert_eq!((found("茶会"), found("聚会"), found("散步")), (1, 1, 0));
}

#[test]
fn a_word_stays_with_the_row_that_had_it_first() {
    let forms = "id,kind,zh,en\na,event,年会,\nb,event,年会,\nc,event,年会,\n";
    let mut problems = Vec::new();
    tables::read(&[Table { file: Arc::from("forms.csv"), kind: Kind::Forms, data: forms.as_bytes() }], &[], &mut problems);
    let taken = || crate::error::Fault::Knowledge(KnowledgeFault::WordTaken { by: "a".to_owned() });
    assert_eq!(problems.into_iter().map(|p| (p.place.line, p.fault)).collect::<Vec<_>>(), [(Some(3), taken()), (Some(4), taken())]);
}

/// Any one of its concepts is enough to carry a framing, so that its line must not promise two of them.
#[test]
fn a_line_names_no_more_than_one_of_what_carries_it() {
    let known = embedded();
    let bare = Words { title: "", audience: None, guests: None, topic: None };
    for framing in &known.framings.patterns {
        for line in framing.line.iter().map(|l| l.fill(&bare)) {
            let named = crate::score::driver::element(&known, &line, "", Vec::new).hits;
            let carried: BTreeSet<&str> =
                named.iter().filter(|h| framing.carried_by.contains(&h.concept)).map(|h| h.words.as_str()).collect();
            assert!(carried.len() <= 1, "{}: {line}: {carried:?}", framing.id);
        }
    }
}
