/* Correcting papers by keys: a cursor walks over the pages, Space ticks them, one letter does something to them. */
"use strict";

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = $("[data-fix]");
  const cards = $$("[data-card]");
  if (!form || !cards.length) return;
  const here = $("input[name=here]", form);
  const large = $("#large");
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  const converting = (event) => composing || event.isComposing || event.keyCode === 229;

  let at = Math.max(0, cards.findIndex((card) => card.dataset.card === here.value));
  const go = (to) => {
    at = Math.min(cards.length - 1, Math.max(0, to));
    const card = cards[at];
    $$(".here").forEach((one) => one.classList.remove("here"));
    card.classList.add("here");
    card.closest("[data-run]").classList.add("here");
    here.value = card.dataset.card;
    large.src = card.dataset.large;
    large.alt = card.dataset.caption;
    $("#large-caption").textContent = card.dataset.caption;
    card.scrollIntoView({ block: "nearest" });
    const box = $("input", card);
    if (!$("dialog[open]")) box.focus({ preventScroll: true });
  };
  const run = (way) => {
    const runs = $$("[data-run]");
    const to = runs[runs.indexOf(cards[at].closest("[data-run]")) + way];
    const card = to && $("[data-card]", to);
    if (card) go(cards.indexOf(card));
  };
  for (const [n, card] of cards.entries()) card.addEventListener("click", () => go(n));
  go(at);

  $$("[data-way]").forEach((button) => button.addEventListener("click", () => { $("input[name=way]", form).value = button.dataset.way; }));
  let sent = false;
  form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
  window.addEventListener("pageshow", () => { sent = false; });

  const open = (id) => {
    const dialog = document.getElementById(id);
    dialog.showModal();
    $("input[type=text]", dialog).focus();
  };
  $$("[data-open]").forEach((opener) => opener.addEventListener("click", () => open(opener.dataset.open)));
  $$("dialog").forEach((dialog) => {
    $("[data-close]", dialog).addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => go(at));
    dialog.addEventListener("keydown", (event) => {
      if (converting(event)) return;
      // a field that belongs to the form outside would press that form's first button
      if (event.key === "Enter" && event.target.matches("input")) { event.preventDefault(); if (!event.repeat) $("button.main", dialog).click(); }
      if (event.key === "F2") { event.preventDefault(); const box = $("input[type=checkbox]", dialog); if (box) box.checked = !box.checked; }
    });
  });

  document.addEventListener("keydown", (event) => {
    if (converting(event) || $("dialog[open]") || event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const moves = { ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1), ArrowDown: () => run(1), ArrowUp: () => run(-1), Home: () => go(0), End: () => go(cards.length - 1) };
    if (key in moves) { event.preventDefault(); moves[key](); return; }
    if (key === "PageDown" || key === "PageUp") {
      event.preventDefault();
      const frame = $(".bigleaf .frame");
      frame.scrollBy({ top: (key === "PageDown" ? 0.8 : -0.8) * frame.clientHeight });
      return;
    }
    if (event.repeat) return;
    if (key === " ") { event.preventDefault(); const box = $("input", cards[at]); box.checked = !box.checked; return; }
    if (key === "Enter" && event.target.matches("input")) { event.preventDefault(); return; }
    if (key === "k") { const kind = $("[data-kind]", cards[at].closest("[data-run]")); if (kind) { event.preventDefault(); kind.click(); } return; }
    const way = $$("[data-key]").find((one) => one.dataset.key === key);
    if (way) { event.preventDefault(); way.click(); }
  });
})();
