"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  const idsOf = (element) => (element?.dataset.e ?? "").split(" ").filter(Boolean);

  // What belongs to an entry: lines of both panes, the box in the picture, the findings.
  const members = new Map();
  for (const element of all("[data-e]"))
    for (const id of idsOf(element)) {
      if (!members.has(id)) members.set(id, []);
      members.get(id).push(element);
    }
  const edges = new Map();
  for (const edge of all(".edge"))
    for (const id of [edge.dataset.from, edge.dataset.to]) {
      if (!edges.has(id)) edges.set(id, []);
      edges.get(id).push(edge);
    }

  const marked = { on: [], same: [], pin: [] };
  function mark(kind, ids) {
    for (const element of marked[kind]) element.classList.remove(kind);
    marked[kind] = ids.flatMap((id) => [
      ...(members.get(id) ?? []),
      ...(edges.get(id) ?? []),
    ]);
    for (const element of marked[kind]) element.classList.add(kind);
  }
  // A line may belong to several entries, of which the last is the innermost, and to a part of it.
  const entryOf = (element) => idsOf(element).filter((id) => !id.includes(":")).at(-1);
  function partOf(element) {
    const parts = idsOf(element).filter((id) => id.includes(":"));
    return parts.length === 1 ? parts[0] : undefined;
  }
  const known = (...ids) => ids.filter(Boolean);

  function reveal(line, smoothly) {
    const pane = line.closest(".pane");
    if (!pane) return;
    const top = line.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    pane.scrollTo({ top: Math.max(0, top - 96), behavior: smoothly ? smooth : "instant" });
  }
  function firstLines(id) {
    const found = new Map();
    for (const element of members.get(id) ?? []) {
      const pane = element.matches(".l") && element.closest(".pane");
      if (pane && !found.has(pane)) found.set(pane, element);
    }
    return found;
  }
  function choose(id, from, part) {
    mark("pin", known(id));
    if (!id) return;
    const lines = new Map([...firstLines(id), ...firstLines(part)]);
    for (const [pane, line] of lines) if (pane !== from) reveal(line, true);
    const pane = lines.keys().next().value;
    if (!from && pane) pane.closest(".sides").scrollIntoView({ block: "start", behavior: smooth });
  }

  for (const kind of ["mouseover", "focusin"])
    document.addEventListener(kind, (event) => {
      const element = event.target.closest?.("[data-e]");
      mark("on", known(entryOf(element)));
      mark("same", known(partOf(element)));
    });
  document.addEventListener("click", (event) => {
    const told = event.target.closest?.(".findings .told");
    if (told) {
      event.preventDefault();
      visit(told);
      return;
    }
    const element = event.target.closest?.("[data-e]");
    if (!element || String(getSelection())) return;
    choose(entryOf(element), element.closest(".pane"), partOf(element));
  });

  // A picture larger than its frame opens where its first resource is.
  for (const picture of all(".picture")) {
    const box = picture.querySelector(".node").getBoundingClientRect();
    const frame = picture.getBoundingClientRect();
    if (box.bottom > frame.bottom) picture.scrollTop = box.top - frame.top - frame.height / 2;
  }

  // Findings, one after the other
  let current = null;
  function visit(told) {
    current?.classList.remove("now");
    current = told;
    told.classList.add("now");
    told.scrollIntoView({ block: "nearest" });
    const line = told.dataset.line && document.getElementById(told.dataset.line);
    choose(told.dataset.e, null);
    if (!line) return;
    reveal(line, true);
    history.replaceState(null, "", "#" + line.id);
    line.closest(".sides").scrollIntoView({ block: "start", behavior: smooth });
  }
  function step(by) {
    const shown = all(".findings .told").filter((told) => !told.hidden);
    if (!shown.length) return;
    const next = (shown.indexOf(current) + by + shown.length) % shown.length;
    visit(shown[current ? next : by > 0 ? 0 : shown.length - 1]);
  }

  for (const button of all(".filter"))
    button.addEventListener("click", () => {
      const pressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(pressed));
      for (const told of all(`.told.${button.dataset.severity}`)) told.hidden = !pressed;
    });

  // Search
  const search = document.getElementById("search");
  const count = document.getElementById("hits");
  let hits = [];
  let at = -1;
  function find() {
    for (const hit of all(".hit")) hit.classList.remove("hit", "now");
    const words = search.value.trim().toLowerCase();
    const holds = (element) => element.textContent.toLowerCase().includes(words);
    hits = words ? all(".l code").filter(holds).map((code) => code.parentElement) : [];
    for (const node of words ? all(".node").filter(holds) : []) node.classList.add("hit");
    for (const hit of hits) hit.classList.add("hit");
    at = -1;
    count.textContent = !words ? "" : hits.length === 1 ? "1 line" : `${hits.length} lines`;
  }
  function go(by) {
    if (!hits.length) return;
    hits[at]?.classList.remove("now");
    at = (at + by + hits.length) % hits.length;
    hits[at].classList.add("now");
    reveal(hits[at], false);
    hits[at].scrollIntoView({ block: "nearest" });
    count.textContent = `${at + 1} of ${hits.length}`;
  }
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") {
      search.value = "";
      find();
      search.blur();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      search.focus();
    } else if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "Escape") choose(null, null);
    else if (event.key === "Enter" && event.target.matches?.(".node, tr[data-e]"))
      choose(entryOf(event.target), null);
  });

  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
})();
