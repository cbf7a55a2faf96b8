/* The next task is fetched while this one is looked at, pictures included, and shown the moment this one is decided;
   the saving goes on behind it. What the server refuses comes back on screen. Without this script every form is sent
   as plain forms are. */
"use strict";

window.uketsuke = window.uketsuke || {};

(() => {
  const AHEAD = "X-Ahead";
  let ready = null; // the next page, fetched
  let saving = Promise.resolve(); // decisions are sent one after the other
  let pending = false;

  const decide = () => document.getElementById("decide");
  const inRoom = () => document.body.classList.contains("room") && decide() && decide().dataset.ticket;

  const read = (html, url) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    if (!main || !page.getElementById("decide")) return null;
    const count = page.querySelector(".bar .count");
    return {
      url,
      title: page.title,
      body: page.body.className,
      main: document.importNode(main, true), // its pictures begin to load
      count: count ? count.textContent : "",
    };
  };
  /** The page of a task; `early`: before it is asked for, so that nothing is told on it that the person may never see. */
  const fetchPage = async (url, early = false, hops = 3) => {
    try {
      const headers = early ? { [AHEAD]: "get" } : {};
      const answer = await fetch(url, { headers, credentials: "same-origin", redirect: "manual" });
      const further = early && answer.status === 204 ? answer.headers.get("X-Next") : ""; // settled meanwhile
      if (further && hops) return await fetchPage(further, early, hops - 1);
      return answer.ok ? read(await answer.text(), url) : null;
    } catch { return null; }
  };
  const about = (page) => {
    const form = page.main.querySelector("#decide");
    const pk = /\/tasks\/(\d+)\//.exec(page.url);
    return pk ? `${pk[1]}:${form.querySelector("[name=version]").value}` : "none";
  };

  /** What was fetched before this decision was saved still counts its task as waiting. */
  const one_less = (page) => {
    const less = (text) => (/^\d+$/.test(text) ? String(Math.max(0, Number(text) - 1)) : text);
    for (const number of page.main.querySelectorAll("[data-remaining] b")) number.textContent = less(number.textContent);
    page.count = less(page.count);
  };
  const show = (page, replace = false) => {
    document.querySelector("main").replaceWith(page.main);
    document.title = page.title;
    document.body.className = page.body;
    const count = document.querySelector(".bar .count");
    if (count && page.count) count.textContent = page.count;
    history[replace ? "replaceState" : "pushState"]({ room: true }, "", page.url);
    uketsuke.mount();
    prefetch();
  };
  /** Leave for another page. Never ends: until it is there, nothing more may be decided on this one. */
  const go = (url) => {
    window.location.assign(url);
    return new Promise(() => {});
  };

  const prefetch = async () => {
    const form = decide();
    const where = form && form.dataset.next;
    ready = null;
    if (!where) return;
    await saving; // what is being saved may change what comes next
    const page = await fetchPage(where, true);
    if (decide() !== form || !page) return;
    ready = page;
    const pictures = [...page.main.querySelectorAll("img")];
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    if (ready === page) document.documentElement.dataset.ahead = page.url; // for whoever measures
  };

  /** Ends once what is shown now is on the screen, at the latest after a twentieth of a second or when the page is left. */
  const painted = () =>
    new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done));
      setTimeout(done, 50);
      window.addEventListener("pagehide", () => done(), { once: true });
    });

  /** Whether the next task may be shown before the server has answered: nothing was typed that it might refuse. */
  const sure = (form) => form.id !== "decide" || !uketsuke.typedByHand();

  /** What was done without deciding anything, in words: the next task looks as if it had been decided. */
  const told = (body) => {
    if (body.get("action") === "senior") return gettext("上席に渡しました。");
    return [body.get("action"), body.get("skip")].includes("skip") ? gettext("あとに回しました。確認待ちに残っています。") : "";
  };

  const send = async (form, button) => {
    const desk = decide();
    const action = form.getAttribute("action"); // not form.action: the forms have an input of that name
    const kept = { ticket: desk.dataset.ticket, drafts: desk.dataset.drafts, login: desk.dataset.login };
    const texts = uketsuke.drafts.typed();
    const body = new URLSearchParams(new FormData(form, button));
    const where = action + window.location.search;
    const mine = document.querySelector("main");
    const certain = sure(form);
    if (pending) {
      // This page was shown before the server had answered for the one before: only now it is sure to be due.
      await saving;
      if (document.querySelector("main") !== mine) return;
    }
    const next = certain ? ready : null;
    uketsuke.drafts.stop();
    pending = true;
    document.documentElement.dataset.saving = "1"; // for whoever watches
    const shown = next ? painted() : Promise.resolve(); // the next task first: it is what the person waits for
    saving = shown.then(() => post(action, where, body, next, kept, texts, mine)).finally(() => {
      pending = false;
      delete document.documentElement.dataset.saving;
    });
    if (!next) return;
    if (![body.get("action"), body.get("skip")].includes("skip")) one_less(next);
    show(next);
    if (told(body)) uketsuke.say(told(body));
  };

  const post = async (action, where, body, next, kept, texts, mine) => {
    let answer;
    try {
      const headers = { [AHEAD]: next ? about(next) : "none" };
      answer = await fetch(action, { method: "POST", body, headers, keepalive: true, credentials: "same-origin", redirect: "manual" });
    } catch {
      await uketsuke.drafts.leave(kept.ticket, kept.drafts, texts);
      bring_back(mine, where);
      uketsuke.say(gettext("サーバーにつながりません。打った内容は画面に残っています。もう一度 Enter を押してください。"), true);
      return;
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      await uketsuke.drafts.leave(kept.ticket, kept.drafts, texts);
      await go(`${kept.login}?next=${encodeURIComponent(where)}`); // the session is over: after the login, this task again
    }
    if (answer.status === 409 || answer.status === 422) {
      const page = read(await answer.text(), where);
      if (page) show(page); else await go(where);
      return;
    }
    if (!answer.ok) {
      await uketsuke.drafts.leave(kept.ticket, kept.drafts, texts);
      await go(where);
    }
    const said = await answer.json();
    if (next && said.fresh) return;
    if (next && document.querySelector("main") !== next.main) return; // the person has gone on already
    if (next && Object.keys(uketsuke.drafts.typed()).length) return; // and here they have begun to type
    if (!/\/tasks\/\d+\//.test(said.next)) await go(said.next);
    const page = !next && ready && ready.url === said.next ? ready : await fetchPage(said.next);
    if (!page) await go(said.next);
    show(page, Boolean(next));
    if (next) {
      const another = new URL(page.url, window.location.href).pathname !== new URL(next.url, window.location.href).pathname;
      uketsuke.say(another ? gettext("前の確認で決まったものを飛ばして、次へ進みました。") : gettext("前の確認に合わせて、この画面を新しくしました。"));
    } else if (told(body)) uketsuke.say(told(body));
  };
  const bring_back = (main, where) => {
    for (const form of main.querySelectorAll("form")) delete form.dataset.sent;
    document.querySelector("main").replaceWith(main);
    history.replaceState({ room: true }, "", where);
    uketsuke.mount({ again: true });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "undo") { event.preventDefault(); saving.then(() => HTMLFormElement.prototype.submit.call(form)); return; } // the last one first
    if (!inRoom() || !document.querySelector("main").contains(form)) return;
    event.preventDefault();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    send(form, event.submitter);
  });
  window.addEventListener("popstate", () => window.location.reload());

  uketsuke.ahead = { prefetch };
})();
