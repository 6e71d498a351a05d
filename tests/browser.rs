//! The pages in a browser, as people use them. They need chromium and chromedriver: `cargo test -- --ignored`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)]
mod common;
mod webdriver;

use std::collections::BTreeMap;

use common::{Work, records};
use serde_json::{Value, json};
use webdriver::{Browser, ENTER, TAB};

const SUMMIT: &str = "豪华车主生活方式峰会";

fn analysed(example: &str) -> Work {
    let work = Work::of_example(example);
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    work
}

fn column(browser: &Browser, name: &str) -> Vec<String> {
    let body = format!("return [...document.querySelectorAll('#pair-table tr.pair .c-{name}')].map(c => c.textContent)");
    serde_json::from_value(browser.run(&body)).unwrap()
}

fn numbers(browser: &Browser, name: &str) -> Vec<f64> {
    column(browser, name).iter().map(|t| t.replace('−', "-").parse().unwrap()).collect()
}

/// How many pairs the page says there are, match and are shown.
fn counts(browser: &Browser) -> Vec<usize> {
    let text = browser.run("return document.getElementById('pair-count').textContent");
    let digits = text.as_str().unwrap().split(|c: char| !c.is_ascii_digit()).filter(|t| !t.is_empty());
    digits.map(|t| t.parse().unwrap()).collect()
}

/// Sets a control as a hand would, and waits until the table follows.
fn set(browser: &Browser, id: &str, value: &str, found: usize) {
    let value = json!(value);
    browser.run(&format!(
        "const e = document.getElementById('{id}'); e.value = {value}; for (const t of ['input', 'change']) e.dispatchEvent(new Event(t))"
    ));
    browser.wait(&format!("(document.getElementById('pair-count').textContent.match(/\\d+/g) || []).map(Number).includes({found})"));
}

/// Nothing was complained of, and nothing asked for but the file itself.
fn quiet_and_alone(browser: &Browser) {
    let said = browser.log("browser");
    assert!(said.is_empty(), "{said:#?}");
    let events: Vec<Value> =
        browser.log("performance").iter().map(|e| serde_json::from_str(e["message"].as_str().unwrap()).unwrap()).collect();
    let asked: Vec<&str> = events
        .iter()
        .filter(|e| e["message"]["method"] == "Network.requestWillBeSent")
        .map(|e| e["message"]["params"]["request"]["url"].as_str().unwrap())
        .collect();
    assert!(asked.iter().any(|url| url.starts_with("file:")), "the log tells of the page itself: {asked:?}");
    let others: Vec<&&str> = asked.iter().filter(|url| !url.starts_with("data:") && !url.ends_with(".html")).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn pairs_are_sorted_filtered_and_explained() {
    let work = analysed("lifestyle-summit");
    let rows = records(&work.read(&format!("out/{SUMMIT}/overlap.csv")));
    let browser = Browser::start();
    browser.open(&work.path(&format!("out/{SUMMIT}/brief.html")));
    let all = rows.len();
    assert_eq!(counts(&browser), [all, all, 50]);

    // By a column, one way and the other; the columns tell how they stand.
    assert!(numbers(&browser, "overlap").is_sorted_by(|a, b| a >= b));
    browser.click("th[data-column=hurts] button");
    let sorted = numbers(&browser, "hurts");
    assert!(sorted.is_sorted_by(|a, b| a >= b) && sorted[0] > sorted[49], "{sorted:?}");
    let state = "return [...document.querySelectorAll('#pair-table th[aria-sort]')].map(t => t.dataset.column + ' ' + t.ariaSort).join()";
    assert_eq!(browser.run(state), "hurts descending");
    browser.click("th[data-column=hurts] button");
    assert!(numbers(&browser, "hurts").is_sorted());
    assert_eq!(browser.run(state), "hurts ascending");
    browser.click("th[data-column=share] button");
    let shares = column(&browser, "share");
    let known = rows.iter().filter(|r| !r["share"].is_empty()).count();
    assert_eq!(shares.iter().position(|s| s == "–"), Some(known), "what is not known stands last: {shares:?}");
    assert_eq!(shares[0], "50.0%");

    // By department, by the least overlap, by words: as many as overlap.csv holds.
    let count = |wanted: &dyn Fn(&BTreeMap<String, String>) -> bool| rows.iter().filter(|r| wanted(r)).count();
    let finance = count(&|r| r["department"] == "财务部");
    let place = "return [...document.querySelectorAll('#filter-department option')].find(o => o.textContent === '财务部').value";
    set(&browser, "filter-department", browser.run(place).as_str().unwrap(), finance);
    assert!(column(&browser, "department").iter().all(|d| d == "财务部"));
    let strong = count(&|r| r["department"] == "财务部" && r["overlap"].parse::<f64>().unwrap() >= 0.2);
    assert!(strong > 0 && strong < finance);
    set(&browser, "filter-least", "0.2", strong);
    assert_eq!(counts(&browser), [all, strong, strong]);
    browser.click(".filters button[type=reset]");
    browser.wait(&format!("document.getElementById('pair-count').textContent.split('{all}').length === 3"));
    browser.keys("#filter-text", "技师技艺");
    let words = count(&|r| r["element"].contains("技师技艺") || r["reason"].contains("技师技艺"));
    browser.wait(&format!("document.querySelectorAll('#pair-table tr.pair').length === {words}"));
    assert_eq!(counts(&browser), [all, words, words]);
    browser.keys("#filter-text", "没有这样的词");
    browser.wait("document.querySelectorAll('#pair-table tr.pair').length === 0");
    assert!(counts(&browser).is_empty(), "a sentence, no number");

    // The reasons of a row: with a click anywhere on it, and with the Enter key on its name.
    browser.click(".filters button[type=reset]");
    browser.wait("document.querySelectorAll('#pair-table tr.pair').length === 50");
    set(&browser, "filter-text", "邀请汽车媒体报道", count(&|r| r["element"] == "邀请汽车媒体报道"));
    browser.click("th[data-column=overlap] button");
    if numbers(&browser, "overlap").is_sorted() {
        browser.click("th[data-column=overlap] button");
    }
    let kpi = &column(&browser, "kpi")[0];
    let row = rows.iter().find(|r| r["element"] == "邀请汽车媒体报道" && r["kpi"] == *kpi).unwrap();
    browser.keys("#pair-table tr.pair button", ENTER);
    let steps = "return [...document.querySelectorAll('tr.why .chain')][0].innerText.split('\\n').join(' → ')";
    assert_eq!(browser.run(steps), row["reason"].as_str(), "the chain is that of overlap.csv");
    assert_eq!(browser.run("return document.querySelector('#pair-table tr.pair button').ariaExpanded"), "true");
    let at = browser.run("return document.querySelector('tr.why dl').innerText");
    assert!(at.as_str().unwrap().contains("elements.csv:11"), "{at}");
    browser.keys("#pair-table tr.pair button", ENTER);
    assert_eq!(browser.run("return document.querySelectorAll('tr.why').length"), 0);
    browser.click("#pair-table tr.pair .c-overlap");
    assert_eq!(browser.run("return document.querySelectorAll('tr.why').length"), 1);

    // The rest comes on demand, and the keyboard stays where the new rows begin.
    browser.click(".filters button[type=reset]");
    browser.wait(&format!("document.getElementById('pair-count').textContent.split('{all}').length === 3"));
    browser.click("#more");
    assert_eq!(counts(&browser), [all, all, 100.min(all)]);
    let focused = "return [...document.querySelectorAll('#pair-table tr.pair button')].indexOf(document.activeElement)";
    assert_eq!(browser.run(focused), 50);
    quiet_and_alone(&browser);
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn pages_fit_narrow_screens_dark_rooms_and_paper() {
    let (zh, en) = (analysed("lifestyle-summit"), analysed("harbor-festival"));
    let browser = Browser::start();
    let pages = [zh.path(&format!("out/{SUMMIT}/brief.html")), en.path("out/Harbor Festival/brief.html"), zh.path("out/index.html")];
    for page in &pages {
        browser.open(page);
        for width in [320, 390, 768, 1280] {
            browser.width(width);
            let over = browser.run("const e = document.documentElement; return e.scrollWidth - e.clientWidth");
            assert_eq!(over, 0, "{} at {width}", page.display());
            // What is wider than the screen scrolls by itself.
            let cut = "return [...document.querySelectorAll('main *, header *')].filter(e => !e.closest('.scroll, .unseen') && \
                       e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 80))";
            assert_eq!(browser.run(cut), json!([]), "{} at {width}", page.display());
        }
        let paper = "return getComputedStyle(document.body).backgroundColor";
        let dark = |on: bool| {
            let scheme = if on { "dark" } else { "light" };
            let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
            browser.command("Emulation.setEmulatedMedia", &features);
            browser.run(paper)
        };
        assert_eq!(dark(false), "rgb(255, 255, 255)");
        let night = dark(true);
        assert_ne!(night, "rgb(255, 255, 255)");
        browser.click("#theme");
        assert_eq!(browser.run(paper), "rgb(255, 255, 255)", "the button turns it");
        assert_eq!(dark(false), "rgb(255, 255, 255)");
        browser.click("#theme");
        assert_eq!(browser.run(paper), night);
        let pdf = browser.pdf();
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 20_000, "{} bytes", pdf.len());
        // On paper all is as in the light, and what cannot be pressed is not there.
        browser.command("Emulation.setEmulatedMedia", &json!({"media": "print"}));
        assert_eq!(browser.run(paper), "rgb(255, 255, 255)");
        let pressed = "return [...document.querySelectorAll('.tools, nav, .filters, .more')].filter(e => e.offsetHeight > 0).length";
        assert_eq!(browser.run(pressed), 0);
        assert_eq!(browser.run("return getComputedStyle(document.querySelector('thead')).display"), "table-header-group");
        browser.command("Emulation.setEmulatedMedia", &json!({"media": ""}));
    }
    quiet_and_alone(&browser);
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_keyboard_reaches_everything_and_the_index_leads_to_the_briefs() {
    let work = analysed("lifestyle-summit");
    let browser = Browser::start();
    browser.open(&work.path("out/index.html"));
    browser.keys("body", TAB);
    assert_eq!(browser.run("return document.activeElement.className"), "skip");
    assert_eq!(browser.run("return getComputedStyle(document.activeElement).outlineStyle"), "solid", "the focus is seen");
    let names = browser.run("return [...document.querySelectorAll('.projects a')].map(a => a.textContent)");
    assert_eq!(names, json!([SUMMIT, "老客户答谢会"]));
    for at in [1, 2] {
        browser.open(&work.path("out/index.html"));
        browser.click(&format!(".projects li:nth-child({at}) a"));
        browser.wait("document.getElementById('pair-table')");
        assert_eq!(browser.run("return document.querySelector('h1').textContent"), names[at - 1]);
    }
    // Every control has a name that is read out, every picture a text, every link of the contents a place.
    let nameless = "return [...document.querySelectorAll('button, input, select')].filter(e => \
                    !(e.textContent.trim() || e.ariaLabel || (e.labels && e.labels.length))).map(e => e.outerHTML)";
    assert_eq!(browser.run(nameless), json!([]));
    let lost = "return [...document.querySelectorAll('nav a')].filter(a => !document.querySelector(a.hash)).length";
    assert_eq!(browser.run(lost), 0);
    assert_eq!(browser.run("return document.querySelectorAll('nav a').length > 15"), true);
    quiet_and_alone(&browser);
}
