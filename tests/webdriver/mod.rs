//! A browser for the tests: chromedriver, spoken to in the WebDriver protocol over plain HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long a page may take to do what it is asked.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser that runs without a screen; it ends with the value.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

/// Key codes of WebDriver.
pub const ENTER: &str = "\u{e007}";
pub const TAB: &str = "\u{e004}";

impl Browser {
    /// Starts one.
    pub fn start() -> Browser {
        let driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut driver = driver.unwrap_or_else(|e| {
            panic!("chromedriver cannot be started ({e}): these tests need a browser, `apt-get install chromium chromium-driver`")
        });
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let told = |line: &String| line.contains("started successfully on port");
        let line = lines.by_ref().map_while(Result::ok).find(told).expect("chromedriver tells its port");
        let port = line.trim_end_matches('.').rsplit(' ').next().unwrap().parse().unwrap();
        // What it says further must go somewhere, or it waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let mut browser = Browser { driver, port, session: String::new() };
        let arguments =
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900", "--lang=en"];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {"args": arguments},
        }}});
        let session = browser.ask("POST", "/session", &wanted);
        browser.session = format!("/session/{}", session["sessionId"].as_str().unwrap());
        browser
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(4 * PATIENCE)).unwrap();
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let (port, length) = (self.port, body.len());
        let head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n");
        write!(stream, "{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        let mut answer: Value = serde_json::from_slice(&answer).unwrap();
        let value = answer["value"].take();
        assert!(value.get("error").is_none(), "{method} {path}: {value}");
        value
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", &format!("{}{path}", self.session), body)
    }

    /// Opens a file and waits until it is there.
    pub fn open(&self, file: &Path) {
        self.post("/url", &json!({"url": address(file)}));
    }

    /// What a function body gives in the page.
    pub fn run(&self, body: &str) -> Value {
        self.post("/execute/sync", &json!({"script": body, "args": []}))
    }

    /// Waits until an expression is true in the page.
    pub fn wait(&self, expression: &str) {
        let from = Instant::now();
        while self.run(&format!("return Boolean({expression})")) != true {
            assert!(from.elapsed() < PATIENCE, "never true: {expression}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The first element that a selector finds.
    fn element(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({"using": "css selector", "value": selector}));
        found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    /// Clicks it where a user would.
    pub fn click(&self, selector: &str) {
        self.post(&format!("/element/{}/click", self.element(selector)), &json!({}));
    }

    /// Types into it.
    pub fn keys(&self, selector: &str, text: &str) {
        self.post(&format!("/element/{}/value", self.element(selector)), &json!({"text": text}));
    }

    /// A command of the browser's own protocol.
    pub fn command(&self, name: &str, parameters: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({"cmd": name, "params": parameters}))
    }

    /// The page as wide as a telephone's screen, or any other.
    pub fn width(&self, pixels: u32) {
        let size = json!({"width": pixels, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        self.command("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Entries of a log since it was last asked for.
    pub fn log(&self, kind: &str) -> Vec<Value> {
        self.post("/se/log", &json!({"type": kind})).as_array().unwrap().clone()
    }

    /// The page as a PDF, as printed on A4.
    pub fn pdf(&self) -> Vec<u8> {
        use base64::Engine;
        let printed = self.command("Page.printToPDF", &json!({"preferCSSPageSize": true, "printBackground": false}));
        base64::engine::general_purpose::STANDARD.decode(printed["data"].as_str().unwrap()).unwrap()
    }
}

impl Drop for Browser {
    /// Ends the browser too, also when a test fails: the driver alone would leave it running.
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let end = format!("DELETE {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", self.session);
            let _ = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.write_all(end.as_bytes()));
            let _ = stream.read_to_end(&mut Vec::new());
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The address of a file.
fn address(file: &Path) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    let path: String =
        file.to_str().unwrap().bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    format!("file://{path}")
}
