"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const body = one("map").tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(one("map").tHead.rows[0].cells);
  const form = one("filter");
  const words = rows.map((row) => row.cells[0].textContent.toLowerCase() + " " + row.cells[1].textContent.toLowerCase());

  const day = 86400000;
  const isDue = (due, wanted) => {
    if (wanted === "") return true;
    if (wanted === "none" || due === "") return wanted === "none" && due === "";
    const days = (Date.parse(due) - Date.now()) / day;
    return wanted === "past" ? days < -1 : days >= -1 && days <= Number(wanted);
  };
  const filter = () => {
    const asked = one("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [owner, folder, grade, due] = ["owner", "folder", "grade", "due"].map((id) => one(id).value);
    let shown = 0;
    rows.forEach((row, at) => {
      const data = row.dataset;
      const fits = asked.every((word) => words[at].includes(word)) && (owner === "" || data.owner === owner) &&
        (folder === "" || data.folder === folder) && (grade === "" || data.grade === grade) && isDue(data.due, due);
      row.hidden = !fits;
      if (fits) shown += 1;
    });
    one("shown").textContent = `${shown} of ${rows.length} shown`;
  };

  const key = (row, by) => {
    if (by === "title") return row.cells[0].textContent.toLowerCase();
    if (by === "owner") return row.dataset.owner.toLowerCase();
    if (by === "due") return row.dataset.due || "9999";
    if (by === "worst") return Number(row.dataset.worst);
    if (by === "findings") return -Number(row.dataset.findings);
    return Number(row.cells[4 + Number(by)].dataset.rank);
  };
  const sort = (head) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((row) => [key(row, head.dataset.sort), row]);
    const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b) : a - b);
    keyed.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
    body.append(...keyed.map(([, row]) => row));
  };
  heads.forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  });

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      one("search").focus();
    }
  });
  filter();

  const texts = () => document.querySelectorAll("details.brief");
  for (const [id, open] of [["open-all", true], ["close-all", false]]) {
    one(id).hidden = false;
    one(id).addEventListener("click", () => texts().forEach((text) => { text.open = open; }));
  }
  // A link to a text, or to a finding in it, opens it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const text = target && target.closest("details");
    if (text) {
      text.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
