/* Keys of the review pages. Small on purpose: without it every page still works as plain forms.

   Rules that hold everywhere:
   - While an input method is converting (isComposing, keyCode 229) no key is ours.
   - A key that repeats because it is held down never decides anything.
   - A page decides once: after the first submit nothing is sent again. */
"use strict";

window.uketsuke = window.uketsuke || {};

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const gettext = window.gettext || ((text) => text);

  // Lists: the way on has the focus at once, so that Enter is never lost on the way.
  const start = $("[data-start]");
  if (start) start.focus();

  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  const converting = (event) => composing || event.isComposing || event.keyCode === 229;

  /* An entry whose picture is not there yet looks like an empty one: nothing is decided before it has come (or failed). */
  const unseen = () => $$("main [data-look] img").some((picture) => !picture.complete);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const decides = form.id === "decide" ? !(event.submitter && event.submitter.id === "skip") : form.closest("#novalue");
    if (decides && unseen()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      $$("dialog[open]").forEach((each) => each.close());
      say(gettext("画像を読み込んでいます。見えてから、もう一度押してください。"), true);
      return;
    }
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sent = "1";
  }, true);
  // Back from the browser's history: the page may decide again.
  window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((each) => delete each.dataset.sent));

  /* ── the task on screen; all of it is found anew when the next one takes its place ── */
  let form, hint, hintAtRest, viewer, pane, value, cells, state, atRest, cands, chosen, reason;
  let picked = 0;         // number of the candidate in the input; 0: none was picked
  let typed = false;      // the person has the pen: every key is text

  const say = (text, warn = false) => {
    if (!hint) return;
    hint.textContent = text || hintAtRest;
    hint.classList.toggle("warn", warn);
  };
  const toConfirm = () => say(gettext("Enter で確定します。Esc で元に戻します。"));
  const press = (id) => { const button = document.getElementById(id); if (button) (button.form || form).requestSubmit(button.type === "submit" ? button : undefined); };

  const mount = ({ again = false } = {}) => {
    composing = false;
    form = $("#decide");
    if (!form) return;
    hint = $("#hint");
    hintAtRest = hint ? hint.textContent : "";
    viewer = uketsuke.viewer ? uketsuke.viewer(document) : null;
    pane = $("[data-places]");
    value = $("#value");
    state = $("#state");
    atRest = state ? { text: state.textContent, tone: "wait" } : null;
    cells = uketsuke.rows ? uketsuke.rows(() => show("blind" in form.dataset ? gettext("入力中") : gettext("訂正"), "info")) : [];
    cands = $$("[data-pick]");
    chosen = form.dataset.chosen === "1";
    reason = $("#reason");
    picked = 0;
    typed = again;
    if (again) { (value || $("[data-first]") || form).focus(); uketsuke.drafts.mount(form); return; }
    for (const dialog of $$("dialog")) listenTo(dialog);
    for (const opener of $$("[data-open]")) opener.addEventListener("click", () => openDialog(opener.dataset.open));
    const edit = $("#edit");
    if (edit) edit.addEventListener("click", editValue);
    if (value) listenToValue();
    else {
      const first = $("[data-bad]", form) || $("[autofocus]", form) || $("#save");
      if (first) first.focus();
      if (first && first.dataset.bad !== undefined) first.select();
    }
    if (changed()) show("blind" in form.dataset ? gettext("入力中") : gettext("訂正"), "info"); // refused, and here again
    const restored = uketsuke.drafts ? uketsuke.drafts.mount(form) : false;
    $("#restored").hidden = !restored;
    if (restored) { edited(); if (value) value.setSelectionRange(value.value.length, value.value.length); }
    if ("decision" in form.dataset) listenToDecision();
  };

  /* ── dialogs ── */
  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const first = $("input[type=radio], [data-focus]", dialog);
    if (first) first.focus();
  };
  const listenTo = (dialog) => {
    $("[data-close]", dialog).addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { if (value) value.focus(); });
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
  };

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
  const show = (text, tone) => {
    if (!state) return;
    state.textContent = text;
    state.className = `state chip ${tone}`;
  };
  const markPicked = () => cands.forEach((c) => c.classList.toggle("on", Number(c.dataset.pick) === picked));

  const pick = (number) => {
    const cand = cands.find((c) => Number(c.dataset.pick) === number);
    if (!cand) return false;
    value.value = cand.dataset.value;
    picked = number;
    typed = false;
    markPicked();
    show(`${gettext("候補")} ${number}`, "info");
    toConfirm();
    value.select();
    return true;
  };
  const edited = () => {
    typed = true;
    picked = 0;
    markPicked();
    show("blind" in form.dataset ? gettext("入力中") : gettext("訂正"), "info");
    toConfirm();
  };
  /* What was said of what was typed is over with it, and a doubt with its answer. */
  const atEase = () => {
    say("");
    $("#restored").hidden = true;
    for (const gone of $$("#refused, #decide [name=sure]")) gone.remove();
  };
  const reset = () => {
    value.value = value.dataset.original;
    typed = false;
    picked = 0;
    markPicked();
    show(atRest.text, atRest.tone);
    atEase();
    value.select();
    if (uketsuke.drafts) uketsuke.drafts.save();
  };
  const changedCells = () => cells.filter((c) => c.value !== c.dataset.original);
  const otherValue = () => Boolean(value) && !picked && value.value !== value.dataset.original;
  const changed = () => otherValue() || changedCells().length > 0;
  const editValue = () => {
    const target = value || $("[data-first]");
    if (!target) return;
    target.focus();
    if (!value) target.select();
    if (value) { typed = true; value.setSelectionRange(value.value.length, value.value.length); toConfirm(); }
  };

  const listenToValue = () => {
    value.focus();
    value.select();
    value.addEventListener("input", (event) => { if (!event.isComposing) edited(); });
    let restBefore = false;
    value.addEventListener("compositionstart", () => { restBefore = !typed; edited(); });
    value.addEventListener("compositionend", (event) => {
      // A candidate's number pressed while the input method was on arrives here as converted text.
      const key = event.data ? event.data.normalize("NFKC") : "";
      if (restBefore && chosen && /^[1-9]$/.test(key) && value.value === event.data) pick(Number(key));
    });
    value.addEventListener("mousedown", () => { if (document.activeElement === value) typed = true; });
    for (const cand of cands) cand.addEventListener("click", () => { pick(Number(cand.dataset.pick)); value.focus(); });
  };

  /* Where one of several is chosen, digits pick while nothing has been typed. Everywhere else a digit is a digit. */
  const digit = (key) => {
    if (typed || !chosen || !cands.length) return false;
    if (!pick(Number(key))) say(gettext("候補 %s はありません。数字から打つときは F2 を押してください。").replace("%s", key), true);
    return true;
  };
  /* ↓ and ↑ go through the candidates, whatever the entry is made of. */
  const step = (way) => {
    const shown = cands.findIndex((cand) => cand.dataset.value === value.value);
    return pick(Math.min(cands.length, Math.max(1, shown + 1 + way)));
  };

  const valueKeys = (event) => {
    const onValue = event.target === value;
    if (event.key === "F2") { event.preventDefault(); editValue(); return; }
    if (event.key === "F4") { event.preventDefault(); openDialog("novalue"); return; }
    if (event.key === "Escape") {
      event.preventDefault();
      if (value && (typed || picked || otherValue())) { value.focus(); reset(); return; }
      if (changedCells().length) {
        for (const cell of changedCells()) { cell.value = cell.dataset.original; cell.dispatchEvent(new Event("input", { bubbles: true })); }
        show(atRest.text, atRest.tone);
        atEase();
        uketsuke.drafts.save();
        return;
      }
      window.location.assign(form.dataset.back);
      return;
    }
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (plain && onValue && /^[0-9]$/.test(event.key) && digit(event.key)) { event.preventDefault(); return; }
    if (plain && onValue && ["ArrowDown", "ArrowUp"].includes(event.key) && cands.length) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (plain && onValue && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) typed = true;
    const nowhere = event.target === document.body || event.target.matches("main, [data-pane]");
    if (plain && event.key === "Enter" && (nowhere || event.target.matches("textarea"))) {
      event.preventDefault();
      press("save");
    }
  };

  /* ── one decision out of several ── */
  const listenToDecision = () => {
    form.addEventListener("change", (event) => {
      if (event.target.type !== "radio") return;
      const needs = "reason" in event.target.dataset;
      const need = $("#reason-need");
      if (need) need.hidden = !needs;
      if (reason) { reason.required = needs; if (needs) reason.focus(); }
      say("");
    });
  };
  /* F2 goes through the values that a finding rests on, one after the other. */
  const toMend = () => {
    const links = $$("[data-mend]");
    if (links.length) links[(links.indexOf(document.activeElement) + 1) % links.length].focus();
  };
  const decisionKeys = (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      if (event.target === reason) { const on = $("input[type=radio]:checked", form) || $("input[type=radio]", form); on.focus(); return; }
      window.location.assign(form.dataset.back);
      return;
    }
    if (event.target.type !== "text" && pickChoice(form, event)) return;
    if (event.key === "F2") { event.preventDefault(); toMend(); return; }
    const toButton = event.target.closest && event.target.closest("button, a, summary");
    if (event.key === "Enter" && !toButton) {
      event.preventDefault();
      if (!$("input[type=radio]:checked", form)) { say(gettext("先に番号で選んでください。"), true); return; }
      if (reason && reason.required && !reason.value.trim()) { reason.focus(); say(gettext("理由・照会の内容を書いてください。"), true); return; }
      press("save");
    }
  };

  /* ── on every task ── */
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const leaf = (way) => {
    if (viewer) viewer.leaf(way);
    else if (pane) pane.scrollBy({ top: way * pane.clientHeight * 0.8, left: 0 });
  };
  const said = (way) => { const side = $(".say"); if (side) side.scrollBy({ top: way * side.clientHeight * 0.8 }); };
  const COMMON = {
    F1: () => openDialog("keys"),
    F6: (event) => viewer && viewer.turn(event.shiftKey ? -1 : 1),
    F7: () => openDialog("senior"),
    F8: () => press("skip"),
    F9: (event) => { if (viewer) viewer.zoom(event.shiftKey ? -1 : 1); else if (pane) pane.classList.toggle("large"); },
    PageDown: (event) => (event.shiftKey ? said(1) : leaf(1)),
    PageUp: (event) => (event.shiftKey ? said(-1) : leaf(-1)),
  };
  const untouched = () => !typed && !picked && !changed() && !(reason && reason.value);

  /* Lists: a link with a key of its own. */
  const follow = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.closest("input, select, textarea")) return;
    const link = $(`a[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (link) { event.preventDefault(); link.click(); return; }
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const links = $$("main a[data-start], main a.go");
    if (!way || !links.length) return;
    event.preventDefault();
    const here = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, here + way))].focus();
  };

  document.addEventListener("keydown", (event) => {
    if (converting(event)) return;
    if (!form) { follow(event); return; }
    if ($("dialog[open]")) return;
    if (event.key === "Enter" && event.repeat) { event.preventDefault(); return; }
    if (COMMON[event.key] && !event.ctrlKey && !event.altKey) { event.preventDefault(); if (!event.repeat || event.key.startsWith("Page")) COMMON[event.key](event); return; }
    if (event.ctrlKey && ARROWS[event.key] && (viewer || pane)) {
      event.preventDefault();
      const [x, y] = ARROWS[event.key];
      if (viewer) viewer.pan(x, y);
      else pane.scrollBy({ left: x * 90, top: y * 90 });
      return;
    }
    if (event.ctrlKey && !event.shiftKey && event.key.toLowerCase() === "z" && untouched()) {
      event.preventDefault();
      if (!event.repeat) press("undo-button");
      return;
    }
    if ("task" in form.dataset) valueKeys(event); else decisionKeys(event);
  });
  window.addEventListener("resize", () => viewer && viewer.draw());

  uketsuke.mount = mount;
  uketsuke.say = say;
  uketsuke.typedByHand = () => typed || changed() || "blind" in form.dataset;
  mount();
  if (form && uketsuke.ahead) uketsuke.ahead.prefetch();
})();
