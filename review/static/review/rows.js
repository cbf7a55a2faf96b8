/* A table of rows: ↑ and ↓ move between its rows, Enter in a long text confirms as elsewhere, and a row that does not
   multiply is marked while it is typed. */
"use strict";

window.uketsuke = window.uketsuke || {};

(() => {
  const $$ = (selector, root) => [...root.querySelectorAll(selector)];
  const number = (text) => {
    const plain = text.normalize("NFKC").replace(/[,\s円¥]/g, "").replace(/^[▲△−]/, "-");
    return /^-?\d+$/.test(plain) ? Number(plain) : null;
  };
  const column = (cell) => cell.name.split(".")[1];

  const check = (row) => {
    const found = {};
    for (const cell of $$("[data-cell]", row)) found[column(cell)] = cell;
    const { qty, unit_price: price, amount } = found;
    if (!qty || !price || !amount) return;
    const [q, p, a] = [qty, price, amount].map((cell) => number(cell.value));
    const odd = q !== null && p !== null && a !== null && q * p !== a;
    amount.classList.toggle("odd", odd);
    amount.title = odd ? `${qty.value} × ${price.value} = ${(q * p).toLocaleString("ja-JP")}` : "";
  };

  /** Take care of the table on screen; `edited` is told of every stroke. Returns its cells; none where there is no table. */
  uketsuke.rows = (edited) => {
    const grid = document.querySelector("[data-grid]");
    if (!grid) return [];
    const rows = $$("[data-row]", grid);
    rows.forEach(check);
    grid.addEventListener("input", (event) => { check(event.target.closest("[data-row]")); edited(); });
    grid.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
      const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const row = event.target.closest("[data-row]");
      const to = way && row && rows[rows.indexOf(row) + way];
      if (!to) return;
      event.preventDefault();
      const cell = $$("[data-cell]", to)[$$("[data-cell]", row).indexOf(event.target)];
      cell.focus();
      cell.select();
    });
    return $$("[data-cell]", grid);
  };
})();
