/* The case room. The list and the papers show the same thing from two sides: choosing a line lights its boxes on every
   paper it rests on, clicking a box chooses its line. A judgement is sent without leaving the room. */
"use strict";

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const bench = $("[data-room]");
  const panes = $("[data-panes]");
  const panel = $("#panel");
  if (!panel) return;
  const place = `room:${bench ? bench.dataset.room : ""}`;
  const MOST = 3;
  let chosen = null;
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  const converting = (event) => composing || event.isComposing || event.keyCode === 229;

  panel.classList.add("live-list");
  const items = () => $$("[data-item]", panel);

  /* ── papers ── */
  let shown = [];
  const load = (paper) => $$("img[data-src]", paper).forEach((image) => {
    image.src = image.dataset.src;
    image.removeAttribute("data-src");
  });
  const lay = (ids) => {
    shown = ids.filter((id) => document.getElementById(id)).slice(0, MOST);
    $$("[data-paper]", panes).forEach((paper) => paper.classList.toggle("on", shown.includes(paper.id)));
    shown.forEach((id, at) => { const paper = document.getElementById(id); paper.style.order = String(at); load(paper); });
    panes.classList.toggle("three", shown.length === 3);
    $$("[data-tab]").forEach((tab) => tab.classList.toggle("on", shown.includes(tab.dataset.tab)));
  };
  /* What is asked for comes on the table; what lies there already stays where it is, as far as there is room. */
  const ask = (ids) => {
    const wanted = ids.filter((id) => document.getElementById(id));
    if (!wanted.length) return;
    if (wanted.length === 1 && shown.includes(wanted[0])) return;
    if (wanted.length > 1) { lay(wanted); return; }
    const room = shown.length < 2 ? 2 : shown.length;
    lay([...shown.slice(0, room - 1).filter((id) => id !== wanted[0]), wanted[0]]);
  };
  const zoomed = () => panes.classList.contains("zoomed");
  const bring = (rect) => {
    const scroll = rect.closest(".paper-scroll");
    const box = rect.getBoundingClientRect();
    const frame = scroll.getBoundingClientRect();
    scroll.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
    scroll.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
  };
  const light = (ids) => {
    $$(".lit", panes).forEach((one) => one.classList.remove("lit"));
    for (const id of ids) {
      const rect = $(`[data-box="${id}"]`, panes);
      if (rect) { rect.classList.add("lit"); bring(rect); continue; }
      const paper = document.getElementById(id);
      if (paper) paper.classList.add("lit");
    }
  };

  /* ── the list ── */
  const words = (text) => (text || "").split(" ").filter(Boolean);
  const choose = (item, focus = true) => {
    if (!item) return;
    if (chosen) chosen.removeAttribute("aria-current");
    chosen = item;
    item.setAttribute("aria-current", "true");
    if (item.id) sessionStorage.setItem(place, item.id);
    if (panes) {
      ask(words(item.dataset.shows));
      light(words(item.dataset.lights));
    }
    if (focus) item.focus({ preventScroll: true });
    const box = item.getBoundingClientRect();
    const frame = panel.getBoundingClientRect();
    if (box.top < frame.top + 40 || box.bottom > frame.bottom - 8) {
      panel.scrollTop += box.height > frame.height - 60 || box.top < frame.top + 40 ? box.top - frame.top - 40 : box.bottom - frame.bottom + 14;
    }
  };
  const step = (way) => {
    const all = items();
    const at = all.indexOf(chosen);
    choose(all[Math.min(all.length - 1, Math.max(0, at + way))]);
  };
  const nextWaiting = (from) => {
    const all = items();
    const at = all.indexOf(from);
    return [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))].find((one) => "waits" in one.dataset) || null;
  };
  panel.addEventListener("click", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && !event.target.closest("a, button")) choose(item);
  });
  panel.addEventListener("dblclick", (event) => {
    const item = event.target.closest("[data-edit]");
    if (item) window.location.assign(item.dataset.edit);
  });

  if (panes) {
    panes.classList.add("live");
    panes.addEventListener("click", (event) => {
      const rect = event.target.closest("[data-box]");
      if (!rect) return;
      const item = document.getElementById(rect.dataset.box);
      if (item && "item" in item.dataset) choose(item);
    });
    $$("[data-tab]").forEach((tab) => tab.addEventListener("click", () => ask([tab.dataset.tab])));
    lay(words(bench.dataset.opening));
  }
  const remembered = sessionStorage.getItem(place);
  const first = (remembered && document.getElementById(remembered)) || $("[data-item][data-waits]", panel) || items()[0];
  if (first) {
    if (panes) for (const id of words(first.dataset.lights)) {
      const rect = $(`[data-box="${id}"]`, panes);
      const image = rect && $("img", rect.closest("[data-leaf]"));
      if (image) image.addEventListener("load", () => light(words(chosen.dataset.lights)), { once: true });
    }
    choose(first);
  }

  /* ── dialogs ── */
  const judge = $("#judge");
  const open = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const field = $("textarea, input[type=text]", dialog);
    if (field) field.focus();
  };
  $$("[data-open]").forEach((opener) => opener.addEventListener("click", () => open(opener.dataset.open)));
  $$("dialog").forEach((dialog) => {
    $("[data-close]", dialog).addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { if (chosen) chosen.focus({ preventScroll: true }); });
  });
  const verdicts = { f: "upheld", m: "dismissed", s: "inquiry" };
  const setVerdict = (key) => {
    const radio = $(`input[value="${verdicts[key]}"]`, judge);
    radio.checked = true;
    const needs = "reason" in radio.dataset;
    $("#judge-need").hidden = !needs;
    $("input[name=reason]", judge).required = needs;
  };
  const askVerdict = (key) => {
    if (!judge || !chosen || !("finding" in chosen.dataset)) return false;
    // by its attribute: the radios are called "action", too, and hide the property
    $("form", judge).setAttribute("action", chosen.dataset.edit);
    $("input[name=version]", judge).value = chosen.dataset.version;
    $("input[name=reason]", judge).value = "";
    $("#judge-title").textContent = $("[data-title]", chosen).textContent;
    $("#judge-message").textContent = $("[data-message]", chosen).textContent;
    setVerdict(key);
    open("judge");
    return true;
  };
  if (judge) {
    judge.addEventListener("change", (event) => {
      const key = Object.keys(verdicts).find((k) => verdicts[k] === event.target.value);
      if (key) setVerdict(key);
    });
    let sending = false;
    $("form", judge).addEventListener("submit", async (event) => {
      event.preventDefault();
      if (sending) return;
      sending = true;
      const form = event.target;
      const after = nextWaiting(chosen);
      const goal = after ? after.id : chosen.id;
      try {
        const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form), credentials: "same-origin" });
        const at = new URL(answer.url);
        if (!answer.ok || at.pathname !== window.location.pathname) { form.submit(); return; }
        replace(await answer.text(), goal);
        judge.close();
      } catch {
        form.submit();  // the page says what is wrong; nothing was saved
      } finally {
        sending = false;
      }
    });
  }
  const note = $("#note");
  if (note) note.addEventListener("keydown", (event) => {
    if (!converting(event) && event.key === "Enter" && event.ctrlKey) { event.preventDefault(); $("form", note).requestSubmit(); }
  });

  /* The new state of list and head, without loading one picture again. */
  const replace = (html, goal) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const papers = (root) => $$("[data-paper]", root).map((p) => p.id).join(" ");
    if (papers(fresh) !== papers(document)) { window.location.reload(); return; }
    $("#panel").innerHTML = $("#panel", fresh).innerHTML;
    $("#head").replaceWith($("#head", fresh));
    $$("[data-box]", fresh).forEach((box) => {
      const ours = $(`[data-box="${box.dataset.box}"]`, panes);
      if (ours) ours.setAttribute("class", box.getAttribute("class"));
    });
    chosen = null;
    // what waited may wait no more: the judgement may have settled it, too
    const meant = document.getElementById(goal);
    const waits = meant && "waits" in meant.dataset ? meant : $("[data-item][data-waits]", panel);
    choose(waits || meant || $("[data-item]", panel));
  };

  /* ── keys ── */
  document.addEventListener("keydown", (event) => {
    if (converting(event)) return;
    if ($("dialog[open]")) {
      if (event.key === "Enter" && event.repeat) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const done = () => { event.preventDefault(); };
    if (key === "ArrowDown" || key === "j") { done(); step(1); return; }
    if (key === "ArrowUp" || key === "k") { done(); step(-1); return; }
    if (key === "Home" || key === "End") { done(); choose(items()[key === "Home" ? 0 : items().length - 1]); return; }
    if (key === " ") { done(); choose(nextWaiting(chosen) || chosen); return; }
    if (event.repeat) return;
    if (key === "Enter" && chosen && event.target === chosen && chosen.dataset.edit) { done(); window.location.assign(chosen.dataset.edit); return; }
    if (key in verdicts && askVerdict(key)) { done(); return; }
    if (panes && /^[1-9]$/.test(key)) {
      const tab = $$("[data-tab]")[Number(key) - 1];
      if (tab) { done(); ask([tab.dataset.tab]); }
      return;
    }
    if (panes && key === "z") {
      done();
      panes.classList.toggle("zoomed", !zoomed());
      if (chosen) light(words(chosen.dataset.lights));
      return;
    }
    if (panes && (key === "PageDown" || key === "PageUp")) {
      done();
      const id = words(chosen && chosen.dataset.shows).find((one) => shown.includes(one)) || shown[0];
      const scroll = $(".paper-scroll", document.getElementById(id));
      scroll.scrollBy({ top: (key === "PageDown" ? 0.8 : -0.8) * scroll.clientHeight });
      return;
    }
    const way = $$("[data-key]").find((one) => one.dataset.key === key);
    if (way) { done(); way.click(); }
  });
})();
