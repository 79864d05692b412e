"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const body = one("map").tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(one("map").tHead.rows[0].cells);
  const form = one("filter");

  const day = 86400000;
  const isDue = (due, wanted) => {
    if (wanted === "") return true;
    if (wanted === "none" || due === "") return wanted === "none" && due === "";
    const days = (Date.parse(due) - Date.now()) / day;
    return wanted === "past" ? days < -1 : days >= -1 && days <= Number(wanted);
  };
  // So many rows are laid out at a time; more of them would make every frame slow.
  const most = Number(one("map").dataset.most);
  let fitting = rows.slice();
  let first = 0;
  let page = rows.slice(0, most);
  const show = (count) => {
    page.forEach((row) => { row.hidden = true; });
    page = fitting.slice(first, first + count);
    page.forEach((row) => { row.hidden = false; });
    body.append(...page);
  };
  const tell = () => {
    const last = first + page.length;
    const which = fitting.length > most ? `${first + 1} to ${last} of ${fitting.length}` : `${last} of ${rows.length}`;
    one("shown").textContent = `${which} shown`;
    one("pages").hidden = fitting.length <= most;
    one("earlier").disabled = first === 0;
    one("later").disabled = last >= fitting.length;
  };
  const turn = (to) => {
    first = to;
    show(most);
    tell();
    one("map").parentElement.scrollTop = 0;
  };
  // The words of each row, once somebody searches.
  let words;
  const filter = () => {
    const asked = one("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    if (asked.length > 0) words ??= new Map(rows.map((row) => [row, `${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase()]));
    const [owner, folder, grade, due] = ["owner", "folder", "grade", "due"].map((id) => one(id).value);
    fitting = rows.filter((row) => {
      const data = row.dataset;
      return asked.every((word) => words.get(row).includes(word)) && (owner === "" || data.owner === owner) &&
        (folder === "" || data.folder === folder) && (grade === "" || data.grade === grade) && isDue(data.due, due);
    });
    turn(0);
  };

  // Comparing without it is slow.
  const order = new Intl.Collator();
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
    const compare = (a, b) => (typeof a === "string" ? order.compare(a, b) : a - b);
    keyed.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
    rows.splice(0, rows.length, ...keyed.map(([, row]) => row));
    filter();
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
  one("earlier").addEventListener("click", () => turn(first - most));
  one("later").addEventListener("click", () => turn(first + most));
  // Paper has room for all of them.
  addEventListener("beforeprint", () => { first = 0; show(fitting.length); });
  addEventListener("afterprint", () => turn(0));
  tell();

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
