(function () {
  "use strict";
  var root = document.documentElement;
  var by = function (id) { return document.getElementById(id); };
  var make = function (tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  /* Light and dark: as the system has it until the button is pressed. */
  var theme = by("theme"), system = window.matchMedia("(prefers-color-scheme: dark)");
  var isDark = function () { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; };
  var label = function () { theme.textContent = isDark() ? theme.dataset.light : theme.dataset.dark; };
  document.querySelector(".tools").hidden = false;
  theme.addEventListener("click", function () { root.dataset.theme = isDark() ? "light" : "dark"; label(); });
  if (system.addEventListener) system.addEventListener("change", label);
  label();
  by("print").addEventListener("click", function () { window.print(); });

  /* A narrow page begins with its text, not with a screen of contents. */
  var contents = document.querySelector("nav details");
  if (contents && window.matchMedia("(max-width: 60rem)").matches) contents.open = false;

  /* Only what can be scrolled stands in the way of the Tab key. */
  var regions = [].slice.call(document.querySelectorAll(".scroll"));
  var reach = function () {
    regions.forEach(function (region) {
      if (region.scrollWidth > region.clientWidth + 1) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    });
  };
  window.addEventListener("resize", reach);
  reach();

  var source = by("pair-data");
  if (!source) return;

  var data = JSON.parse(source.textContent), words = data.words, PAGE = 50;
  var table = by("pair-table"), body = table.tBodies[0], count = by("pair-count"), more = by("more");
  var text = by("filter-text"), department = by("filter-department"), least = by("filter-least");
  var collator = new Intl.Collator(root.lang, { numeric: true });
  var filled = function (pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, function (hole, key) { return values[key]; });
  };
  var decimals = function (value) {
    var shown = Math.abs(value).toFixed(2);
    return (value < 0 && shown !== "0.00" ? "\u2212" : "") + shown;
  };
  var rows = data.rows.map(function (r, at) {
    var element = data.elements[r[0]], kpi = data.kpis[r[1]];
    var why = r[8].map(function (w) { return Array.isArray(w) ? w.join(" ") : w; }).join(" ");
    return {
      at: at, element: element.name, department: data.departments[kpi.department], kpi: kpi.name, overlap: r[2], helps: r[3], hurts: r[4],
      share: r[5], evidence: data.levels[r[7]], shown: r[6] || "\u2013", why: r[8], of: element, to: kpi,
      found: [element.name, element.about, kpi.name, data.departments[kpi.department], why].join("\n").toLowerCase()
    };
  });
  var sorting = { column: "overlap", down: true }, matching = [], shown = 0;

  var bar = function (overlap) {
    var space = "http://www.w3.org/2000/svg", width = Math.abs(overlap) * 30;
    var svg = document.createElementNS(space, "svg"), rect = document.createElementNS(space, "rect"), zero = document.createElementNS(space, "path");
    svg.setAttribute("class", "bar");
    svg.setAttribute("viewBox", "0 0 60 8");
    svg.setAttribute("aria-hidden", "true");
    rect.setAttribute("class", overlap < 0 ? "hurt" : "help");
    rect.setAttribute("x", overlap < 0 ? 30 - width : 30);
    rect.setAttribute("width", width);
    rect.setAttribute("height", 8);
    zero.setAttribute("d", "M30 -2V10");
    svg.appendChild(rect);
    svg.appendChild(zero);
    return svg;
  };
  var cell = function (name, value, tag) {
    var node = make(tag || "td", "c-" + name, value);
    node.dir = "auto";
    return node;
  };
  var line = function (list, name, content) {
    list.appendChild(make("dt", "", name));
    var dd = make("dd");
    dd.dir = "auto";
    if (typeof content === "string") dd.textContent = content;
    else content.forEach(function (node) { dd.appendChild(node); });
    list.appendChild(dd);
  };
  var ground = function (why) {
    if (!Array.isArray(why)) {
      var sentence = make("div", "", why);
      sentence.dir = "auto";
      return sentence;
    }
    var chain = make("ol", "chain");
    why.forEach(function (step) {
      var item = make("li", "", step);
      item.dir = "auto";
      chain.appendChild(item);
    });
    return chain;
  };
  var reasons = function (row) {
    var tr = make("tr", "why"), td = make("td"), list = make("dl");
    tr.id = "why-" + row.at;
    td.colSpan = 8;
    line(list, words.why, row.why.length ? row.why.map(ground) : words.nothing);
    line(list, words.goal, row.department + " · " + row.to.goal);
    if (row.of.about) line(list, words.about, row.of.about);
    line(list, words.overlap, decimals(row.overlap) + " = " + words.helps + " " + decimals(row.helps) + " \u2212 " + words.hurts + " " + decimals(row.hurts));
    line(list, words.share, row.shown);
    line(list, words.evidence, row.evidence);
    line(list, words.rows, row.of.at + " · " + row.to.at);
    td.appendChild(list);
    tr.appendChild(td);
    return tr;
  };
  var toggle = function (tr, row) {
    var button = tr.querySelector("button"), open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    tr.classList.toggle("open", !open);
    if (open) body.removeChild(tr.nextSibling);
    else body.insertBefore(reasons(row), tr.nextSibling);
  };
  var rendered = function (row) {
    var tr = make("tr", "pair"), name = cell("element", undefined, "th"), button = make("button", "", row.element);
    name.scope = "row";
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", "why-" + row.at);
    name.appendChild(button);
    if (row.of.source) name.appendChild(make("small", "", row.of.source));
    tr.appendChild(name);
    tr.appendChild(cell("department", row.department));
    tr.appendChild(cell("kpi", row.kpi));
    var overlap = cell("overlap");
    overlap.appendChild(bar(row.overlap));
    overlap.appendChild(document.createTextNode(decimals(row.overlap)));
    tr.appendChild(overlap);
    tr.appendChild(cell("helps", decimals(row.helps)));
    tr.appendChild(cell("hurts", decimals(row.hurts)));
    tr.appendChild(cell("share", row.shown));
    tr.appendChild(cell("evidence", row.evidence));
    /* Enter and Space reach the row as a click on its button. Marking text opens nothing. */
    tr.addEventListener("click", function () {
      if (!String(window.getSelection())) toggle(tr, row);
    });
    return tr;
  };
  var tell = function () {
    count.textContent = matching.length
      ? filled(words.count, { all: rows.length, found: matching.length, shown: shown })
      : words.none;
    var left = matching.length - shown;
    more.hidden = left <= 0;
    more.textContent = filled(words.more, { n: Math.min(PAGE, left) });
  };
  var show = function () {
    var fresh = document.createDocumentFragment(), next = Math.min(shown + PAGE, matching.length);
    for (; shown < next; shown++) fresh.appendChild(rendered(matching[shown]));
    body.appendChild(fresh);
    tell();
    reach();
  };
  var compare = function (a, b) {
    var x = a[sorting.column], y = b[sorting.column];
    /* What is not known stands last whichever way the column is sorted. */
    if (x === null || y === null) return (x === null) - (y === null) || a.at - b.at;
    var order = typeof x === "number" ? x - y : collator.compare(x, y);
    return (sorting.down ? -order : order) || a.at - b.at;
  };
  var update = function () {
    var wanted = text.value.trim().toLowerCase(), from = Number(least.value), of = department.value;
    matching = rows.filter(function (row) {
      return row.overlap >= from - 1e-9 && (of === "" || row.to.department === Number(of)) && (!wanted || row.found.indexOf(wanted) >= 0);
    });
    matching.sort(compare);
    body.textContent = "";
    shown = 0;
    document.querySelector("output[for=filter-least]").textContent = decimals(from);
    show();
  };
  [].forEach.call(table.tHead.rows[0].cells, function (th) {
    var button = make("button", "", th.textContent), column = th.dataset.column;
    button.type = "button";
    th.textContent = "";
    th.appendChild(button);
    button.addEventListener("click", function () {
      var number = ["overlap", "helps", "hurts", "share"].indexOf(column) >= 0;
      sorting = { column: column, down: sorting.column === column ? !sorting.down : number };
      [].forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
      th.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
      update();
    });
  });
  var waiting = 0, soon = function () { clearTimeout(waiting); waiting = setTimeout(update, 120); };
  text.addEventListener("input", soon);
  least.addEventListener("input", soon);
  department.addEventListener("change", update);
  var form = document.querySelector("form.filters");
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", soon);
  more.addEventListener("click", function () {
    var first = shown;
    show();
    /* The next row to read, not the button that may be gone. */
    var button = body.querySelectorAll("tr.pair")[first];
    if (button) button.querySelector("button").focus();
  });
  update();
})();
