"use strict";
// The query editor: sends the text to this server's own endpoint and shows what comes back.
const form = document.getElementById("editor");
const text = document.getElementById("query");
const output = document.getElementById("output");

function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  Object.assign(made, attributes);
  if (content !== undefined) made.textContent = content;
  return made;
}

function cell(term) {
  const made = element("td");
  if (!term) return made;
  if (term.type === "uri") {
    const here = term.value.startsWith(form.dataset.ids);
    const href = here ? "/" + term.value.slice(form.dataset.ids.length) : term.value;
    made.append(element("a", here ? href.slice(1) : term.value, { href }));
  } else {
    made.textContent = term.value;
    if (term["xml:lang"]) made.lang = term["xml:lang"];
  }
  return made;
}

function table(answer) {
  const rows = answer.results.bindings;
  const made = element("table");
  const head = made.createTHead().insertRow();
  for (const name of answer.head.vars) head.append(element("th", name));
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const name of answer.head.vars) line.append(cell(row[name]));
  }
  const scroll = element("div", undefined, { className: "scroll" });
  scroll.append(made);
  const told = form.dataset.rows.replace("{count}", rows.length);
  output.replaceChildren(element("p", told, { className: "quiet" }), scroll);
}

function problem(document_) {
  const made = element("div", undefined, { className: "problem" });
  made.append(element("strong", document_.title), element("p", document_.detail));
  if (document_.remedy) made.append(element("p", document_.remedy));
  output.replaceChildren(made);
  if (document_.line) {
    const lines = text.value.split("\n").slice(0, document_.line - 1);
    const start = lines.join("\n").length + (lines.length ? 1 : 0) + document_.column - 1;
    text.focus();
    text.setSelectionRange(start, start + 1);
  }
}

async function run() {
  output.replaceChildren(element("p", form.dataset.asking, { className: "quiet" }));
  try {
    const response = await fetch("/sparql", {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.5",
      },
      body: text.value,
    });
    const type = response.headers.get("Content-Type") || "";
    if (!response.ok) problem(await response.json());
    else if (type.includes("json")) {
      const answer = await response.json();
      if (answer.results) table(answer);
      else output.replaceChildren(element("p", String(answer.boolean)));
    } else output.replaceChildren(element("pre", await response.text()));
  } catch (error) {
    problem({ title: form.dataset.noAnswer, detail: String(error) });
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const address = new URL(location.href);
  address.hash = "query=" + encodeURIComponent(text.value);
  history.replaceState(null, "", address);
  run();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
document.getElementById("examples").addEventListener("change", async (event) => {
  if (!event.target.value) return;
  const question = await (await fetch(event.target.value)).text();
  text.value = question.replace(/^#\+.*\n/gm, "").trimStart();
  form.requestSubmit();
});
if (location.hash.startsWith("#query=")) {
  text.value = decodeURIComponent(location.hash.slice(7));
  run();
}
