/* A wall of crops: arrows move, Space marks the odd one, Enter confirms the rest. */
"use strict";

(() => {
  const $ = (selector) => document.querySelector(selector);
  const gettext = window.gettext || ((text) => text);
  const start = $("[data-start]");
  const form = $("#wall");
  const boxes = form ? [...form.querySelectorAll("input[type=checkbox]")] : [];
  const back = $("[data-back]");
  if (boxes.length) boxes[0].focus(); else if (start) start.focus();

  const across = () => {
    const top = boxes[0].closest("li").offsetTop;
    const first = boxes.findIndex((box) => box.closest("li").offsetTop > top);
    return first < 0 ? boxes.length : first;
  };
  const move = (by) => {
    const here = Math.max(0, boxes.indexOf(document.activeElement));
    const next = boxes[Math.min(boxes.length - 1, Math.max(0, here + by))];
    next.focus();
    next.closest("li").scrollIntoView({ block: "nearest" });
  };
  const count = () => {
    const odd = boxes.filter((box) => box.checked).length;
    const text = odd
      ? gettext("印のない %s 件を確定し、印の %s 件を一件ずつ見る").replace("%s", boxes.length - odd).replace("%s", odd)
      : gettext("印のないものをすべて確定");
    $("[data-confirm]").textContent = text;
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      const undo = $("#undo");
      if (undo && !event.shiftKey && !event.repeat && event.key.toLowerCase() === "z") { event.preventDefault(); undo.requestSubmit(); }
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      window.location.assign(form ? form.dataset.back : ($("#back") || back).href);
      return;
    }
    if (!form) {
      const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    const ways = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across(), ArrowDown: across(), Home: -boxes.length, End: boxes.length };
    if (ways[event.key]) { event.preventDefault(); move(ways[event.key]); return; }
    if (event.key.toLowerCase() === "v") {
      const other = document.querySelector("[data-order]:not([aria-current])");
      if (other) other.click();
      return;
    }
    if (event.key === "Enter" && !event.target.closest("a, button")) {
      event.preventDefault();
      if (!event.repeat) form.requestSubmit();
    }
  });
  if (form) {
    // Arranged the other way, what was marked stays marked.
    for (const link of document.querySelectorAll("[data-order]")) {
      link.addEventListener("click", () => {
        const where = new URL(link.href);
        const odd = boxes.filter((box) => box.checked).map((box) => box.value);
        if (odd.length) where.searchParams.set("odd", odd.join("."));
        link.href = where.href;
      });
    }
    // A crop that is not there yet looks like an empty entry: nothing is confirmed before all have come (or failed).
    form.addEventListener("submit", (event) => {
      const unseen = [...form.querySelectorAll("[data-look] img")].some((picture) => !picture.complete);
      $("#unseen").hidden = !unseen;
      if (unseen) { event.preventDefault(); event.stopImmediatePropagation(); }
    });
    form.addEventListener("change", count);
    form.addEventListener("submit", (event) => { if (form.dataset.sent) event.preventDefault(); form.dataset.sent = "1"; });
    window.addEventListener("pageshow", () => { delete form.dataset.sent; count(); });
  }
})();
