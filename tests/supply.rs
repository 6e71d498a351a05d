//! Where the code that is built in comes from: licences, sources, build scripts, doubles, and the list of parts that is published.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Licences that a permissively licensed program may hold.
const LICENCES: [&str; 10] =
    ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Zlib", "Unicode-3.0", "MPL-2.0", "BSL-1.0", "CC0-1.0", "0BSD"];

/// Where packages may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What speaks to servers. (The tables' library carries an asynchronous runtime; nothing here asks it for a connection.)
const NETWORK: [&str; 12] =
    ["curl", "curl-sys", "git2", "hyper", "isahc", "native-tls", "openssl", "openssl-sys", "reqwest", "rustls", "surf", "ureq"];

/// What runs while the program is built.
const BUILD_SCRIPTS: &str = include_str!("supply/build-scripts.txt");

/// By what a build script would fetch something.
const FETCHES: [&str; 8] = ["\"curl\"", "\"wget\"", "\"git\"", "TcpStream", "reqwest", "ureq", "download", "http_get"];

/// Packages of which two versions are built in, since parts of others still ask for the older one.
const DOUBLES: &str = include_str!("supply/doubles.txt");

/// The published list of parts.
const PARTS: &str = include_str!("../reports/docs/sbom.cdx.json");

struct Tree {
    /// Packages that the program is built of, without those that only tests need.
    packages: Vec<Value>,
}

/// What Cargo knows of the program and all that it is built of, on 64-bit Linux.
fn metadata() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn tree() -> Tree {
    let all = metadata();
    let nodes: BTreeMap<&str, &Value> =
        all["resolve"]["nodes"].as_array().unwrap().iter().map(|n| (n["id"].as_str().unwrap(), n)).collect();
    let root = all["resolve"]["root"].as_str().unwrap();
    let (mut seen, mut open) = (BTreeSet::new(), vec![root]);
    while let Some(id) = open.pop() {
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let wanted = dependency["dep_kinds"].as_array().unwrap().iter().any(|k| k["kind"] != "dev");
            let package = dependency["pkg"].as_str().unwrap();
            if wanted && seen.insert(package) {
                open.push(package);
            }
        }
    }
    let packages = all["packages"].as_array().unwrap().iter().filter(|p| seen.contains(p["id"].as_str().unwrap()));
    Tree { packages: packages.cloned().collect() }
}

impl Tree {
    fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.packages.iter().map(|p| (p["name"].as_str().unwrap(), p["version"].as_str().unwrap()))
    }
}

fn lines(list: &str) -> BTreeSet<&str> {
    list.lines().filter(|l| !l.is_empty()).collect()
}

#[test]
fn every_licence_is_a_permissive_one() {
    let tree = tree();
    assert!(tree.packages.len() > 100);
    for package in &tree.packages {
        let text = package["license"].as_str().unwrap_or_else(|| panic!("{} names no licence", package["name"]));
        let expression = spdx::Expression::parse_mode(text, spdx::ParseMode::LAX).unwrap();
        let allowed = |wanted: &spdx::LicenseReq| wanted.license.id().is_some_and(|id| LICENCES.contains(&id.name));
        assert!(expression.evaluate(allowed), "{}: {text}", package["name"]);
    }
}

#[test]
fn everything_comes_from_the_public_registry_and_nothing_reaches_out() {
    for package in &tree().packages {
        assert_eq!(package["source"], REGISTRY, "{}", package["name"]);
        assert!(!NETWORK.contains(&package["name"].as_str().unwrap()), "{}", package["name"]);
    }
}

#[test]
fn no_package_comes_with_features_that_are_not_named() {
    let all = metadata();
    let root = all["resolve"]["root"].as_str().unwrap();
    let own = all["packages"].as_array().unwrap().iter().find(|p| p["id"] == root).unwrap();
    let dependencies: Vec<&Value> = own["dependencies"].as_array().unwrap().iter().filter(|d| d["kind"].is_null()).collect();
    assert!(dependencies.len() > 30);
    for dependency in dependencies {
        assert_eq!(dependency["uses_default_features"], false, "{}: name the features that are used", dependency["name"]);
    }
}

#[test]
fn what_runs_during_the_build_is_known() {
    let tree = tree();
    let builds = |p: &&Value| p["targets"].as_array().unwrap().iter().any(|t| t["kind"][0] == "custom-build");
    let found: BTreeSet<&str> = tree.packages.iter().filter(builds).map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(found, lines(BUILD_SCRIPTS), "read the build script of a new one, then change tests/supply/build-scripts.txt");
}

/// The files of a build script: the main one, what stands beside it (its modules, or what it includes), and the folder of its name.
fn parts(main: &Path) -> Vec<PathBuf> {
    let beside = std::fs::read_dir(main.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let mut parts: Vec<PathBuf> = beside.filter(|path| path.is_file() && path.extension().is_some_and(|e| e == "rs")).collect();
    assert!(parts.iter().any(|path| path == main), "{}", main.display());
    let mut folders = vec![main.with_extension("")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                parts.push(path);
            }
        }
    }
    parts
}

#[test]
fn no_build_script_fetches_anything() {
    let tree = tree();
    let mut read = 0;
    for package in &tree.packages {
        for target in package["targets"].as_array().unwrap().iter().filter(|t| t["kind"][0] == "custom-build") {
            let main = Path::new(target["src_path"].as_str().unwrap());
            read += 1;
            for part in parts(main) {
                let script = std::fs::read_to_string(&part).unwrap();
                for word in FETCHES {
                    assert!(!script.contains(word), "{}: {word}", part.display());
                }
            }
        }
    }
    assert!(read >= lines(BUILD_SCRIPTS).len());
}

#[test]
fn no_package_is_there_twice_without_need() {
    let tree = tree();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, version) in tree.names() {
        versions.entry(name).or_default().insert(version);
    }
    let found: BTreeSet<&str> = versions.iter().filter(|(_, v)| v.len() > 1).map(|(name, _)| *name).collect();
    assert_eq!(found, lines(DOUBLES), "cargo tree --duplicates says who asks for it; tests/supply/doubles.txt lists those that must be");
}

#[test]
fn the_published_list_of_parts_is_that_of_the_program() {
    let list: Value = serde_json::from_str(PARTS).unwrap();
    assert_eq!((&list["bomFormat"], list["metadata"]["component"]["name"].as_str()), (&Value::from("CycloneDX"), Some("winwin")));
    let components = list["components"].as_array().unwrap();
    let listed: BTreeSet<(&str, &str)> = components.iter().map(|c| (c["name"].as_str().unwrap(), c["version"].as_str().unwrap())).collect();
    let tree = tree();
    let built: BTreeSet<(&str, &str)> = tree.names().collect();
    assert_eq!(listed.symmetric_difference(&built).collect::<Vec<_>>(), [&("", ""); 0], "make reports/docs/sbom.cdx.json anew");
}
