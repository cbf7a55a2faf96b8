/* Keys of the review pages. Small on purpose: without it every page still works as plain forms.

   Rules that hold everywhere:
   - While an input method is converting (isComposing, keyCode 229) no key is ours.
   - A key that repeats because it is held down never decides anything.
   - A page decides once: after the first submit nothing is sent again. */
"use strict";

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Lists: the way on has the focus at once, so that Enter is never lost on the way.
  const start = $("[data-start]");
  if (start) start.focus();

  const form = $("#decide");
  if (!form) return;
  const hint = $("#hint");
  const hintAtRest = hint ? hint.textContent : "";
  const back = form.dataset.back;
  let composing = false;

  const say = (text, warn = false) => {
    if (!hint) return;
    hint.textContent = text || hintAtRest;
    hint.classList.toggle("warn", warn);
  };

  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  const converting = (event) => composing || event.isComposing || event.keyCode === 229;

  for (const each of $$("form")) {
    each.addEventListener("submit", (event) => {
      if (each.dataset.sent) { event.preventDefault(); return; }
      each.dataset.sent = "1";
    });
  }
  // Back from the browser's history: the page may decide again.
  window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((each) => delete each.dataset.sent));

  const press = (id) => { const button = document.getElementById(id); if (button) form.requestSubmit(button); };

  /* ── the page below: bring the box into the middle, zoom, scroll ── */
  const viewer = $("[data-viewer]");
  const centre = () => {
    if (!viewer) return;
    const scroll = $(".scroll", viewer);
    const mark = $("[data-mark]", viewer);
    if (!mark) return;
    const box = mark.getBoundingClientRect();
    const pane = scroll.getBoundingClientRect();
    scroll.scrollTop += box.top + box.height / 2 - pane.top - pane.height / 2;
    scroll.scrollLeft += box.left + box.width / 2 - pane.left - pane.width / 2;
  };
  const zooms = ["", "large", "whole"];
  const zoomLabels = ["拡大", "全体", "幅に合わせる"];
  let zoom = 0;
  const turnZoom = () => {
    if (!viewer) {
      const places = $("[data-places]");
      if (places) places.classList.toggle("large");
      return;
    }
    zoom = (zoom + 1) % zooms.length;
    viewer.classList.remove("large", "whole");
    if (zooms[zoom]) viewer.classList.add(zooms[zoom]);
    $("[data-zoom-label]", viewer).textContent = zoomLabels[zoom];
    centre();
  };
  if (viewer) {
    const image = $(".page img", viewer);
    if (image.complete) centre();
    image.addEventListener("load", centre);
    centre();
    $("[data-zoom]", viewer).addEventListener("click", turnZoom);
  }
  const pane = viewer ? $(".scroll", viewer) : $("[data-places]");
  const leaf = (way) => pane && pane.scrollBy({ top: way * pane.clientHeight * 0.8, left: 0 });

  /* ── dialogs ── */
  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const first = $("input[type=radio]", dialog);
    if (first) first.focus();
  };
  for (const opener of $$("[data-open]")) opener.addEventListener("click", () => openDialog(opener.dataset.open));
  for (const dialog of $$("dialog")) {
    $("[data-close]", dialog).addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { const value = $("#value"); if (value) value.focus(); });
    dialog.addEventListener("keydown", (event) => {
      if (converting(event)) return;
      if (event.key === "Enter" && event.repeat) { event.preventDefault(); return; }
      if (event.target.type !== "text") {
        if (pickChoice(dialog, event)) return;
        if (event.key === "Enter" && event.target.type === "radio") {
          event.preventDefault();
          $("form", dialog).requestSubmit();
        }
      }
    });
  }

  const pickChoice = (root, event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return false;
    const radio = $(`input[data-choice="${CSS.escape(event.key.toLowerCase())}"]`, root);
    if (!radio) return false;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  /* ── one value ── */
  const value = $("#value");
  const cells = $$(".grid-edit input");
  const state = $("#state");
  const cands = $$("[data-pick]");
  const numeric = form.dataset.numeric === "1";
  let picked = 0;         // number of the candidate in the input; 0: none was picked
  let typed = false;      // the person has the pen: digits are digits

  const show = (text, tone) => {
    if (!state) return;
    state.textContent = text;
    state.className = `state chip ${tone}`;
  };
  const atRest = state ? { text: state.textContent, tone: "wait" } : null;
  const markPicked = () => cands.forEach((c) => c.classList.toggle("on", Number(c.dataset.pick) === picked));

  const pick = (number) => {
    const cand = cands.find((c) => Number(c.dataset.pick) === number);
    if (!cand) return false;
    value.value = cand.dataset.value;
    picked = number;
    typed = false;
    markPicked();
    show(`候補 ${number}`, "info");
    say("Enter で確定します。Esc で元に戻します。");
    value.select();
    return true;
  };
  const edited = () => {
    typed = true;
    picked = 0;
    markPicked();
    show("訂正", "info");
    say("Enter で確定します。Esc で元に戻します。");
  };
  const reset = () => {
    value.value = value.dataset.original;
    typed = false;
    picked = 0;
    markPicked();
    show(atRest.text, atRest.tone);
    say("");
    value.select();
  };

  if (value) {
    value.focus();
    value.select();
    value.addEventListener("input", (event) => { if (!event.isComposing) edited(); });
    let restBefore = false;
    value.addEventListener("compositionstart", () => { restBefore = !typed; edited(); });
    value.addEventListener("compositionend", (event) => {
      // A candidate's number pressed while the input method was on arrives here as converted text.
      const key = event.data ? event.data.normalize("NFKC") : "";
      if (restBefore && !numeric && /^[1-9]$/.test(key) && value.value === event.data) pick(Number(key));
    });
    value.addEventListener("mousedown", () => { if (document.activeElement === value) typed = true; });
    for (const cand of cands) cand.addEventListener("click", () => { pick(Number(cand.dataset.pick)); value.focus(); });
  }

  /* Digits pick candidates while nothing has been typed. In an entry made of digits, a second digit right after a
     pick means that a number is being typed: both digits become the text, nothing typed is lost. */
  const digit = (key) => {
    const number = Number(key);
    if (typed) return false;
    if (picked && numeric) {
      value.value = `${picked}${key}`;
      edited();
      value.setSelectionRange(value.value.length, value.value.length);
      return true;
    }
    if (number >= 1 && pick(number)) return true;
    if (!numeric && cands.length) {
      say(`候補 ${key} はありません。数字から打つときは F2 を押してください。`, true);
      return true;
    }
    return false;
  };

  const valueKeys = (event) => {
    const onValue = event.target === value;
    if (event.key === "F2") {
      event.preventDefault();
      const target = value || $("[data-first]");
      target.focus();
      if (value) { typed = true; value.setSelectionRange(value.value.length, value.value.length); say("Enter で確定します。Esc で元に戻します。"); }
      return;
    }
    if (event.key === "F4") { event.preventDefault(); openDialog("novalue"); return; }
    if (event.key === "Escape") {
      event.preventDefault();
      if (value && (typed || picked)) { value.focus(); reset(); return; }
      const changed = cells.filter((c) => c.value !== c.dataset.original);
      if (changed.length) { changed.forEach((c) => { c.value = c.dataset.original; }); return; }
      window.location.assign(back);
      return;
    }
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (plain && onValue && /^[0-9]$/.test(event.key) && digit(event.key)) { event.preventDefault(); return; }
    if (plain && onValue && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) typed = true;
    if (plain && event.key === "Enter" && (event.target === document.body || event.target === pane)) {
      event.preventDefault();
      press("save");
    }
  };

  /* ── one decision out of several ── */
  const reason = $("#reason");
  if ("decision" in form.dataset) {
    form.addEventListener("change", (event) => {
      if (event.target.type !== "radio") return;
      const needs = "reason" in event.target.dataset;
      const need = $("#reason-need");
      if (need) need.hidden = !needs;
      if (reason) { reason.required = needs; if (needs) reason.focus(); }
      say("");
    });
  }
  const decisionKeys = (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      if (event.target === reason) { const on = $("input[type=radio]:checked") || $("input[type=radio]"); on.focus(); return; }
      window.location.assign(back);
      return;
    }
    if (event.target.type !== "text" && pickChoice(form, event)) return;
    const toButton = event.target.closest && event.target.closest("button, a, summary");
    if (event.key === "Enter" && !toButton) {
      event.preventDefault();
      if (!$("input[type=radio]:checked", form)) { say("先に番号で選んでください。", true); return; }
      press("save");
    }
  };

  document.addEventListener("keydown", (event) => {
    if (converting(event)) return;
    if ($("dialog[open]")) return;
    if (event.key === "Enter" && event.repeat) { event.preventDefault(); return; }
    if (event.key === "F8") { event.preventDefault(); press("skip"); return; }
    if (event.key === "F9") { event.preventDefault(); turnZoom(); return; }
    if (event.key === "PageDown" || event.key === "PageUp") { event.preventDefault(); leaf(event.key === "PageDown" ? 1 : -1); return; }
    if ("task" in form.dataset) valueKeys(event); else decisionKeys(event);
  });
})();
